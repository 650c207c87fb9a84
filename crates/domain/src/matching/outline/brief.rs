use crate::day::{DayKind, PartOfDay};
use crate::matching::Offer;
use crate::matching::offer::{Slot, UNCOUNTED};

/// A few numbers of one offer: enough for a tight bound of its order value without reading it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brief {
    /// What its score is multiplied by.
    pub equity: f32,
    /// Day parts its sessions touch, those that are full left out where some are not.
    pub(super) parts: u32,
    /// Days since 1970, cut off at both ends: the first session, the last, and the last day on which one can still apply and begin.
    pub(super) first: u16,
    pub(super) last: u16,
    pub(super) until: u16,
    /// 64ths of all minutes of the sessions behind `parts` that lie in each of those parts at least.
    pub(super) share: u8,
    /// The greatest party for which all the sessions behind `parts` count; without dates, for which there are seats.
    pub(super) fewest: u8,
    /// Number of its level with [`BEGINNERS`] added; [`NO_LEVEL`] where it states none.
    pub(super) level: u8,
    /// It has no dates.
    pub(super) flexible: bool,
}

/// Added to the level where beginners are welcome.
pub(super) const BEGINNERS: u8 = 4;
/// No level is stated.
pub(super) const NO_LEVEL: u8 = 8;

impl Brief {
    /// The numbers of an offer whose equity factor is known.
    pub fn of(offer: &Offer, equity: f32) -> Self {
        let flexible = !offer.flexible.is_empty();
        let with_seats = offer.slots.iter().any(|s| s.left > 0);
        // Where all are full the calendar counts all of them, whatever the party.
        let counting = || offer.slots.iter().filter(|s| !with_seats || s.left > 0);
        let fewest = if flexible { offer.flexible_left } else { counting().filter(|_| with_seats).map(|s| s.left).min().unwrap_or(UNCOUNTED) };
        let fewest = if fewest == UNCOUNTED { fewest } else { fewest.saturating_sub(offer.kept_for_newcomers()) };
        let (parts, share) = parts_and_share(counting());
        let days = offer.slots.iter().map(|s| s.day);
        let last_begin = if flexible { i64::MAX } else { offer.slots.iter().map(Slot::begins).max().unwrap_or(0) };
        Self {
            equity,
            parts,
            first: if flexible { 0 } else { days.clone().min().map_or(0, clamped) },
            last: if flexible { u16::MAX } else { days.max().map_or(u16::MAX, clamped) },
            until: (offer.closes.min(last_begin).div_euclid(1440)).clamp(0, i64::from(u16::MAX)) as u16,
            share,
            fewest: fewest.min(u16::from(u8::MAX)) as u8,
            level: offer.level.map_or(NO_LEVEL, |l| l as u8 + if offer.beginner_friendly { BEGINNERS } else { 0 }),
            flexible,
        }
    }
}

fn clamped(day: i32) -> u16 {
    day.clamp(0, i32::from(u16::MAX)) as u16
}

/// The day parts of sessions, and 64ths of all their minutes that lie in each of them at least.
fn parts_and_share<'a>(slots: impl Iterator<Item = &'a Slot>) -> (u32, u8) {
    let (mut minutes, mut all) = ([0u32; 24], 0u32);
    let mut take = |kind: DayKind, from: u16, to: u16| {
        for &part in PartOfDay::ALL {
            let (a, b) = part.minutes();
            minutes[kind as usize * 3 + part as usize] += u32::from(to.min(b).saturating_sub(from.max(a)));
        }
    };
    for slot in slots {
        all += slot.minutes();
        take(slot.kind, slot.from, slot.to.min(1440));
        if slot.to > 1440 {
            take(slot.next_kind, 0, slot.to - 1440);
        }
    }
    let parts = (0..24).fold(0, |parts, n| if minutes[n] > 0 { parts | 1 << n } else { parts });
    let least = minutes.into_iter().filter(|m| *m > 0).min().unwrap_or(0);
    (parts, (least * 64).checked_div(all).unwrap_or(0) as u8)
}
