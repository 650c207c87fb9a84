use enmusubi_domain::text::Names;
use enmusubi_domain::theme::Theme;
use serde::Serialize;
use utoipa::ToSchema;

/// A theme. テーマ。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Theme)]
pub struct ThemeView {
    /// Its code.
    #[schema(example = "snow")]
    pub code: String,
    /// Its name.
    pub name: NamesView,
    /// Fields of the NPO Act (特定非営利活動促進法 別表, 1 to 20). Themes that share one are siblings in matching.
    #[schema(example = json!([1, 3]))]
    pub npo_fields: Vec<u8>,
    /// Sustainable Development Goals, 1 to 17.
    #[schema(example = json!([11, 13]))]
    pub sdgs: Vec<u8>,
}

/// A name in both languages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Names)]
pub struct NamesView {
    /// Japanese.
    #[schema(example = "除雪・冬のくらし")]
    pub ja: String,
    /// English.
    #[schema(example = "Snow and winter life")]
    pub en: String,
}

impl NamesView {
    /// Shows a name.
    pub fn of(names: &Names) -> Self {
        Self { ja: names.ja.clone(), en: names.en.clone() }
    }
}

impl ThemeView {
    /// Shows a theme.
    pub fn of(theme: &Theme) -> Self {
        Self { code: theme.code.clone(), name: NamesView::of(&theme.names), npo_fields: theme.fields.clone(), sdgs: theme.sdgs.clone() }
    }
}
