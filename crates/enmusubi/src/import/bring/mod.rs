//! The import itself: open, read, settle, write, report.

/// Where a row belongs.
mod area;
/// In batches of rows, each row whole or not at all.
mod batch;
/// Groups.
mod groups;
/// The report file, the counts and the progress, kept together.
mod ledger;
/// Opportunities.
mod listings;
/// From a file to rows of a kind.
mod rows;
/// One opportunity: what a record, the city and what is stored make of it.
mod settle;
/// Themes for a listing that names none.
mod suggest;
/// Synonyms.
pub mod synonyms;
/// Areas and themes.
mod taxonomies;

use super::mapping::MappingError;
use super::progress::Progress;
use super::reader::table::HeaderError;
use super::report::Report;
use chrono::{DateTime, Utc};
use enmusubi_domain::area::AreaTree;
use enmusubi_domain::city::{Calendar, City};
use enmusubi_domain::theme::Themes;
use enmusubi_persistence::{Store, StoreError};
use ledger::Ledger;
use std::io;
use std::path::{Path, PathBuf};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opportunities.
    Opportunities,
    /// Groups.
    Groups,
    /// Areas.
    Areas,
    /// Themes.
    Themes,
    /// Synonyms.
    Synonyms,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// CSV with our columns, or with any columns and a mapping.
    Csv,
    /// The municipal open-data event list.
    OdsEvent,
    /// Synonyms: `a,b,c` or `a => b,c` on each line.
    Text,
    /// Synonyms: the Sudachi synonym dictionary.
    Sudachi,
}

/// What to bring in, and how.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The files, in order.
    pub files: Vec<PathBuf>,
    /// What they hold.
    pub kind: Kind,
    /// How they are written.
    pub format: Format,
    /// The source's name: together with a row's reference it tells whether a row is known.
    pub source: String,
    /// How their columns and values become ours.
    pub mapping: Option<PathBuf>,
    /// Where to write what became of each row, as JSON lines.
    pub report: Option<PathBuf>,
    /// Where synonyms are kept.
    pub data_dir: PathBuf,
    /// The present.
    pub now: DateTime<Utc>,
}

/// Why an import cannot go on. Rows written before stay written; running it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The options do not go together.
    #[error("{0}")]
    Options(String),
    /// A file cannot be read.
    #[error("{path}: {why}")]
    File {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// The mapping does not fit.
    #[error("{path}: {why}")]
    Mapping {
        /// The mapping.
        path: String,
        /// Why.
        why: MappingError,
    },
    /// The report cannot be written.
    #[error("the report cannot be written: {0}")]
    Report(io::Error),
    /// The database says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The city that is stored contradicts itself.
    #[error("the areas or themes in the database cannot be used: {0}")]
    City(String),
}

impl ImportError {
    fn file(path: &Path, why: impl std::fmt::Display) -> Self {
        Self::File { path: path.display().to_string(), why: why.to_string() }
    }

    fn header(path: &Path, why: HeaderError) -> Self {
        Self::file(path, why)
    }
}

/// Brings files in. Rows that cannot be accepted are reported and left out; running it again changes nothing.
pub fn run(store: &Store, calendar: &Calendar, options: &ImportOptions, progress: &mut dyn Progress) -> Result<Report, ImportError> {
    check(options)?;
    let mut ledger = Ledger::open(options, progress)?;
    match options.kind {
        Kind::Opportunities => listings::run(store, calendar, options, &mut ledger)?,
        Kind::Groups => groups::run(store, calendar, options, &mut ledger)?,
        Kind::Areas => taxonomies::areas(store, options, &mut ledger)?,
        Kind::Themes => taxonomies::themes(store, options, &mut ledger)?,
        Kind::Synonyms => synonyms::run(options, &mut ledger)?,
    }
    ledger.finish()
}

fn check(options: &ImportOptions) -> Result<(), ImportError> {
    let wrong = |why: &str| Err(ImportError::Options(why.to_owned()));
    let source = options.source.trim();
    if source.is_empty() || source.len() > 100 || !source.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
        return wrong("--source needs a name of letters, digits, '-', '_' and '.', such as nyc-open-data");
    }
    let text = matches!(options.format, Format::Text | Format::Sudachi);
    match (options.kind, options.format) {
        (Kind::Synonyms, _) if !text => wrong("synonyms are read with --format text or --format sudachi"),
        (Kind::Synonyms, _) => Ok(()),
        (_, _) if text => wrong("--format text and --format sudachi are for --kind synonyms"),
        (kind, Format::OdsEvent) if kind != Kind::Opportunities => wrong("--format ods-event holds opportunities: use --kind opportunities"),
        (_, Format::Jsonl) if options.mapping.is_some() => wrong("--mapping is for --format csv and ods-event; JSON Lines have our names already"),
        _ => Ok(()),
    }
}

/// The city as it is stored.
fn city(store: &Store, calendar: &Calendar) -> Result<City, ImportError> {
    let (areas, themes) = store.read(|tx| Ok::<_, StoreError>((tx.areas()?, tx.themes()?)))?;
    let wrong = |w: Vec<enmusubi_domain::invalid::Invalid>| ImportError::City(w.first().map(ToString::to_string).unwrap_or_default());
    Ok(City { areas: AreaTree::new(areas).map_err(wrong)?, themes: Themes::new(themes).map_err(wrong)?, calendar: calendar.clone() })
}
