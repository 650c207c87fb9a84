//! The ladder: by which rules taking part raises a level, and where somebody stands on it.

/// Examples for the document.
mod examples;
/// How one's place is shown.
mod mine_view;
/// `GET /v1/ladder`
mod read;
/// `GET /v1/me/ladder`
mod read_mine;
/// What leads somebody further.
mod suggest;
/// How the rules are shown.
mod view;
/// Rules as sentences.
mod words;

pub use read::read_ladder;
pub use read_mine::read_my_ladder;
