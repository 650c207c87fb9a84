//! Bringing in what exists already: files of opportunities, groups, areas, themes and synonyms.

/// The import itself: open, read, settle, write, report.
mod bring;
/// Our own CSV columns, for each kind of row.
pub mod columns;
/// Any CSV's columns and code values, brought into ours by a TOML file.
pub mod mapping;
/// The municipal open-data event list.
mod ods;
/// Somebody who watches an import.
pub mod progress;
/// From bytes to rows, one at a time, whatever the bytes are.
pub mod reader;
/// What one row of a file says, before anybody believes it.
pub mod record;
/// What became of each row.
pub mod report;
/// Whole files of areas and themes that ship with the program.
pub mod taxonomy;
/// Dates and hours as files write them.
pub mod times;

pub use bring::synonyms::words;
pub use bring::{Format, ImportError, ImportOptions, Kind, run};
pub use progress::{Progress, Silent};
pub use report::{Outcome, Report, RowReport};
