//! Synonyms: a city's own groups of words and a general thesaurus, kept as files beside the database.

use super::ledger::Ledger;
use super::{Format, ImportError, ImportOptions};
use crate::import::report::{Outcome, Refusal, RowReport};
use enmusubi_search::{Format as Written, Words};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The city's own groups, `a,b,c` or `a => b,c` on each line.
const OWN: &str = "synonyms.txt";
/// A general thesaurus in the format of the Sudachi synonym dictionary.
const THESAURUS: &str = "thesaurus.csv";
/// Largest file, in bytes.
const BYTES_MAX: u64 = 64 << 20;

/// The dictionary of an installation: the built-in one, with the files of the data directory on top.
pub fn words(data_dir: &Path) -> Result<Words, ImportError> {
    let mut all = Words::built_in();
    for (name, format) in [(THESAURUS, Written::Sudachi), (OWN, Written::Lines)] {
        let path = data_dir.join(name);
        if let Some(text) = stored(&path)? {
            all = all.with_synonyms(&text, format).map_err(|wrong| ImportError::file(&path, wrong.first().map(ToString::to_string).unwrap_or_default()))?;
        }
    }
    Ok(all)
}

fn stored(path: &Path) -> Result<Option<String>, ImportError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(ImportError::file(path, e)),
    }
}

pub(super) fn run(options: &ImportOptions, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
    for path in &options.files {
        let (file, bytes) = super::rows::open(path)?;
        if bytes > BYTES_MAX {
            return Err(ImportError::file(path, format!("larger than {BYTES_MAX} bytes")));
        }
        ledger.begin(path, bytes);
        let mut text = String::new();
        file.take(BYTES_MAX).read_to_string(&mut text).map_err(|e| ImportError::file(path, e))?;
        let text = text.trim_start_matches('\u{feff}');
        match options.format {
            Format::Sudachi => thesaurus(text, &options.data_dir.join(THESAURUS), ledger)?,
            _ => own(text, &options.data_dir.join(OWN), ledger)?,
        }
        ledger.advance(bytes)?;
    }
    Ok(())
}

/// A thesaurus replaces the one before; one line of it that cannot be read refuses all of it.
fn thesaurus(text: &str, kept: &Path, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
    let built_in = Words::built_in();
    let wrong = match built_in.with_synonyms(text, Written::Sudachi) {
        Ok(all) if all.synonym_groups() > built_in.synonym_groups() => vec![],
        Ok(_) => vec![(1, "there is no group of words in it")],
        Err(wrong) => wrong.into_iter().map(|w| (w.line as u64, w.why)).collect(),
    };
    if !wrong.is_empty() {
        for (line, why) in wrong {
            ledger.enter(&RowReport { errors: vec![refusal(why)], ..ledger.row(line, None) })?;
        }
        return Ok(());
    }
    let outcome = match stored(kept)? {
        None => Outcome::Created,
        Some(old) if old == text => Outcome::Unchanged,
        Some(_) => Outcome::Updated,
    };
    if outcome != Outcome::Unchanged {
        replace(kept, text)?;
    }
    ledger.enter(&RowReport { outcome, ..ledger.row(1, Some(THESAURUS)) })
}

/// Groups of a city: one with the first word of a group that stands replaces it, any other is added.
fn own(text: &str, kept: &Path, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
    let wrong = Words::built_in().with_synonyms(text, Written::Lines).err().unwrap_or_default();
    let before = stored(kept)?;
    let mut lines: Vec<String> = before.iter().flat_map(|t| t.lines()).map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    for (n, line) in text.lines().map(str::trim).enumerate() {
        let number = n as u64 + 1;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut report = ledger.row(number, Some(head(line).0));
        if let Some(error) = wrong.iter().find(|w| w.line == n + 1) {
            report.errors.push(refusal(error.why));
        } else if let Err(refusal) = ledger.meet(&format!("{:?}", head(line)), number) {
            report.errors.push(refusal);
        } else {
            let stands = lines.iter().position(|l| head(l) == head(line));
            report.outcome = match stands {
                Some(i) if lines[i] == line => Outcome::Unchanged,
                Some(i) => {
                    line.clone_into(&mut lines[i]);
                    Outcome::Updated
                }
                None if line == "!clear" => {
                    lines.insert(0, line.to_owned());
                    Outcome::Created
                }
                None => {
                    lines.push(line.to_owned());
                    Outcome::Created
                }
            };
        }
        ledger.enter(&report)?;
    }
    let merged = lines.join("\n") + "\n";
    if before.as_deref() != Some(merged.as_str()) && !lines.is_empty() {
        replace(kept, &merged)?;
    }
    Ok(())
}

/// What makes two lines the same group: the first word, and whether only it asks for the others.
fn head(line: &str) -> (&str, bool) {
    match line.split_once("=>") {
        Some((first, _)) => (first.trim(), true),
        None => (line.split([',', '、']).next().unwrap_or(line).trim(), false),
    }
}

fn refusal(why: &str) -> Refusal {
    Refusal {
        field: String::new(),
        code: "malformed",
        detail: format!("Not a line of synonyms: {why}."),
        detail_ja: format!("同義語の行として読めません（{why}）。"),
    }
}

/// Writes beside and swaps, so that nobody ever reads half a file.
fn replace(path: &Path, text: &str) -> Result<(), ImportError> {
    let cannot = |e| ImportError::file(path, e);
    let beside: PathBuf = path.with_extension("new");
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(cannot)?;
    }
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path)).map_err(cannot)
}
