//! Areas and themes: small lists that only make sense as a whole, so each file is one transaction.

use super::ledger::Ledger;
use super::rows::{Reading, Row, Rows};
use super::settle::together;
use super::{ImportError, ImportOptions};
use crate::import::columns::Readable;
use crate::import::record::{AreaRecord, ThemeRecord};
use crate::import::report::{Outcome, RowReport};
use enmusubi_domain::area::{AREAS_MAX, Area, AreaTree};
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::theme::{Theme, Themes};
use enmusubi_persistence::{Store, StoreError, Tx, Written};

pub(super) fn areas(store: &Store, options: &ImportOptions, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
    let list = List {
        settle: |record: &AreaRecord| record.area(),
        code: |a: &Area| a.code.clone(),
        whole: |all: Vec<Area>| AreaTree::new(all).err().unwrap_or_default(),
        stored: |tx: &mut Tx<'_>| tx.areas(),
        put: |tx: &mut Tx<'_>, all: &[Area]| tx.put_areas(all),
    };
    list.run(store, options, ledger)
}

pub(super) fn themes(store: &Store, options: &ImportOptions, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
    let list = List {
        settle: |record: &ThemeRecord| record.theme(),
        code: |t: &Theme| t.code.clone(),
        whole: |all: Vec<Theme>| Themes::new(all).err().unwrap_or_default(),
        stored: |tx: &mut Tx<'_>| tx.themes(),
        put: |tx: &mut Tx<'_>, all: &[Theme]| tx.put_themes(all),
    };
    list.run(store, options, ledger)
}

/// What differs between areas and themes.
struct List<R, T> {
    settle: fn(&R) -> Result<T, Vec<Invalid>>,
    code: fn(&T) -> String,
    /// What is wrong with a whole list, by position.
    whole: fn(Vec<T>) -> Vec<Invalid>,
    stored: fn(&mut Tx<'_>) -> Result<Vec<T>, StoreError>,
    put: fn(&mut Tx<'_>, &[T]) -> Result<Vec<Written>, StoreError>,
}

impl<R: Readable + 'static, T: Clone> List<R, T> {
    fn run(&self, store: &Store, options: &ImportOptions, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
        for path in &options.files {
            let mut rows = Rows::<R>::open(path, options, options.now.date_naive())?;
            ledger.begin(path, rows.bytes);
            let mut read: Vec<(RowReport, Option<T>)> = vec![];
            while let Some(row) = rows.next_row().map_err(|e| ImportError::file(path, e))? {
                if read.len() > AREAS_MAX {
                    return Err(ImportError::file(path, format!("more than {AREAS_MAX} rows; nothing was changed")));
                }
                read.push(self.look(row, ledger));
            }
            let written = store.write::<_, StoreError>(|tx| {
                let mut now = read.clone();
                self.refuse_what_does_not_fit(&mut now, (self.stored)(tx)?);
                let good: Vec<T> = now.iter().filter_map(|(_, item)| item.clone()).collect();
                let mut written = (self.put)(tx, &good)?.into_iter();
                for (report, _) in now.iter_mut().filter(|(_, item)| item.is_some()) {
                    report.outcome = match written.next() {
                        Some(Written::Created) => Outcome::Created,
                        Some(Written::Updated) => Outcome::Updated,
                        _ => Outcome::Unchanged,
                    };
                }
                Ok(now)
            })?;
            for (report, _) in &written {
                ledger.enter(report)?;
            }
            ledger.advance(rows.bytes)?;
        }
        Ok(())
    }

    fn look(&self, row: Row<R>, ledger: &mut Ledger<'_>) -> (RowReport, Option<T>) {
        let Reading { record, wrong } = match row.said {
            Ok(reading) => reading,
            Err(errors) => return (RowReport { errors, ..ledger.row(row.line, row.reference.as_deref()) }, None),
        };
        let report = ledger.row(row.line, record.reference());
        let item = match (self.settle)(&record) {
            Err(forms) => return (RowReport { errors: together(&wrong, forms, Ok(())), ..report }, None),
            Ok(_) if !wrong.is_empty() => return (RowReport { errors: wrong, ..report }, None),
            Ok(item) => item,
        };
        match ledger.meet(&(self.code)(&item), row.line) {
            Err(refusal) => (RowReport { errors: vec![refusal], ..report }, None),
            Ok(()) => (report, Some(item)),
        }
    }

    /// Looks at the list as it would stand; rows that do not fit into it are refused, and then those that needed them.
    fn refuse_what_does_not_fit(&self, rows: &mut [(RowReport, Option<T>)], stored: Vec<T>) {
        loop {
            let mut all = vec![];
            let mut at = vec![];
            for (i, (_, item)) in rows.iter().enumerate() {
                if let Some(item) = item {
                    all.push(item.clone());
                    at.push(i);
                }
            }
            let given: std::collections::HashSet<String> = all.iter().map(self.code).collect();
            all.extend(stored.iter().filter(|item| !given.contains(&(self.code)(item))).cloned());
            let mut refused = false;
            for wrong in (self.whole)(all) {
                let (place, field) = wrong.field.split_once('/').unwrap_or(("", &wrong.field));
                // A complaint about the whole list is every row's.
                let concerned: Vec<usize> = match place.parse::<usize>() {
                    Ok(n) => at.get(n).copied().into_iter().collect(),
                    Err(_) => at.clone(),
                };
                for i in concerned {
                    rows[i].0.errors.push(Invalid::new(field, wrong.why.clone()).into());
                    rows[i].1 = None;
                    refused = true;
                }
            }
            if !refused {
                return;
            }
        }
    }
}
