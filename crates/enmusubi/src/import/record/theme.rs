//! One theme, as a file describes it.

use super::area::{names, required};
use super::field::Complaints;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::theme::Theme;
use serde::{Deserialize, Serialize};

/// A theme, as a file describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThemeRecord {
    /// Its code.
    pub code: Option<String>,
    /// Japanese name.
    pub name_ja: Option<String>,
    /// English name.
    pub name_en: Option<String>,
    /// Fields of the NPO Act or of any other classification.
    pub fields: Vec<u8>,
    /// Sustainable Development Goals, 1 to 17.
    pub sdgs: Vec<u8>,
}

impl ThemeRecord {
    /// The domain's theme.
    pub fn theme(&self) -> Result<Theme, Vec<Invalid>> {
        let mut wrong = Complaints::default();
        let code = required(&mut wrong, "code", self.code.as_deref(), 40);
        let names = names(&mut wrong, self.name_ja.as_deref(), self.name_en.as_deref());
        if self.sdgs.iter().any(|n| !(1..=17).contains(n)) {
            wrong.add("sdgs", Why::OutOfRange { min: 1.0, max: 17.0 });
        }
        if self.fields.len() > 20 {
            wrong.add("fields", Why::TooMany { max: 20 });
        }
        if wrong.0.is_empty() { Ok(Theme { code, names, fields: self.fields.clone(), sdgs: self.sdgs.clone() }) } else { Err(wrong.0) }
    }
}
