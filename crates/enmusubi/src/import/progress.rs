//! Somebody who watches an import: the console, a test, nobody.

use super::report::{Report, RowReport};
use std::path::Path;

/// Somebody who watches an import.
pub trait Progress {
    /// A file of so many bytes begins.
    fn begin(&mut self, _file: &Path, _bytes: u64) {}
    /// What became of a row.
    fn row(&mut self, _row: &RowReport) {}
    /// So many bytes of the file are read, and this is what became of all rows so far.
    fn advance(&mut self, _position: u64, _report: &Report) {}
    /// Everything is read.
    fn end(&mut self, _report: &Report) {}
}

/// Nobody watches.
#[derive(Debug, Default)]
pub struct Silent;

impl Progress for Silent {}
