use super::limits::{Limits, SMALL_HOURS, TIME};
use crate::day::{DayKind, DayParts, PartOfDay};
use crate::matching::calendar::{has_seats, stay_needed};
use crate::matching::offer::{Offer, Slot};

/// Most kinds of sessions that are told apart; an offer with more is judged by the day parts of all of them.
const SHAPES: usize = 8;
/// Stretches of day parts (and of the hours before six) that one session may touch.
const STRETCHES: usize = 8;

/// The calendar of one offer at a moment, as far as it bounds what a volunteer can give.
pub(super) struct Sessions {
    /// Something lies ahead.
    pub ahead: bool,
    flexible: DayParts,
    flexible_time: f32,
    /// Most seats left in one of the sessions ahead, or in an offer without dates.
    most_left: u16,
    /// Fewest and most people together.
    party: (u16, u16),
    /// Day parts that sessions ahead touch.
    touched: u32,
    /// Sessions ahead that differ in hours or kind of day; empty where there are too many.
    shapes: Vec<Shape>,
    /// The sessions with at least so many seats left, fewest seats first.
    by_seats: Vec<(u16, Tally)>,
    all: Tally,
}

/// The hours of a session, by day part.
#[derive(Clone, PartialEq)]
struct Shape {
    minutes: [(u32, u16); STRETCHES],
    stay: u32,
}

/// A number of sessions taken together.
#[derive(Clone)]
struct Tally {
    /// Minutes in each day part, and before six.
    minutes: [u32; SMALL_HOURS as usize + 1],
    touched: u32,
    asked: u32,
    /// First and last day on which one begins.
    days: (i32, i32),
}

impl Sessions {
    pub fn of(offer: &Offer, now: i64, flexible_time: f32) -> Self {
        let flexible = !offer.flexible.is_empty();
        let mut ahead: Vec<&Slot> = offer.slots.iter().filter(|s| !flexible && s.begins() > now).collect();
        ahead.sort_by_key(|s| std::cmp::Reverse(s.left));
        let (mut by_seats, mut all, mut shapes) = (vec![], Tally::none(), vec![]);
        for slots in ahead.chunk_by(|a, b| a.left == b.left) {
            for slot in slots {
                all.take(slot);
                let shape = Shape::of(slot, stay_needed(offer, slot));
                if shapes.len() <= SHAPES && !shapes.contains(&shape) {
                    shapes.push(shape);
                }
            }
            by_seats.push((slots[0].left, all.clone()));
        }
        by_seats.reverse();
        if shapes.len() > SHAPES {
            shapes.clear();
        }
        Self {
            ahead: flexible || !ahead.is_empty(),
            flexible: offer.flexible,
            flexible_time,
            most_left: if flexible { offer.flexible_left } else { ahead.first().map_or(0, |s| s.left) },
            party: offer.party,
            touched: all.touched,
            shapes,
            by_seats,
            all,
        }
    }

    /// Whether a party finds seats beside those kept for others. Exact.
    #[inline]
    pub fn has_seats(&self, party: u16, kept: u16) -> bool {
        (self.party.0..=self.party.1).contains(&party) && self.ahead && has_seats(self.most_left, party, kept)
    }

    /// Whether no session certainly overlaps by the shortest useful stay.
    #[inline]
    pub fn certainly_at_other_times(&self, limits: &Limits) -> bool {
        if !limits.said(TIME) {
            return false;
        }
        if !self.flexible.is_empty() {
            return limits.never_in(self.flexible);
        }
        // Who is free in none of the parts shares no minute; and each session lies in some part or before six.
        if limits.parts & self.touched == 0 {
            return true;
        }
        !self.shapes.is_empty() && !self.shapes.iter().any(|s| s.shared_at_most(limits.parts) >= s.stay)
    }

    /// The greatest time factor that a volunteer who needs so many seats in a session may have: minutes in day parts that are never free are lost.
    ///
    /// What counts are the sessions with so many seats; where none has them, all that lie ahead. Void where a period may leave some out.
    #[inline]
    pub fn time(&self, limits: &Limits, seats: u16) -> Option<f32> {
        if !limits.said(TIME) {
            return None;
        }
        if !self.flexible.is_empty() {
            return Some(if limits.never_in(self.flexible) { 0.0 } else { self.flexible_time });
        }
        let tally = self.by_seats.get(self.by_seats.partition_point(|(left, _)| *left < seats)).map_or(&self.all, |(_, tally)| tally);
        if tally.asked == 0 {
            return Some(0.0);
        }
        if tally.days.0 < limits.days.0 || tally.days.1 > limits.days.1 {
            return Some(1.0);
        }
        Some(tally.shared_at_most(limits.parts) as f32 / tally.asked as f32)
    }
}

impl Shape {
    fn of(slot: &Slot, stay: u32) -> Self {
        let mut minutes = [(0, 0); STRETCHES];
        let mut next = minutes.iter_mut();
        stretches(slot, |part, length| {
            // A session of at most a day touches at most eight stretches: four of each of two days.
            if let Some(stretch) = next.next() {
                *stretch = (1 << part, length);
            }
        });
        Self { minutes, stay }
    }

    #[inline]
    fn shared_at_most(&self, parts: u32) -> u32 {
        self.minutes.iter().take_while(|(part, _)| *part != 0).filter(|(part, _)| parts & part != 0).map(|(_, length)| u32::from(*length)).sum()
    }
}

impl Tally {
    fn none() -> Self {
        Self { minutes: [0; SMALL_HOURS as usize + 1], touched: 0, asked: 0, days: (i32::MAX, i32::MIN) }
    }

    fn take(&mut self, slot: &Slot) {
        stretches(slot, |part, length| {
            self.minutes[part as usize] += u32::from(length);
            self.touched |= 1 << part;
        });
        self.asked += slot.minutes();
        self.days = (self.days.0.min(slot.day), self.days.1.max(slot.day));
    }

    #[inline]
    fn shared_at_most(&self, parts: u32) -> u32 {
        let (mut shared, mut left) = (0, self.touched & parts);
        while left != 0 {
            shared += self.minutes[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        shared
    }
}

/// The minutes of a session in each day part that it touches, and before six.
fn stretches(slot: &Slot, mut each: impl FnMut(u32, u16)) {
    let mut day = |kind: DayKind, from: u16, to: u16| {
        let parts = PartOfDay::ALL.iter().map(|part| (kind as u32 * 3 + *part as u32, part.minutes()));
        for (part, (a, b)) in parts.chain([(SMALL_HOURS, (0, 360))]) {
            let length = to.min(b).saturating_sub(from.max(a));
            if length > 0 {
                each(part, length);
            }
        }
    };
    day(slot.kind, slot.from, slot.to.min(1440));
    if slot.to > 1440 {
        day(slot.next_kind, 0, slot.to - 1440);
    }
}
