//! The city's areas and themes: read from the database, or the default set on an empty one.

use crate::town;
use enmusubi_domain::area::{Area, AreaTree};
use enmusubi_domain::city::{Calendar, City};
use enmusubi_domain::theme::{Theme, Themes};
use enmusubi_persistence::{Store, StoreError};

/// Puts areas, themes and calendar together. Answers a sentence if they contradict each other.
pub fn city(areas: Vec<Area>, themes: Vec<Theme>, calendar: Calendar) -> Result<City, String> {
    let wrong = |what: &str, list: Vec<enmusubi_domain::invalid::Invalid>| format!("{what}: {}", list.first().map(ToString::to_string).unwrap_or_default());
    Ok(City { areas: AreaTree::new(areas).map_err(|w| wrong("areas", w))?, themes: Themes::new(themes).map_err(|w| wrong("themes", w))?, calendar })
}

/// Loads the default areas and themes (Sapporo's) into a database that has neither. Answers whether it did.
pub fn load_default_if_empty(store: &Store) -> Result<bool, StoreError> {
    store.write(|tx| {
        let counts = tx.counts()?;
        if counts.areas > 0 || counts.themes > 0 {
            return Ok(false);
        }
        tx.put_areas(&town::areas())?;
        tx.put_themes(&town::themes())?;
        Ok(true)
    })
}
