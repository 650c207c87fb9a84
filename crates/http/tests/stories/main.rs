//! Stories of the HTTP floor, told to a real server on a port of its own, over a small made town.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

/// Registrations, letters, addresses.
mod account;
/// Other people's accounts.
mod administration;
/// From a wish to a seat, and every reason why not.
mod application;
/// Crooked tokens, and what is no token at all.
mod attacks;
/// The audit trail.
mod audit;
/// Certificates, and how others check them.
mod certificate;
/// Codes at the door.
mod check_in;
/// Servers and front ends, and their secrets.
mod client;
/// Companies.
mod company;
/// Tags, freshness, compression.
mod conditional;
/// A guardian's word: given, written down, taken back.
mod consent;
/// How one can be reached.
mod contact;
/// What the house looks like: sizes of files, where statuses are named.
mod conventions;
/// What a group sees of a volunteer, stage by stage, and what the volunteer sees of that.
mod disclosure;
/// Random lives of an application, and what a group can read meanwhile.
mod disclosure_histories;
/// Everything kept about oneself, taken along; and leaving.
mod export;
/// Words, completions, one list over everything.
mod finding;
/// Opportunities as schema.org and as calendars.
mod forms;
/// Nonsense of every kind gets a clear refusal, never a failure.
mod garbage;
/// Groups.
mod group;
/// Groups are founded and changed.
mod group_writing;
/// Guardians: codes, confirmations, and their end.
mod guardian;
/// What nobody can tell apart from outside.
mod indistinct;
/// Invitations: sent, taken back, accepted.
mod invitation;
/// The ladder, and what was earned on it.
mod ladder;
/// Japanese by default, English where it is wanted.
mod languages;
/// The life of an application, as people read it.
mod lifecycle;
/// Logging in, staying so, and who must not.
mod login;
/// Wishes, reasons, near misses.
mod matching;
/// One's own account, devices, groups; leaving.
mod me;
/// The cast: a volunteer, a group, an application between them, and a clock.
mod meeting;
/// A group's people.
mod member;
/// Messages within an application.
mod message;
/// What somebody with some rights, or none, may try.
mod misuse;
/// One's own calendar, at a secret address.
mod my_calendar;
/// What fits one's own profile, and what one has seen of it.
mod my_matches;
/// Of what one is told by letter, and the click that ends it.
mod notice;
/// Tokens for servers, and the keys that check tokens.
mod oauth;
/// Contradictory, empty and extreme wishes, and days that are unlike others.
mod odd_wishes;
/// The cast: the town hall's own people.
mod office;
/// The document is the file, and every operation explains itself.
mod openapi;
/// Health, metrics, the page at the door.
mod operation;
/// Opportunities.
mod opportunity;
/// Whatever is wrong in an opportunity that is sent is named.
mod opportunity_members;
/// Opportunities are drafted, changed, published, ended.
mod opportunity_writing;
/// Pages are complete and hold nothing twice; cursors cannot be forged.
mod paging;
/// Who was there, from a list or by a code.
mod participation;
/// Servers of other platforms bring in what they list.
mod partner;
/// The cast: people and machines of a town.
mod people;
/// Ranking policies: published, put in force, measured.
mod policy;
/// Letters that wait to be written, and clocks that can be moved.
mod post;
/// One's own profile.
mod profile;
/// One's own record: read, as a table, objected to.
mod record;
/// Every refusal, by status.
mod refusals;
/// Groups that wait are let in or turned away.
mod review;
/// Every caller, every operation, what is theirs and what is not.
mod rights;
/// Roles, given and taken.
mod role;
/// Answers and examples fit the schemas that describe them.
mod schema;
/// Themes, areas, the policy.
mod taxonomy;
/// The cast: a small town and its server.
mod town;
/// Forged and crooked tokens, shared with the tests of the room that checks them.
#[path = "../../src/token/tests/vectors/mod.rs"]
mod vectors;
/// A client that sends exactly the bytes it is told to.
mod wire;
