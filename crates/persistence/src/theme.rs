//! Themes: their row, row to domain and back, their queries; and the order of lists that are merged.

use crate::columns::{Json, Reading, text};
use crate::error::StoreError;
use crate::schema::theme;
use crate::tx::{Tx, Written};
use diesel::prelude::*;
use enmusubi_domain::text::Names;
use enmusubi_domain::theme::Theme;
use std::collections::HashMap;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = theme, primary_key(code), treat_none_as_default_value = false, treat_none_as_null = true)]
struct ThemeRow {
    code: String,
    position: i32,
    name_ja: String,
    name_en: String,
    fields: Json,
    sdgs: Json,
}

impl ThemeRow {
    fn of(theme: &Theme, position: i32) -> Result<Self, StoreError> {
        Ok(Self {
            code: text(&theme.code)?,
            position,
            name_ja: text(&theme.names.ja)?,
            name_en: text(&theme.names.en)?,
            fields: Json::of(&theme.fields)?,
            sdgs: Json::of(&theme.sdgs)?,
        })
    }

    fn into_theme(self) -> Result<Theme, StoreError> {
        let r = Reading::new("theme", &self.code);
        Ok(Theme {
            fields: r.doc("fields", &self.fields)?,
            sdgs: r.doc("sdgs", &self.sdgs)?,
            code: self.code,
            names: Names { ja: self.name_ja, en: self.name_en },
        })
    }
}

impl Tx<'_> {
    /// Every theme, in order.
    pub fn themes(&mut self) -> Result<Vec<Theme>, StoreError> {
        let rows = theme::table.order((theme::position, theme::code)).select(ThemeRow::as_select()).load::<ThemeRow>(self.db);
        self.look("theme", rows)?.into_iter().map(ThemeRow::into_theme).collect()
    }

    /// Writes themes by code, in the order given; those that stand and are not given stay behind the one they followed.
    ///
    /// Answers for each one given.
    pub fn put_themes(&mut self, themes: &[Theme]) -> Result<Vec<Written>, StoreError> {
        let stand = self.themes()?;
        let places = theme::table.select((theme::code, theme::position)).load::<(String, i32)>(self.db);
        let places: HashMap<String, i32> = self.look("theme", places)?.into_iter().collect();
        let before: HashMap<&str, &Theme> = stand.iter().map(|t| (t.code.as_str(), t)).collect();
        let given: HashMap<&str, &Theme> = themes.iter().map(|t| (t.code.as_str(), t)).collect();
        let order = merged(&themes.iter().map(|t| t.code.as_str()).collect::<Vec<_>>(), &stand.iter().map(|t| t.code.as_str()).collect::<Vec<_>>());
        let mut written: HashMap<&str, Written> = HashMap::new();
        for (position, code) in order.into_iter().enumerate() {
            let position = i32::try_from(position).unwrap_or(i32::MAX);
            let Some(wanted) = given.get(code).or_else(|| before.get(code)) else { continue };
            let done = match before.get(code) {
                None => {
                    let done = diesel::insert_into(theme::table).values(&ThemeRow::of(wanted, position)?).execute(self.db);
                    self.look("theme", done)?;
                    Written::Created
                }
                Some(old) if old == wanted && places.get(code) == Some(&position) => Written::Unchanged,
                Some(_) => {
                    let done = diesel::update(theme::table.filter(theme::code.eq(code))).set(&ThemeRow::of(wanted, position)?).execute(self.db);
                    self.look("theme", done)?;
                    Written::Updated
                }
            };
            written.insert(code, done);
        }
        Ok(themes.iter().map(|t| written.get(t.code.as_str()).copied().unwrap_or(Written::Unchanged)).collect())
    }
}

/// The order of a list after another is merged into it: the one given leads; whatever else stands keeps its place behind the one it
/// followed. So a complete list is kept as it is given, and a single code that is known already moves nothing.
pub(crate) fn merged<'a>(given: &[&'a str], stand: &[&'a str]) -> Vec<&'a str> {
    let mut seen = std::collections::HashSet::new();
    let given: Vec<&str> = given.iter().copied().filter(|c| seen.insert(*c)).collect();
    let mut behind: HashMap<Option<&str>, Vec<&'a str>> = HashMap::new();
    let mut anchor = None;
    for &code in stand {
        if seen.contains(code) {
            anchor = Some(code);
        } else {
            behind.entry(anchor).or_default().push(code);
        }
    }
    let mut order = behind.remove(&None).unwrap_or_default();
    for code in given {
        order.push(code);
        order.extend(behind.remove(&Some(code)).unwrap_or_default());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn a_complete_list_is_kept_as_it_is_given() {
        assert_eq!(merged(&["c", "x", "a", "b"], &["a", "b", "c"]), ["c", "x", "a", "b"]);
        assert_eq!(merged(&["a", "a", "b"], &[]), ["a", "b"]);
    }

    #[test]
    fn a_part_of_a_list_moves_nothing_else() {
        assert_eq!(merged(&["b"], &["a", "b", "c"]), ["a", "b", "c"]);
        assert_eq!(merged(&["x"], &["a", "b"]), ["a", "b", "x"]);
        assert_eq!(merged(&["c", "a"], &["a", "b", "c"]), ["c", "a", "b"]);
        assert_eq!(merged(&[], &["a", "b"]), ["a", "b"]);
    }
}
