//! Groups.

use super::batch::{self, Entered};
use super::ledger::Ledger;
use super::rows::Reading;
use super::settle::together;
use super::{ImportError, ImportOptions, area};
use crate::import::record::GroupRecord;
use crate::import::report::{Notes, Refusal};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::GroupId;
use enmusubi_domain::opportunity::Source;
use enmusubi_persistence::{Store, StoreError, Tx};

pub(super) fn run(store: &Store, calendar: &Calendar, options: &ImportOptions, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
    let city = super::city(store, calendar)?;
    let today = calendar.civil(options.now).date();
    let put = |tx: &mut Tx<'_>, reference: &str, reading: &Reading<GroupRecord>| -> Result<Result<Entered, (Notes, Vec<Refusal>)>, StoreError> {
        let record = &reading.record;
        let mut notes = Notes::default();
        let source = Source { name: options.source.trim().to_owned(), reference: reference.to_owned() };
        let stored = tx.group_by_source(&source)?;
        let (mut details, forms) = record.details();
        details.areas = area::found(&record.areas, &record.place, None, &city.areas, &mut notes);
        let wrong = together(&reading.wrong, forms, details.check(&city));
        if !wrong.is_empty() {
            return Ok(Err((notes, wrong)));
        }
        let group = Group {
            id: stored.as_ref().map_or_else(GroupId::new, |g| g.id),
            version: stored.as_ref().map_or(1, |g| g.version),
            details,
            standing: stored.as_ref().map_or(Standing::Active, |g| g.standing),
            source: Some(source),
            // Known only from a file until somebody here speaks for it.
            imported: stored.as_ref().is_none_or(|g| g.imported),
            response_hours: stored.as_ref().and_then(|g| g.response_hours),
            created_at: stored.as_ref().map_or(options.now, |g| g.created_at),
            updated_at: options.now,
        };
        let written = tx.put_group(&group)?;
        Ok(Ok(Entered { written, id: group.id.to_string(), notes }))
    };
    batch::run(store, options, today, ledger, &put)
}
