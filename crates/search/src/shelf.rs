//! What one moment of a town looks like: everything public reads are answered from, without the database.

use crate::TextIndex;
use crate::Words;
use crate::matching::MatchIndex;
use enmusubi_domain::city::City;
use std::sync::Arc;

/// A city's data, its text index and its match index, which belong together.
///
/// Replaced as a whole when the taxonomies, the dictionary or the ranking policy change, or when the text index is
/// rebuilt beside; everything else is updated in place.
#[derive(Debug)]
pub struct Shelf {
    /// Areas, themes and calendar.
    pub city: Arc<City>,
    /// The dictionary of the text index.
    pub words: Arc<Words>,
    /// Finding by words.
    pub text: TextIndex,
    /// Finding by wish.
    pub matches: MatchIndex,
}
