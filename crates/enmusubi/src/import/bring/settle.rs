//! One opportunity: what a record, the city and what is stored already make of it.

use super::rows::Reading;
use super::{area, suggest};
use crate::import::record::OpportunityRecord;
use crate::import::record::opportunity::Said;
use crate::import::record::schedule::Moment;
use crate::import::report::{Notes, Refusal};
use chrono::{DateTime, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::opportunity::{Opportunity, OpportunityDetails, Source, State};
use enmusubi_search::Words;

/// What does not change from row to row.
pub(super) struct Ground<'a> {
    pub city: &'a City,
    pub words: &'a Words,
    pub now: DateTime<Utc>,
}

/// Settles a record. Everything wrong with it is named; nothing is written.
pub(super) fn settle(
    reading: &Reading<OpportunityRecord>,
    source: Source,
    group: GroupId,
    stored: Option<&Opportunity>,
    ground: &Ground<'_>,
    notes: &mut Notes,
) -> Result<Opportunity, Vec<Refusal>> {
    let Ground { city, words, now } = *ground;
    let record = &reading.record;
    let moment = Moment { calendar: &city.calendar, now, stored: stored.map(|o| &o.details.schedule) };
    let (said, forms) = record.said(&moment, &mut |_| SessionId::new());
    let Said { mut details, state, published_at } = said;
    details.areas = area::found(&record.areas, &record.place, record.fallback_area.as_deref(), &city.areas, notes);
    if details.remote && record.areas.is_empty() && notes.area_from == Some("fallback") {
        (details.areas, notes.area_from) = (vec![], None);
    }
    if record.capacity.seats_taken.is_none() {
        details.seats_taken = stored.map_or(0, |o| o.details.seats_taken);
    }
    themes(&mut details, record, city, words, notes);
    let wrong = together(&reading.wrong, forms, details.check(city));
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let over = is_over(&details, now, city);
    notes.over = over && state.is_none_or(|s| s == State::Closed);
    let state = state.unwrap_or_else(|| state_unsaid(over, stored, now, city));
    let published_at = published_at.or_else(|| stored.and_then(|o| o.published_at)).or((state != State::Draft).then_some(now));
    Ok(Opportunity {
        id: stored.map_or_else(OpportunityId::new, |o| o.id),
        version: stored.map_or(1, |o| o.version),
        group,
        details,
        state,
        source: Some(source),
        created_at: stored.map_or(now, |o| o.created_at),
        updated_at: now,
        published_at,
    })
}

/// Every complaint once. Where a field could not be read at all, what follows from its absence is no news.
pub(super) fn together(columns: &[Refusal], forms: Vec<Invalid>, whole: Result<(), Vec<Invalid>>) -> Vec<Refusal> {
    let unread = !columns.is_empty() || !forms.is_empty();
    let mut wrong = columns.to_vec();
    wrong.extend(refusals(forms));
    for complaint in refusals(whole.err().unwrap_or_default()) {
        let follows = unread && (complaint.field.starts_with("schedule") || complaint.code == "required");
        if !follows && !wrong.iter().any(|w| w.field == complaint.field) {
            wrong.push(complaint);
        }
    }
    wrong
}

/// Complaints as the report shows them.
pub(super) fn refusals(wrong: Vec<Invalid>) -> Vec<Refusal> {
    wrong.into_iter().map(Refusal::from).collect()
}

fn themes(details: &mut OpportunityDetails, record: &OpportunityRecord, city: &City, words: &Words, notes: &mut Notes) {
    if !details.themes.is_empty() {
        return;
    }
    details.themes = suggest::named(&record.theme_hints, city);
    if details.themes.is_empty() {
        details.themes = suggest::suggested(details, &record.theme_hints, city, words);
        details.themes_suggested = !details.themes.is_empty();
        notes.themes_suggested.clone_from(&details.themes);
    }
}

/// Whether nobody can come any more: every session over, a rule at its end, or the last day of a flexible offer past.
fn is_over(details: &OpportunityDetails, now: DateTime<Utc>, city: &City) -> bool {
    let schedule = &details.schedule;
    if schedule.is_flexible() {
        return details.apply_by.is_some_and(|last| last < now);
    }
    let today = city.calendar.civil(now).date();
    let rule_ended = schedule.recurrence.as_ref().is_none_or(|r| r.until.is_some_and(|until| until < today));
    rule_ended && schedule.sessions.iter().all(|s| s.cancelled || s.ends_at <= now)
}

/// Where it stands when the file does not say. What people decided here stays: a listing that was called off is not put up again.
fn state_unsaid(over: bool, stored: Option<&Opportunity>, now: DateTime<Utc>, city: &City) -> State {
    match stored {
        Some(o) if matches!(o.state, State::Draft | State::Cancelled) => o.state,
        _ if over => State::Closed,
        // Closed by somebody, not by time.
        Some(o) if o.state == State::Closed && !is_over(&o.details, now, city) => State::Closed,
        _ => State::Published,
    }
}
