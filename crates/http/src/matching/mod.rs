//! Wishes and the listings that fit: `POST /v1/matches`.

/// The smallest change that would open a gate, for programs.
mod change;
/// `POST /v1/matches`
mod find;
/// What somebody asks for; may be wrong.
mod request;
/// What they get.
mod view;

pub use find::find_matches;
pub use view::{EngineView, MatchView, MatchesView, NearMissView};
