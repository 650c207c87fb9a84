use chrono::{DateTime, Utc};
use enmusubi::import::{Format, ImportError, ImportOptions, Kind, Outcome, Progress, Report, RowReport, run};
use enmusubi::town;
use enmusubi_domain::city::Calendar;
use enmusubi_domain::opportunity::{Opportunity, Source};
use enmusubi_persistence::{Counts, Store, StoreError};
use std::path::PathBuf;

/// A database with the default city, and the present: Tuesday, 1 December 2026, nine in the morning.
pub struct Desk {
    pub dir: tempfile::TempDir,
    pub store: Store,
    pub now: DateTime<Utc>,
    pub calendar: Calendar,
}

#[derive(Default)]
struct Rows(Vec<RowReport>);

impl Progress for Rows {
    fn row(&mut self, row: &RowReport) {
        self.0.push(row.clone());
    }
}

impl Desk {
    /// With Sapporo's areas and themes.
    pub fn open() -> Self {
        let desk = Self::empty();
        desk.store
            .write::<_, StoreError>(|tx| {
                tx.put_areas(&town::areas())?;
                tx.put_themes(&town::themes())
            })
            .unwrap();
        desk
    }

    /// With nothing.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", dir.path().join("enmusubi.db").display())).unwrap();
        Self { dir, store, now: "2026-12-01T09:00:00+09:00".parse().unwrap(), calendar: Calendar::default() }
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn options(&self, kind: Kind, format: Format, files: Vec<PathBuf>) -> ImportOptions {
        let data_dir = self.dir.path().to_owned();
        ImportOptions { files, kind, format, source: "test".into(), mapping: None, report: None, data_dir, now: self.now }
    }

    pub fn run(&self, options: &ImportOptions) -> Result<(Report, Vec<RowReport>), ImportError> {
        let mut rows = Rows::default();
        let report = run(&self.store, &self.calendar, options, &mut rows)?;
        Ok((report, rows.0))
    }

    /// Imports bytes; the report is that of every row.
    pub fn import(&self, kind: Kind, format: Format, bytes: impl AsRef<[u8]>) -> Vec<RowReport> {
        let file = self.file("rows", bytes);
        self.run(&self.options(kind, format, vec![file])).unwrap().1
    }

    /// The same through a mapping.
    pub fn mapped(&self, toml: &str, bytes: impl AsRef<[u8]>) -> Result<Vec<RowReport>, ImportError> {
        let (mapping, file) = (self.file("mapping.toml", toml), self.file("rows.csv", bytes));
        let options = ImportOptions { mapping: Some(mapping), ..self.options(Kind::Opportunities, Format::Csv, vec![file]) };
        Ok(self.run(&options)?.1)
    }

    pub fn counts(&self) -> Counts {
        self.store.read(|tx| tx.counts()).unwrap()
    }

    pub fn opportunity(&self, reference: &str) -> Opportunity {
        let source = Source { name: "test".into(), reference: reference.into() };
        self.store.read(|tx| tx.opportunity_by_source(&source)).unwrap().unwrap_or_else(|| panic!("no {reference}"))
    }

    pub fn civil(&self, at: DateTime<Utc>) -> String {
        self.calendar.civil(at).format("%Y-%m-%d %H:%M").to_string()
    }
}

pub fn outcomes(rows: &[RowReport]) -> Vec<Outcome> {
    rows.iter().map(|r| r.outcome).collect()
}

/// Field and code of everything that is wrong with a row.
pub fn wrong(row: &RowReport) -> Vec<(&str, &str)> {
    row.errors.iter().map(|e| (e.field.as_str(), e.code)).collect()
}
