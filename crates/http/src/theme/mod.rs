//! Themes: what activities are about.

/// `GET /v1/themes`
mod list;
/// What everybody may see.
mod view;

pub use list::list_themes;
pub use view::{NamesView, ThemeView};
