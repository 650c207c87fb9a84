use super::evaluate::kept;
use super::offer::{Offer, Slot, UNCOUNTED};
use super::question::Question;
use super::time::Time;
use crate::availability::overlap;
use crate::day::DayParts;

/// What the calendar says of a pair.
pub(super) struct CalendarFit {
    /// Something lies ahead.
    pub ahead: bool,
    /// The party finds seats.
    pub seats: bool,
    /// Some session overlaps by the shortest useful stay.
    pub fits: bool,
    /// The time factor.
    pub value: Option<f32>,
}

/// `kept` seats of each session are not for this person.
pub(super) fn calendar(q: &Question, offer: &Offer, kept: u16) -> CalendarFit {
    let party_fits = (offer.party.0..=offer.party.1).contains(&q.party);
    if !offer.flexible.is_empty() {
        let fits = q.time.as_ref().is_none_or(|t| shares_a_part(t, offer, q.today));
        return CalendarFit {
            ahead: true,
            seats: party_fits && has_seats(offer.flexible_left, q.party, kept),
            fits,
            value: q.time.as_ref().map(|_| if fits { q.policy.flexible_time } else { 0.0 }),
        };
    }
    let ahead = offer.slots.iter().any(|s| s.begins() > q.now);
    let seats = ahead && offer.slots.iter().any(|s| s.begins() > q.now && has_seats(s.left, q.party, kept));
    let Some(time) = &q.time else { return CalendarFit { ahead, seats: party_fits && seats, fits: ahead, value: None } };
    let (mut shared, mut asked, mut fits) = (0u32, 0u32, false);
    for slot in counted(q, offer, seats.then_some(kept)) {
        if !time.looks_at(slot.day) {
            continue;
        }
        let minutes = shared_minutes(time, slot);
        shared += minutes;
        asked += slot.minutes();
        fits |= minutes >= stay_needed(offer, slot);
    }
    let value = if asked > 0 { shared as f32 / asked as f32 } else { 0.0 };
    CalendarFit { ahead, seats: party_fits && seats, fits, value: Some(value) }
}

/// Whether an offer without dates and a person share a day part, every week of a period that is not over or on a date still to come.
fn shares_a_part(time: &Time, offer: &Offer, today: i32) -> bool {
    let shared = |parts: DayParts| offer.flexible.0 & parts.0 != 0;
    (time.days.1 >= today && shared(time.weekly_parts)) || time.dated.iter().any(|d| d.day >= today && shared(d.parts))
}

/// The sessions that count: ahead, with seats for the party beside those kept. Where none has seats (nothing kept is said), all that lie ahead.
pub(super) fn counted<'a>(q: &'a Question, offer: &'a Offer, kept: Option<u16>) -> impl Iterator<Item = &'a Slot> {
    offer.slots.iter().filter(move |s| s.begins() > q.now && kept.is_none_or(|kept| has_seats(s.left, q.party, kept)))
}

/// The sessions by which a pair is judged: see [`counted`].
pub(super) fn considered<'a>(q: &'a Question, offer: &'a Offer) -> impl Iterator<Item = &'a Slot> {
    let kept = kept(q, offer);
    let seats = counted(q, offer, Some(kept)).next().is_some();
    counted(q, offer, seats.then_some(kept))
}

/// Whether a party finds seats among those left, beside those kept for others.
pub(super) fn has_seats(left: u16, party: u16, kept: u16) -> bool {
    left == UNCOUNTED || left >= party.saturating_add(kept)
}

/// The shortest useful stay in a session: the whole of it, unless a part will do.
pub(super) fn stay_needed(offer: &Offer, slot: &Slot) -> u32 {
    if offer.partial { u32::from(offer.minimum).min(slot.minutes()).max(1) } else { slot.minutes() }
}

/// Minutes of a session on which the person is free.
pub(super) fn shared_minutes(time: &Time, slot: &Slot) -> u32 {
    let mut minutes = u32::from(overlap(time.free_on(slot.day, slot.kind), slot.from, slot.to.min(1440)));
    if slot.to > 1440 {
        minutes += u32::from(overlap(time.free_on(slot.day + 1, slot.next_kind), 0, slot.to - 1440));
    }
    minutes
}
