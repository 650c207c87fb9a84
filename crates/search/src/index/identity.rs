use crate::error::IndexError;
use crate::fields::Fields;
use crate::words::{Hash, Words};
use enmusubi_domain::city::City;

/// First word of every payload of ours.
const NAME: &str = "enmusubi-text";

/// The number of everything that decides how a document is indexed: fields, analysis, spellings, areas, themes, calendar.
fn number(words: &Words, city: &City) -> u64 {
    let mut hash = Hash::default();
    hash.add(&Fields::meaning());
    hash.add(&words.index_hash().to_string());
    for area in city.areas.all() {
        hash.add(&format!("{} {:?} {} {} {:?}", area.code, area.parent, area.names.ja, area.names.en, area.point));
    }
    for theme in city.themes.all() {
        hash.add(&format!("{} {} {}", theme.code, theme.names.ja, theme.names.en));
    }
    hash.add(&format!("{:?}", city.calendar));
    hash.value()
}

/// The text that is committed with the documents: who made them, then the caller's payload.
pub(super) fn stamped(payload: Option<&str>, words: &Words, city: &City) -> String {
    let head = format!("{NAME} {:016x}", number(words, city));
    match payload {
        Some(payload) => format!("{head}\n{payload}"),
        None => head,
    }
}

/// The caller's payload.
pub(super) fn payload(stamped: &str) -> Option<String> {
    stamped.split_once('\n').map(|(_, payload)| payload.to_owned())
}

/// Refuses what was made by other rules.
pub(super) fn check(stamped: &str, words: &Words, city: &City) -> Result<(), IndexError> {
    let head = stamped.split('\n').next().unwrap_or_default();
    if head == format!("{NAME} {:016x}", number(words, city)) {
        Ok(())
    } else if head.starts_with(NAME) {
        Err(IndexError::Foreign("other spellings, areas, themes, calendar or layout".into()))
    } else {
        Err(IndexError::Foreign("not an index of this service".into()))
    }
}
