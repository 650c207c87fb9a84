use crate::city::{Calendar, City};
use crate::day::{DayKind, DayParts, day_number};
use crate::id::{OpportunityId, SessionId};
use crate::level::{Accessibility, Level, Responsibility};
use crate::opportunity::{Kind, Opportunity, Seeks, State};
use crate::place::Point;
use chrono::{DateTime, Timelike, Utc};
use smallvec::SmallVec;
use std::sync::Arc;

/// Seats that nobody counts.
pub const UNCOUNTED: u16 = u16::MAX;

/// One session on the civil calendar of its city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The day it begins, counted from 1970-01-01.
    pub day: i32,
    /// Minute of that day at which it begins.
    pub from: u16,
    /// Minute after its last, counted from the same midnight: beyond 1440 is the next day.
    pub to: u16,
    /// Seats left, or [`UNCOUNTED`].
    pub left: u16,
    /// Kind of the day it begins.
    pub kind: DayKind,
    /// Kind of the day after.
    pub next_kind: DayKind,
}

impl Slot {
    /// Its length in minutes.
    pub fn minutes(&self) -> u32 {
        u32::from(self.to - self.from)
    }

    /// The minute it begins, counted from 1970-01-01 in civil time.
    pub fn begins(&self) -> i64 {
        i64::from(self.day) * 1440 + i64::from(self.from)
    }

    /// The day parts it touches.
    pub fn day_parts(&self) -> DayParts {
        let today = DayParts::touched(self.kind, self.from, self.to.min(1440));
        let tomorrow = if self.to > 1440 { DayParts::touched(self.next_kind, 0, self.to - 1440) } else { DayParts::default() };
        DayParts(today.0 | tomorrow.0)
    }
}

/// What matching needs to know of an opportunity, in compact numbers. Holds nothing personal.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The opportunity.
    pub id: OpportunityId,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Published, whatever the deadline says.
    pub published: bool,
    /// Civil minute after which one can no longer apply; `i64::MAX` for none.
    pub closes: i64,
    /// Joined from anywhere.
    pub remote: bool,
    /// Where.
    pub point: Option<Point>,
    /// Numbers of its areas.
    pub areas: SmallVec<[u16; 4]>,
    /// Numbers of its themes.
    pub themes: SmallVec<[u8; 8]>,
    /// What it asks for.
    pub level: Option<Level>,
    /// Beginners are welcome.
    pub beginner_friendly: bool,
    /// How heavy it is.
    pub responsibility: Responsibility,
    /// Its sessions, those called off left out, in order.
    pub slots: Vec<Slot>,
    /// Ids of the sessions, in the same order.
    pub sessions: Vec<SessionId>,
    /// Day parts of an offer without dates; empty for dated ones.
    pub flexible: DayParts,
    /// Seats left of an offer without dates.
    pub flexible_left: u16,
    /// Whether a part of a session will do.
    pub partial: bool,
    /// Shortest useful stay in minutes, where a part will do: at least 1.
    pub minimum: u16,
    /// Youngest and oldest age.
    pub ages: (u8, u8),
    /// Fewest and most people together.
    pub party: (u16, u16),
    /// What it offers to people who need it: bit n is the n-th of [`Accessibility::ALL`].
    pub accessibility: u32,
    /// Languages, two letters each; empty means it does not say.
    pub languages: SmallVec<[[u8; 2]; 4]>,
    /// Certificates needed.
    pub qualifications: Vec<String>,
    /// What the group seeks.
    pub seeks: Option<Arc<Seeks>>,
    /// Share of the counted seats ahead that are free, at the time this was made.
    pub unfilled: f32,
    /// Connections within the policy's window.
    pub connections: u32,
}

