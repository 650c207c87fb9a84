//! The report file, the counts and the progress, kept together.

use super::{ImportError, ImportOptions};
use crate::import::progress::Progress;
use crate::import::report::{Outcome, Refusal, Report, RowReport};
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Where everything that happens is written down.
pub(super) struct Ledger<'a> {
    report: Report,
    file: Option<BufWriter<File>>,
    progress: &'a mut dyn Progress,
    /// Hash of each reference met, and the line it stood on.
    met: HashMap<u64, u64>,
    name: String,
}

impl<'a> Ledger<'a> {
    pub(super) fn open(options: &ImportOptions, progress: &'a mut dyn Progress) -> Result<Self, ImportError> {
        let file = options.report.as_ref().map(File::create).transpose().map_err(ImportError::Report)?.map(BufWriter::new);
        Ok(Self { report: Report::default(), file, progress, met: HashMap::new(), name: String::new() })
    }

    /// A file begins.
    pub(super) fn begin(&mut self, path: &Path, bytes: u64) {
        self.name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.progress.begin(path, bytes);
    }

    /// A report of one row of this file, to be filled.
    pub(super) fn row(&self, line: u64, reference: Option<&str>) -> RowReport {
        let reference = reference.map(|r| r.chars().filter(|c| !c.is_control()).take(200).collect());
        RowReport { file: self.name.clone(), line, reference, outcome: Outcome::Refused, id: None, notes: Default::default(), errors: vec![] }
    }

    /// A reference may stand on one row of a run only: two rows under one reference would overwrite each other on every run.
    pub(super) fn meet(&mut self, reference: &str, line: u64) -> Result<(), Refusal> {
        let mut hash = DefaultHasher::new();
        reference.hash(&mut hash);
        match self.met.insert(hash.finish(), line) {
            None => Ok(()),
            Some(first) => {
                self.met.insert(hash.finish(), first);
                Err(Refusal {
                    field: "ref".into(),
                    code: "duplicate",
                    detail: format!("The same reference stands on line {first}."),
                    detail_ja: format!("同じ参照番号が{first}行目にあります。"),
                })
            }
        }
    }

    /// Writes down what became of a row.
    pub(super) fn enter(&mut self, row: &RowReport) -> Result<(), ImportError> {
        self.report.count(row);
        if let Some(file) = &mut self.file {
            serde_json::to_writer(&mut *file, row).map_err(|e| ImportError::Report(e.into()))?;
            file.write_all(b"\n").map_err(ImportError::Report)?;
        }
        self.progress.row(row);
        Ok(())
    }

    /// So many bytes of the file are read.
    pub(super) fn advance(&mut self, position: u64) -> Result<(), ImportError> {
        if let Some(file) = &mut self.file {
            file.flush().map_err(ImportError::Report)?;
        }
        self.progress.advance(position, &self.report);
        Ok(())
    }

    /// Everything is read.
    pub(super) fn finish(mut self) -> Result<Report, ImportError> {
        if let Some(file) = &mut self.file {
            file.flush().map_err(ImportError::Report)?;
        }
        self.progress.end(&self.report);
        Ok(self.report)
    }
}
