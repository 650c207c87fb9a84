//! Stories of the import, told on SQLite in a directory that goes away.

/// The small cast: a database with the default city, and files.
#[path = "import/desk.rs"]
mod desk;
/// Files that are broken, endless or something else.
#[path = "import/garbage.rs"]
mod garbage;
/// Any CSV, by a mapping.
#[path = "import/mapped.rs"]
mod mapped;
/// The municipal open-data event list.
#[path = "import/ods.rs"]
mod ods;
/// Opportunities and groups in our own columns and in JSON Lines.
#[path = "import/ours.rs"]
mod ours;
/// Areas, themes and synonyms.
#[path = "import/taxonomies.rs"]
mod taxonomies;
