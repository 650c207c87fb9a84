//! Themes for a listing that names none: from the words of another taxonomy, or from its own.

use enmusubi_domain::city::City;
use enmusubi_domain::opportunity::OpportunityDetails;
use enmusubi_search::{PROPOSED_MAX, Words, propose_themes};

/// Themes of ours that other words name: by code, or by name in either language.
pub(super) fn named(hints: &[String], city: &City) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    for hint in hints.iter().map(|h| h.trim().to_lowercase()).filter(|h| !h.is_empty()) {
        let theme = city.themes.all().iter().find(|t| t.code == hint || t.names.ja.to_lowercase() == hint || t.names.en.to_lowercase() == hint);
        if let Some(theme) = theme.filter(|t| !found.contains(&t.code)) {
            found.push(theme.code.clone());
        }
    }
    found.truncate(PROPOSED_MAX);
    found
}

/// Themes its words speak of.
pub(super) fn suggested(details: &OpportunityDetails, hints: &[String], city: &City, words: &Words) -> Vec<String> {
    let text = [&details.title, &details.summary, &details.description].map(String::as_str).join("\n") + "\n" + &hints.join("\n");
    propose_themes(words, city, &text)
}
