//! Columns of areas and themes.

use super::{Columns, Readable};
use crate::import::record::{AreaRecord, ThemeRecord};
use crate::import::report::Refusal;

impl Readable for AreaRecord {
    const COLUMNS: &'static [&'static str] = &["code", "name_ja", "name_en", "kind", "lat", "lon", "parent", "adjacent", "postal_prefixes"];

    const KEY: &'static str = "code";

    fn from_columns(c: &Columns) -> (Self, Vec<Refusal>) {
        let mut wrong = vec![];
        let record = Self {
            code: c.text("code"),
            name_ja: c.text("name_ja"),
            name_en: c.text("name_en"),
            kind: c.text("kind"),
            lat: c.number("lat", &mut wrong),
            lon: c.number("lon", &mut wrong),
            parent: c.text("parent"),
            adjacent: c.list("adjacent"),
            postal_prefixes: c.list("postal_prefixes"),
        };
        (record, wrong)
    }

    fn reference(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

impl Readable for ThemeRecord {
    const COLUMNS: &'static [&'static str] = &["code", "name_ja", "name_en", "fields", "sdgs"];

    const KEY: &'static str = "code";

    fn from_columns(c: &Columns) -> (Self, Vec<Refusal>) {
        let mut wrong = vec![];
        let (fields, sdgs) = (c.numbers("fields", &mut wrong), c.numbers("sdgs", &mut wrong));
        let record = Self { code: c.text("code"), name_ja: c.text("name_ja"), name_en: c.text("name_en"), fields, sdgs };
        (record, wrong)
    }

    fn reference(&self) -> Option<&str> {
        self.code.as_deref()
    }
}
