//! Floor 2: how one asks, and what one sees.
//!
//! Start at [`routes`]: it is the table of contents of the API. Everything here is answered from one [`Shelf`]
//! (index and memory), never from the database. Only this crate is async, and it leaves that world in one place,
//! [`Context::run`].
//!
//! [`Shelf`]: enmusubi_search::Shelf

/// What a handler gives back: bytes, their type, and how long they may be kept.
mod answer;
/// Areas of the city.
mod area;
/// What surrounds every request: trace ids, limits, rates, and refusals put into words.
mod around;
/// Who asks: in which language, and under which trace id.
mod asking;
/// Lists of allowed words, for the document.
mod code;
/// What a handler may reach; the way out of the async world.
mod context;
/// Sealed positions in lists.
mod cursor;
/// The document of the API, and the page that shows it.
mod documents;
/// One list over everything, and completions while typing.
mod finding;
/// Groups.
mod group;
/// Alive? Ready? How is it going?
mod health;
/// Parameters and bodies, read strictly.
mod input;
/// Which language, which media type.
mod language;
/// Wishes and the listings that fit.
mod matching;
/// Counters and latencies, as Prometheus reads them.
mod meter;
/// Which of the media types on offer is wanted.
mod negotiate;
/// Title, tags and licence of the document.
mod openapi;
/// Opportunities.
mod opportunity;
/// The list envelope and links to the next page.
mod page;
/// Where things take place.
mod place;
/// The ranking policy in force.
mod policy;
/// Every refusal's status, code and sentence: the only place.
mod problem;
/// The table of contents of the API.
pub mod routes;
/// The server itself.
mod serve;
/// What whoever runs the service can set.
mod settings;
/// Themes of the city.
mod theme;
/// The page at the door.
mod welcome;

pub use context::{Context, Pulse, ShelfHandle};
pub use group::{GroupView, group_document};
pub use openapi::openapi;
pub use opportunity::{OpportunityView, opportunity_document};
pub use serve::{app, run};
pub use settings::Settings;
