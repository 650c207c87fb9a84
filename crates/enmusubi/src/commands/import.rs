use crate::cli::{Common, Import, ImportFormat, ImportKind};
use crate::console::{self, Steps};
use crate::import::{self, Format, ImportOptions, Kind, Progress, Report, RowReport};
use std::path::Path;

/// Refused rows that are shown on the terminal; the report file has all of them.
const SHOWN: u64 = 10;

pub fn run(common: &Common, settings: &Import) -> Result<(), String> {
    let workshop = super::open(common)?;
    let format = settings.format.map_or_else(|| by_ending(&settings.files[0], settings.kind), Ok)?;
    let options = ImportOptions {
        files: settings.files.clone(),
        kind: match settings.kind {
            ImportKind::Opportunities => Kind::Opportunities,
            ImportKind::Groups => Kind::Groups,
            ImportKind::Areas => Kind::Areas,
            ImportKind::Themes => Kind::Themes,
            ImportKind::Synonyms => Kind::Synonyms,
        },
        format: match format {
            ImportFormat::Jsonl => Format::Jsonl,
            ImportFormat::Csv => Format::Csv,
            ImportFormat::OdsEvent => Format::OdsEvent,
            ImportFormat::Text => Format::Text,
            ImportFormat::Sudachi => Format::Sudachi,
        },
        source: settings.source.clone(),
        mapping: settings.mapping.clone(),
        report: settings.report.clone(),
        data_dir: common.data_dir.clone(),
        now: chrono::Utc::now(),
    };
    let needs_a_city = matches!(settings.kind, ImportKind::Opportunities | ImportKind::Groups);
    if needs_a_city && crate::taxonomy::load_default_if_empty(&workshop.store).map_err(|e| e.to_string())? {
        console::note("No areas and themes were loaded yet: the default ones (Sapporo) are in use now. Another city loads its own first.");
    }
    let mut watcher = Watcher { steps: None, refused: 0, quiet: settings.report.is_some() };
    let report = import::run(&workshop.store, &workshop.calendar, &options, &mut watcher).map_err(|e| e.to_string())?;
    if report.refused > SHOWN && settings.report.is_none() {
        console::note(&format!("… and {} more refused rows: --report FILE writes them all", report.refused - SHOWN));
    }
    console::say(&summary(&report));
    Ok(())
}

fn summary(r: &Report) -> String {
    let mut line = format!("{} rows: {} created, {} updated, {} unchanged, {} refused", r.rows, r.created, r.updated, r.unchanged, r.refused);
    for (n, what) in
        [(r.groups_created, "groups made from organisers"), (r.themes_suggested, "with suggested themes"), (r.over, "already over (entered as closed)")]
    {
        if n > 0 {
            line.push_str(&format!("; {n} {what}"));
        }
    }
    line
}

fn by_ending(file: &Path, kind: ImportKind) -> Result<ImportFormat, String> {
    match (kind, file.extension().and_then(|e| e.to_str())) {
        (ImportKind::Synonyms, Some("csv")) => Ok(ImportFormat::Sudachi),
        (ImportKind::Synonyms, _) => Ok(ImportFormat::Text),
        (_, Some("csv")) => Ok(ImportFormat::Csv),
        (_, Some("jsonl" | "ndjson")) => Ok(ImportFormat::Jsonl),
        _ => Err(format!("{}: say how it is written with --format jsonl, csv or ods-event", file.display())),
    }
}

/// Shows a bar on a terminal, and the first refused rows with their reasons.
struct Watcher {
    steps: Option<Steps>,
    refused: u64,
    quiet: bool,
}

impl Progress for Watcher {
    fn begin(&mut self, file: &Path, bytes: u64) {
        self.steps = Some(Steps::begin(&file.display().to_string(), Some(bytes)));
    }

    fn row(&mut self, row: &RowReport) {
        if row.errors.is_empty() {
            return;
        }
        self.refused += 1;
        if self.refused <= SHOWN && !self.quiet {
            let reasons: Vec<_> = row.errors.iter().map(|e| if e.field.is_empty() { e.detail.clone() } else { format!("{}: {}", e.field, e.detail) }).collect();
            console::note(&format!(
                "{} line {}{}: {}",
                row.file,
                row.line,
                row.reference.as_ref().map(|r| format!(" ({r})")).unwrap_or_default(),
                reasons.join(" ")
            ));
        }
    }

    fn advance(&mut self, position: u64, _report: &Report) {
        if let Some(steps) = &mut self.steps {
            steps.at(position);
        }
    }

    fn end(&mut self, _report: &Report) {
        if let Some(steps) = self.steps.take() {
            steps.end();
        }
    }
}
