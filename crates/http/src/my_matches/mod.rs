//! One's own matches: what fits one's profile, what one has seen of it, and why something fits or does not.

/// Examples for the document.
pub(crate) mod examples;
/// `GET /v1/me/matches/{id}`
mod explain;
/// `DELETE /v1/me/matches/seen`
mod forget_seen;
/// `GET /v1/me/matches`
mod list;
/// What is known of whoever asks: their profile, and what they have seen.
mod mine;
/// `POST /v1/me/matches/seen`
mod note_seen;
/// One page of the list, what is unseen first.
mod page;
/// What one may ask of the list.
mod parameters;
/// Where a page of the list ended.
mod position;
/// What is shown.
mod view;

pub use explain::explain_my_match;
pub use forget_seen::forget_seen_matches;
pub use list::list_my_matches;
pub(crate) use mine::Mine;
pub use note_seen::note_seen_matches;
