//! A plain offer and a plain person, to be changed in one place each.

use crate::availability::Availability;
use crate::city::City;
use crate::day::{DayPart, DayParts, date_of, day_number};
use crate::level::{Level, Responsibility};
use crate::matching::worlds::{self, Dice};
use crate::matching::*;
use crate::opportunity::Kind;

/// Saturday 28 November 2026, 9:00 to 12:00, four seats, in w1, about t1, for anybody.
pub fn plain(city: &City) -> Offer {
    let mut offer = worlds::offer(&mut Dice::new(1), city, 0);
    offer.published = true;
    offer.closes = i64::MAX;
    offer.remote = false;
    offer.point = None;
    offer.areas = [city.areas.number("w1").unwrap()].into_iter().collect();
    offer.themes = [0].into_iter().collect();
    offer.level = Some(Level::Introductory);
    offer.kind = Kind::Activity;
    offer.responsibility = Responsibility::Help;
    offer.flexible = DayParts::default();
    offer.ages = (0, u8::MAX);
    offer.party = (1, u16::MAX);
    offer.languages = Default::default();
    offer.qualifications = vec![];
    offer.seeks = None;
    offer.connections = 0;
    offer.unfilled = 0.0;
    let saturday = day_number("2026-11-28".parse().unwrap());
    let kind = crate::day::DayKind::Sat;
    offer.slots = vec![Slot { day: saturday, from: 540, to: 720, left: 4, kind, next_kind: crate::day::DayKind::Sun }];
    offer.sessions = vec![crate::id::SessionId::derived(0, "s")];
    offer
}

/// A question on Monday 23 November 2026, 9:00.
pub fn asked(wish: Wish) -> (City, Question) {
    let city = worlds::city();
    let q = Question::new(wish, &city, &Policy::default(), worlds::now()).unwrap();
    (city, q)
}

/// Free in these day parts.
pub fn free(parts: &[&str]) -> Option<Availability> {
    Some(Availability { day_parts: parts.iter().filter_map(|p| DayPart::parse(p)).collect(), ..Default::default() })
}

/// A session on a date, with the kinds of day of the city's calendar.
pub fn on(city: &City, date: &str, from: u16, to: u16, left: u16) -> Slot {
    let day = day_number(date.parse().unwrap());
    Slot { day, from, to, left, kind: city.calendar.kind(date_of(day)), next_kind: city.calendar.kind(date_of(day + 1)) }
}

/// The same offer with these sessions.
pub fn with_sessions(mut offer: Offer, slots: Vec<Slot>) -> Offer {
    offer.sessions = (0..slots.len()).map(|n| crate::id::SessionId::derived(0, &n.to_string())).collect();
    offer.slots = slots;
    offer
}

/// What stands between a person and an offer that fails exactly one gate, and whether making that change admits them.
pub fn near(wish: Wish, offer: &Offer) -> (WhyNot, Option<bool>) {
    let (city, q) = asked(wish);
    let e = evaluate(&q, offer);
    assert!(near_miss(&e), "exactly one gate: {:?}", e.failed.iter().collect::<Vec<_>>());
    let why = e.why_not(&q, offer, &city, |_| None).remove(0);
    let admitted =
        why.change.applied_to(q.wish()).map(|wish| evaluate(&Question::new(wish, &city, q.policy(), worlds::now()).unwrap(), offer).failed.is_empty());
    (why, admitted)
}
