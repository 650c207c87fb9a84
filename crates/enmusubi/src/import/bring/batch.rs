//! In batches of rows, each row whole or not at all.

use super::ledger::Ledger;
use super::rows::{Reading, Row, Rows};
use super::{ImportError, ImportOptions};
use crate::import::columns::Readable;
use crate::import::report::{Notes, Outcome, Refusal, RowReport};
use chrono::NaiveDate;
use enmusubi_persistence::{Store, StoreError, Tx, Written};

/// Rows in one transaction.
const BATCH: usize = 200;
/// Longest reference, in characters.
const REFERENCE_MAX: usize = 200;

/// What a row became.
pub(super) struct Entered {
    pub written: Written,
    pub id: String,
    pub notes: Notes,
}

/// Writes one row, or says why not. Nothing may be written before everything is looked at.
pub(super) type Put<'a, T> = &'a dyn Fn(&mut Tx<'_>, &str, &Reading<T>) -> Result<Result<Entered, (Notes, Vec<Refusal>)>, StoreError>;

/// Reads every file and writes its rows.
pub(super) fn run<T: Readable + 'static>(
    store: &Store,
    options: &ImportOptions,
    today: NaiveDate,
    ledger: &mut Ledger<'_>,
    put: Put<'_, T>,
) -> Result<(), ImportError> {
    for path in &options.files {
        let mut rows = Rows::<T>::open(path, options, today)?;
        ledger.begin(path, rows.bytes);
        loop {
            let mut batch = vec![];
            let mut broken = None;
            while batch.len() < BATCH {
                match rows.next_row() {
                    Ok(Some(row)) => batch.push(identified(row, ledger)),
                    Ok(None) => break,
                    Err(e) => {
                        broken = Some(e);
                        break;
                    }
                }
            }
            let last = batch.len() < BATCH;
            write(store, ledger, batch, put)?;
            ledger.advance(rows.position())?;
            if let Some(e) = broken {
                return Err(ImportError::file(path, e));
            }
            if last {
                break;
            }
        }
    }
    Ok(())
}

/// A row with its report; it is still to be written unless the report says why not.
type Pending<T> = (RowReport, Option<Reading<T>>);

fn identified<T: Readable>(row: Row<T>, ledger: &mut Ledger<'_>) -> Pending<T> {
    let mut record = match row.said {
        Ok(record) => record,
        Err(errors) => return (RowReport { errors, ..ledger.row(row.line, row.reference.as_deref()) }, None),
    };
    let reference = record.record.reference().map(str::trim).unwrap_or_default();
    let report = ledger.row(row.line, Some(reference).filter(|r| !r.is_empty()));
    use enmusubi_domain::text::line;
    match line("ref", reference, REFERENCE_MAX).map(|reference| ledger.meet(&reference, row.line)) {
        Ok(Ok(())) => {}
        Ok(Err(twice)) => record.wrong.push(twice),
        Err(invalid) => record.wrong.push(invalid.into()),
    }
    (report, Some(record))
}

/// All rows in one transaction; should the database refuse it, each row in its own, so that one row does not cost the others.
fn write<T: Readable>(store: &Store, ledger: &mut Ledger<'_>, batch: Vec<Pending<T>>, put: Put<'_, T>) -> Result<(), ImportError> {
    let attempt = |rows: &[Pending<T>]| {
        store.write(|tx| {
            let outcome = |(report, record): &Pending<T>| match record {
                None => Ok(None),
                Some(record) => put(tx, report.reference.as_deref().unwrap_or_default(), record).map(Some),
            };
            rows.iter().map(outcome).collect::<Result<Vec<_>, StoreError>>()
        })
    };
    let outcomes = match attempt(&batch) {
        Ok(outcomes) => outcomes,
        Err(error) if !is_about_a_row(&error) => return Err(error.into()),
        Err(_) => {
            let mut outcomes = vec![];
            for row in batch.chunks(1) {
                match attempt(row) {
                    Ok(one) => outcomes.extend(one),
                    Err(error) if is_about_a_row(&error) => outcomes.push(Some(Err((Notes::default(), vec![refused(&error)])))),
                    Err(error) => return Err(error.into()),
                }
            }
            outcomes
        }
    };
    for ((mut report, _), outcome) in batch.into_iter().zip(outcomes) {
        match outcome {
            None => {}
            Some(Ok(entered)) => {
                report.outcome = match entered.written {
                    Written::Created => Outcome::Created,
                    Written::Updated => Outcome::Updated,
                    Written::Unchanged => Outcome::Unchanged,
                };
                (report.id, report.notes) = (Some(entered.id), entered.notes);
            }
            Some(Err((notes, errors))) => (report.notes, report.errors) = (notes, errors),
        }
        ledger.enter(&report)?;
    }
    Ok(())
}

fn is_about_a_row(error: &StoreError) -> bool {
    matches!(error, StoreError::Constraint(_) | StoreError::Damaged { .. })
}

fn refused(error: &StoreError) -> Refusal {
    Refusal {
        field: String::new(),
        code: "database_refused",
        detail: format!("{error}."),
        detail_ja: format!("データベースが受け付けませんでした（{error}）。"),
    }
}
