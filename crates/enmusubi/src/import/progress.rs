//! What somebody sees while an import runs: a bar on a terminal, plain lines elsewhere.

use super::report::{Report, RowReport};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
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

/// A bar, for terminals.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Default for Bar {
    fn default() -> Self {
        let bar = ProgressBar::no_length();
        let style = ProgressStyle::with_template("{prefix} {bar:30} {percent:>3}% {msg} ({eta})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar)
    }
}

impl Progress for Bar {
    fn begin(&mut self, file: &Path, bytes: u64) {
        self.0.reset();
        self.0.set_length(bytes);
        self.0.set_prefix(name(file));
    }

    fn advance(&mut self, position: u64, report: &Report) {
        self.0.set_position(position);
        self.0.set_message(format!("{} rows, {} refused", report.rows, report.refused));
    }

    fn end(&mut self, _report: &Report) {
        self.0.finish_and_clear();
    }
}

/// Rows between two lines of [`Lines`].
const LINE_EVERY: u64 = 10_000;

/// Plain lines, for logs and pipes: one for each file, one every 10,000 rows, and the first refusals.
pub struct Lines<W> {
    out: W,
    next: u64,
    refused: u64,
}

/// Refusals that are written out; the rest stands in the report.
const SHOWN: u64 = 20;

impl<W: Write> Lines<W> {
    /// Writes to somewhere.
    pub fn new(out: W) -> Self {
        Self { out, next: LINE_EVERY, refused: 0 }
    }

    /// A watcher's words that cannot be written are lost, not an import.
    fn say(&mut self, line: std::fmt::Arguments<'_>) {
        let _unheard = writeln!(self.out, "{line}");
    }
}

impl<W: Write> Progress for Lines<W> {
    fn begin(&mut self, file: &Path, bytes: u64) {
        self.say(format_args!("{}: {bytes} bytes", name(file)));
    }

    fn row(&mut self, row: &RowReport) {
        if row.errors.is_empty() {
            return;
        }
        self.refused += 1;
        if self.refused <= SHOWN {
            let why = row.errors.iter().map(|e| format!("{} {}", e.field, e.detail).trim().to_owned()).collect::<Vec<_>>().join(" ");
            self.say(format_args!("{}:{}: refused: {why}", row.file, row.line));
        } else if self.refused == SHOWN + 1 {
            self.say(format_args!("further refusals stand in the report only (--report FILE)"));
        }
    }

    fn advance(&mut self, _position: u64, report: &Report) {
        if report.rows >= self.next {
            self.next = report.rows + LINE_EVERY;
            self.say(format_args!("{report}"));
        }
    }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
