//! Finding across types.

/// `GET /v1/search`
mod search;
/// `GET /v1/suggest`
mod suggest;
/// What a result looks like.
mod view;

pub use search::search_everything;
pub use suggest::suggest_completions;
pub use view::{HighlightView, ItemView, ResultView, SuggestionView};
