//! Floor 2: how one asks, and what one sees.
//!
//! Start at [`routes`]: it is the table of contents of the API. What is public is answered from one [`Shelf`]
//! (index and memory). Only this crate is async, and it leaves that world in one place,
//! [`lane`]. Public reads never touch the database; whatever is personal, or changes, does.
//!
//! [`Shelf`]: enmusubi_search::Shelf

/// Who asks, and may they.
mod access;
/// Accounts: asked for, proved, moved to another address.
mod account;
/// Other people's accounts, for those who administer.
mod administration;
/// How much somebody wants at most, and how much a group gives one person.
mod allowance;
/// What a handler gives back: bytes, their type, and how long they may be kept.
mod answer;
/// Applications: from the first word to the end.
mod application;
/// Areas of the city.
mod area;
/// What surrounds every request: trace ids, limits, rates, and refusals put into words.
mod around;
/// Who asks: in which language, and under which trace id.
mod asking;
/// The audit trail, read.
mod audit;
/// Certificates of one's record, and how others check them.
mod certificate;
/// Servers and front ends that call for themselves.
mod client;
/// Lists of allowed words, for the document.
mod code;
/// Companies.
mod company;
/// Consent: given, taken back, looked up.
mod consent;
/// How one can be reached.
mod contact;
/// What a handler may reach; the way out of the async world.
mod context;
/// Sealed positions in lists.
mod cursor;
/// What a group sees of a volunteer, and what the volunteer sees of that.
mod disclosure;
/// The document of the API, and the page that shows it.
mod documents;
/// Everything kept about oneself, to take along.
mod export;
/// One list over everything, and completions while typing.
mod finding;
/// Groups.
mod group;
/// Guardians of minors.
mod guardian;
/// Alive? Ready? How is it going?
mod health;
/// Calendars as calendar programs read them.
mod ical;
/// Parameters and bodies, read strictly.
mod input;
/// Invitations into a group.
mod invitation;
/// By which rules taking part raises a level.
mod ladder;
/// Ways out of the async world.
mod lane;
/// Which language, which media type.
mod language;
/// Logging in, and staying so.
mod login;
/// Wishes and the listings that fit.
mod matching;
/// One's own account.
mod me;
/// A group's people.
mod member;
/// Messages within an application.
mod message;
/// Counters and latencies, as Prometheus reads them.
mod meter;
/// One's own calendar, at a secret address.
mod my_calendar;
/// What fits one's own profile, and what one has seen of it.
mod my_matches;
/// Which of the media types on offer is wanted.
mod negotiate;
/// What people are told by letter.
mod notice;
/// Tokens for servers, and the keys that check tokens.
mod oauth;
/// Title, tags and licence of the document.
mod openapi;
/// Opportunities.
mod opportunity;
/// The list envelope and links to the next page.
mod page;
/// Who was there.
mod participation;
/// Servers of other platforms, which bring in groups and opportunities.
mod partner;
/// Another password by letter.
mod password_reset;
/// Where things take place.
mod place;
/// Ranking policies, and which is in force.
mod policy;
/// Every refusal's status, code and sentence: the only place.
mod problem;
/// One's own profile: a wish that is kept.
mod profile;
/// Why something is done, where that must be said.
mod reason;
/// Groups that wait are let in or turned away.
mod review;
/// Roles, given and taken.
mod role;
/// The table of contents of the API.
pub mod routes;
/// The rules of taking part, and for how long things are kept.
mod rules;
/// Secrets of people and machines: opaque texts and passwords.
pub mod secret;
/// The server itself.
mod serve;
/// What whoever runs the service can set.
mod settings;
/// Themes of the city.
mod theme;
/// Access tokens: made, signed, checked.
pub mod token;
/// How often passwords may be tried and letters asked for.
mod tries;
/// The page at the door.
mod welcome;
/// What every change shares.
mod writing;

pub use context::{Context, Pulse, RingHandle, ShelfHandle};
pub use group::{GroupView, group_document};
pub use matching::wish_of;
pub use notice::StopSeal;
pub use openapi::openapi;
pub use opportunity::{OpportunityView, opportunity_document};
pub use serve::{app, run};
pub use settings::Settings;