impl Offer {
    /// Reads an opportunity. Codes the city does not know are left out.
    ///
    /// `now` decides which sessions count for the unfilled share; the follower makes offers anew every day.
    pub fn of(opportunity: &Opportunity, city: &City, connections: u32, now: DateTime<Utc>) -> Self {
        let d = &opportunity.details;
        let sessions: Vec<_> = d.schedule.sessions.iter().filter(|s| !s.cancelled && s.ends_at > s.starts_at).collect();
        let unfilled = opportunity.capacity(now).filter(|(seats, _)| *seats > 0).map_or(0.0, |(seats, left)| left as f32 / seats as f32);
        let flexible = if d.schedule.is_flexible() { d.schedule.day_parts } else { DayParts::default() };
        Self {
            id: opportunity.id,
            kind: d.kind,
            published: opportunity.state == State::Published,
            closes: d.apply_by.map_or(i64::MAX, |t| civil_minute(&city.calendar, t)),
            remote: d.remote,
            point: d.place.point,
            areas: d.areas.iter().filter_map(|c| city.areas.number(c)).collect(),
            themes: d.themes.iter().filter_map(|c| city.themes.number(c)).collect(),
            level: d.level,
            beginner_friendly: d.beginner_friendly,
            responsibility: d.responsibility,
            slots: sessions.iter().map(|s| slot(s.starts_at, s.ends_at, seats(s.seats_left()), &city.calendar)).collect(),
            sessions: sessions.iter().map(|s| s.id).collect(),
            flexible,
            flexible_left: seats(d.seats.map(|s| s.saturating_sub(d.seats_taken))),
            partial: d.schedule.partial_attendance,
            minimum: d.schedule.minimum_minutes.unwrap_or(60).clamp(1, 1440) as u16,
            ages: (d.audience.age_min.unwrap_or(0), d.audience.age_max.unwrap_or(u8::MAX)),
            party: (d.party_min.min(u32::from(u16::MAX)) as u16, d.party_max.map_or(u16::MAX, |m| m.min(u32::from(u16::MAX)) as u16)),
            accessibility: mask(&d.accessibility) | if d.remote { needless_at_home() } else { 0 },
            languages: d.languages.iter().filter_map(|l| l.as_bytes().try_into().ok()).collect(),
            qualifications: d.qualifications.iter().map(|q| q.to_lowercase()).collect(),
            seeks: d.seeks.clone().map(Arc::new),
            unfilled,
            connections,
        }
    }

    /// Bytes it takes in memory, with what it points to; what several share (what a group seeks) is counted each time.
    pub fn bytes(&self) -> usize {
        let qualifications: usize = self.qualifications.iter().map(|q| size_of::<String>() + q.capacity()).sum();
        size_of::<Self>()
            + if self.areas.spilled() { self.areas.capacity() * size_of::<u16>() } else { 0 }
            + if self.themes.spilled() { self.themes.capacity() } else { 0 }
            + if self.languages.spilled() { self.languages.capacity() * size_of::<[u8; 2]>() } else { 0 }
            + self.slots.capacity() * size_of::<Slot>()
            + self.sessions.capacity() * size_of::<SessionId>()
            + qualifications
            + self.seeks.as_ref().map_or(0, |_| size_of::<Seeks>())
    }

    /// Whether a seat is left at anything that begins after a civil minute, counted from 1970-01-01.
    pub fn has_seats(&self, minute: i64) -> bool {
        let ahead = |slot: &Slot| slot.left > 0 && slot.begins() > minute;
        self.published && self.closes > minute && if self.flexible == DayParts::default() { self.slots.iter().any(ahead) } else { self.flexible_left > 0 }
    }

    /// Seats of each session that are kept for newcomers: not open to people who are known to be none.
    ///
    /// None where a level is needed: no newcomer could take them.
    pub fn kept_for_newcomers(&self) -> u16 {
        let kept = self.seeks.as_deref().map_or(0, |s| s.newcomer_seats.min(u32::from(UNCOUNTED) - 1) as u16);
        if kept > 0 && self.level_needed().is_none() { kept } else { 0 }
    }

    /// The level a person must have: none for beginner-friendly offers.
    pub fn level_needed(&self) -> Option<Level> {
        self.level.filter(|l| !self.beginner_friendly && *l != Level::Introductory)
    }
}

/// What nobody needs of a place they do not come to.
fn needless_at_home() -> u32 {
    let all: Vec<Accessibility> = Accessibility::ALL.iter().copied().filter(|a| a.of_the_place()).collect();
    mask(&all)
}

/// Needs or offers as bits.
pub(super) fn mask(list: &[Accessibility]) -> u32 {
    list.iter().fold(0, |m, a| m | 1 << (*a as u32))
}

fn seats(left: Option<u32>) -> u16 {
    left.map_or(UNCOUNTED, |n| n.min(u32::from(UNCOUNTED) - 1) as u16)
}

/// The civil minute of an instant, counted from 1970-01-01.
pub(super) fn civil_minute(calendar: &Calendar, instant: DateTime<Utc>) -> i64 {
    let civil = calendar.civil(instant);
    i64::from(day_number(civil.date())) * 1440 + i64::from(civil.hour() * 60 + civil.minute())
}

fn slot(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, left: u16, calendar: &Calendar) -> Slot {
    let start = calendar.civil(starts_at);
    let date = start.date();
    let from = (start.hour() * 60 + start.minute()) as u16;
    // The length is the true one; on the night of a change of clocks the civil end is an hour off, and nobody minds.
    let minutes = (ends_at - starts_at).num_minutes().clamp(1, 1440) as u16;
    let kind = calendar.kind(date);
    let to = from + minutes;
    let next_kind = if to > 1440 { date.succ_opt().map_or(kind, |next| calendar.kind(next)) } else { kind };
    Slot { day: day_number(date), from, to, left, kind, next_kind }
}
