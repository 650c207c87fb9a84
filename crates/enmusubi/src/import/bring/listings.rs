//! Opportunities, and the groups that only a listing names.

use super::batch::{self, Entered};
use super::ledger::Ledger;
use super::rows::Reading;
use super::settle::{Ground, refusals, settle};
use super::{ImportError, ImportOptions};
use crate::import::record::OpportunityRecord;
use crate::import::record::field::{Complaints, said};
use crate::import::record::opportunity::GroupName;
use crate::import::report::{Notes, Refusal};
use chrono::{DateTime, Utc};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::GroupId;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::opportunity::{Opportunity, Source};
use enmusubi_domain::place::Place;
use enmusubi_persistence::{Store, StoreError, Tx};

pub(super) fn run(store: &Store, calendar: &Calendar, options: &ImportOptions, ledger: &mut Ledger<'_>) -> Result<(), ImportError> {
    let city = super::city(store, calendar)?;
    let words = super::synonyms::words(&options.data_dir)?;
    let ground = Ground { city: &city, words: &words, now: options.now };
    let today = calendar.civil(options.now).date();
    let put = |tx: &mut Tx<'_>, reference: &str, reading: &Reading<OpportunityRecord>| -> Result<Result<Entered, (Notes, Vec<Refusal>)>, StoreError> {
        let record = &reading.record;
        let mut notes = Notes::default();
        let source = Source { name: options.source.trim().to_owned(), reference: reference.to_owned() };
        let stored = tx.opportunity_by_source(&source)?;
        let group = match group_source(&record.group, &source.name) {
            Ok(group_source) => match tx.group_by_source(&group_source)? {
                Some(group) => Ok(Asking::Known(group.id)),
                None => named(&record.group, group_source, options.now),
            },
            Err(wrong) => Err(wrong),
        };
        let id = group.as_ref().map(Asking::id).unwrap_or_default();
        // The listing is looked at even when its group is refused: every wrong field is named at once.
        let opportunity = settle(reading, source, id, stored.as_ref(), &ground, &mut notes);
        let (group, opportunity) = match (group, opportunity) {
            (Ok(group), Ok(opportunity)) => (group, opportunity),
            (group, opportunity) => {
                let wrong = group.err().unwrap_or_default().into_iter().chain(opportunity.err().unwrap_or_default());
                return Ok(Err((notes, wrong.collect())));
            }
        };
        if let Asking::Unknown(mut group) = group {
            describe(&mut group, &opportunity);
            if let Err(wrong) = group.details.check(&city) {
                return Ok(Err((notes, refusals(wrong.into_iter().map(|i| i.below("group")).collect()))));
            }
            tx.put_group(&group)?;
            notes.group_created = true;
        }
        let written = tx.put_opportunity(&opportunity)?;
        Ok(Ok(Entered { written, id: opportunity.id.to_string(), notes }))
    };
    batch::run(store, options, today, ledger, &put)
}

/// Who asks.
enum Asking {
    Known(GroupId),
    /// Nobody has spoken for it yet.
    Unknown(Box<Group>),
}

impl Asking {
    fn id(&self) -> GroupId {
        match self {
            Self::Known(id) => *id,
            Self::Unknown(group) => group.id,
        }
    }
}

/// Under which reference a group is known: its own, or its name.
fn group_source(name: &GroupName, source: &str) -> Result<Source, Vec<Refusal>> {
    let reference = match (said(name.reference.as_deref()), said(name.name.as_deref())) {
        (Some(reference), _) => reference.to_owned(),
        (None, Some(name)) => format!("name:{}", name.split_whitespace().collect::<Vec<_>>().join(" ")),
        (None, None) => return Err(vec![Invalid::new("group", Why::Required).into()]),
    };
    match enmusubi_domain::text::line("group/ref", &reference, 200) {
        Ok(reference) => Ok(Source { name: source.to_owned(), reference }),
        Err(wrong) => Err(vec![wrong.into()]),
    }
}

/// A group that only a listing names.
fn named(record: &GroupName, source: Source, now: DateTime<Utc>) -> Result<Asking, Vec<Refusal>> {
    let mut wrong = Complaints::default();
    let kind = wrong.word("group/kind", record.kind.as_deref(), GroupKind::parse, GroupKind::CODES).unwrap_or(GroupKind::Other);
    let Some(name) = said(record.name.as_deref()) else {
        return Err(vec![Invalid::new("group/ref", Why::UnknownCode(source.reference)).into()]);
    };
    if !wrong.0.is_empty() {
        return Err(refusals(wrong.0));
    }
    let details = GroupDetails {
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        name_en: None,
        kind,
        summary: String::new(),
        description: String::new(),
        themes: vec![],
        areas: vec![],
        place: Place::default(),
        members: None,
        founded: None,
        url: None,
        accessibility: vec![],
    };
    let group = Group {
        id: GroupId::new(),
        version: 1,
        details,
        standing: Standing::Active,
        source: Some(source),
        imported: true,
        response_hours: None,
        created_at: now,
        updated_at: now,
    };
    Ok(Asking::Unknown(Box::new(group)))
}

/// So that it can be found at all, it is taken to be about what its first listing is about, where that is.
fn describe(group: &mut Group, first: &Opportunity) {
    group.details.areas.clone_from(&first.details.areas);
    if !first.details.themes_suggested {
        group.details.themes.clone_from(&first.details.themes);
    }
}
