//! Wishes and the listings that fit: `POST /v1/matches`, and what one's own matches share with it.

/// Which listings are considered.
mod among;
/// The smallest change that would open a gate, for programs.
mod change;
/// `POST /v1/matches`
mod find;
/// What somebody asks for, once or for good; may be wrong.
mod request;
/// Tells what was found, and why.
mod teller;
/// What they get.
mod view;
/// The parts of a wish, as they are sent and shown.
mod wish;
/// The same reader, without HTTP.
mod wish_of;

pub(crate) use among::{Among, AmongView};
pub use find::find_matches;
pub(crate) use request::{ProfileMembers, ProfileRequest};
pub(crate) use teller::{LOOKED_AT, Teller};
pub use view::{BecauseView, EngineView, EquityView, FitView, MatchView, MatchesView, NearMissView, OpeningView, WhyNotView};
pub use wish_of::wish_of;
