use crate::code;
use crate::group::GroupView;
use crate::opportunity::Shown;
use serde::Serialize;
use utoipa::ToSchema;

/// One result of a search over everything.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SearchResult)]
pub struct ResultView {
    /// What sort of thing was found.
    #[schema(value_type = code::ItemKind, example = "opportunity")]
    pub r#type: &'static str,
    /// How well it answers the question, 0 to 1; 0 where nothing was asked.
    #[schema(example = 0.83)]
    pub score: f32,
    /// Where the words of the question stand.
    pub highlight: Vec<HighlightView>,
    /// The thing itself.
    pub item: ItemView,
}

/// A piece of text in which the words of the question are marked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Highlight)]
pub struct HighlightView {
    /// `title`, `summary` or `description`.
    #[schema(example = "title")]
    pub field: &'static str,
    /// The text, escaped for HTML, with `<em>` around what matched.
    #[schema(example = "通学路の朝の<em>雪かき</em>")]
    pub text: String,
}

/// An opportunity or a group, as `type` says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = SearchItem)]
pub enum ItemView {
    /// An opportunity.
    Opportunity(Shown),
    /// A group.
    Group(Box<GroupView>),
}

/// A completion of what somebody is typing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestion)]
pub struct SuggestionView {
    /// The whole text.
    #[schema(example = "雪かき")]
    pub text: String,
    /// What it is: a theme, an area or station, a group, a title, or a word.
    #[schema(example = "word")]
    pub kind: &'static str,
    /// How many results it leads to.
    #[schema(example = 12)]
    pub count: u64,
}
