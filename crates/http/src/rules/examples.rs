use super::view::RulesView;
use enmusubi_domain::application::Rules;
use serde_json::{Value, to_value};

/// The rules as they come.
pub fn rules() -> Value {
    to_value(RulesView::of(&Rules::default())).unwrap_or_default()
}
