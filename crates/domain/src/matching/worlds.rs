//! Random small worlds: cities, offers and wishes full of ties and edges, from a seed.
//!
//! Values are drawn from few choices on purpose: equal scores, empty lists, full sessions, midnight, holidays and
//! one-off exceptions must be common, or a property test sees only the easy middle.

use super::{Offer, Policy, Question, Slot, UNCOUNTED, Wish, WishTheme};
use crate::area::{Area, AreaKind, AreaTree};
use crate::availability::{Availability, DateHours, WeeklyHours};
use crate::city::{Calendar, City};
use crate::day::{DayKind, DayPart, DayParts, date_of, day_number};
use crate::id::{OpportunityId, SessionId, mix};
use crate::level::{Accessibility, Level, Responsibility};
use crate::opportunity::{Commitment, Kind, Seeks};
use crate::place::Point;
use crate::profile::Profile;
use crate::text::Names;
use crate::theme::{Theme, Themes};
use chrono::{DateTime, Datelike, TimeZone, Utc};

/// A small random number generator: the same numbers everywhere.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice for a seed.
    pub fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// The next number.
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.throw() % n
    }

    /// True once in `n` throws.
    pub fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of a list.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }
}

/// The moment at which every world is asked: a Monday that is a public holiday, 09:00 in Tokyo.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default()
}

/// A city of two towns, four wards and eight districts, with six themes in four fields.
pub fn city() -> City {
    let area = |code: &str, kind, parent: Option<&str>, point: Option<(i32, i32)>, adjacent: &[&str]| Area {
        code: code.into(),
        names: Names { ja: format!("{code}地域"), en: format!("area {code}") },
        kind,
        parent: parent.map(Into::into),
        point: point.map(|(lat, lon)| Point { lat, lon }),
        adjacent: adjacent.iter().map(|s| (*s).to_owned()).collect(),
        postal_prefixes: vec![],
    };
    let mut areas = vec![area("c1", AreaKind::City, None, Some((43_060_000, 141_350_000)), &[]), area("c2", AreaKind::City, None, None, &[])];
    for (i, (ward, town)) in [("w1", "c1"), ("w2", "c1"), ("w3", "c1"), ("w4", "c2")].into_iter().enumerate() {
        areas.push(area(ward, AreaKind::Ward, Some(town), Some((43_050_000 + 10_000 * i as i32, 141_340_000)), if i == 0 { &["w2"] } else { &[] }));
        for d in ["a", "b"] {
            areas.push(area(&format!("{ward}{d}"), AreaKind::District, Some(ward), None, &[]));
        }
    }
    let theme = |code: &str, fields: &[u8]| Theme {
        code: code.into(),
        names: Names { ja: format!("{code}テーマ"), en: format!("theme {code}") },
        fields: fields.to_vec(),
        sdgs: vec![],
    };
    let themes = vec![theme("t1", &[1]), theme("t2", &[1, 2]), theme("t3", &[2]), theme("t4", &[3]), theme("t5", &[4]), theme("t6", &[4])];
    City { areas: AreaTree::new(areas).unwrap_or_default(), themes: Themes::new(themes).unwrap_or_default(), calendar: Calendar::default() }
}

/// A random offer.
pub fn offer(dice: &mut Dice, city: &City, n: usize) -> Offer {
    let today = day_number(city.calendar.civil(now()).date());
    let slots: Vec<Slot> = (0..dice.below(5)).map(|_| slot(dice, city, today)).collect();
    let flexible = if slots.is_empty() && !dice.once_in(4) { day_parts(dice) } else { DayParts::default() };
    let areas = city.areas.all().len() as u64;
    let (age_min, age_max) = dice.pick(&[(0, u8::MAX), (0, u8::MAX), (15, u8::MAX), (18, 74), (60, u8::MAX), (0, 17)]);
    Offer {
        id: OpportunityId::derived(1_700_000_000_000, &format!("{n}/{}", dice.throw())),
        kind: dice.pick(Kind::ALL),
        published: !dice.once_in(12),
        closes: if dice.once_in(6) { i64::from(today + dice.pick(&[-2, 0, 5])) * 1440 + 600 } else { i64::MAX },
        remote: dice.once_in(8),
        point: (!dice.once_in(3)).then(|| point(dice)),
        areas: (0..dice.pick(&[0, 1, 1, 1, 1, 2, 3])).map(|_| dice.below(areas) as u16).collect(),
        themes: (0..dice.pick(&[0, 1, 1, 2, 3, 6])).map(|_| dice.below(6) as u8).collect(),
        level: (!dice.once_in(3)).then(|| dice.pick(Level::ALL)),
        beginner_friendly: dice.once_in(3),
        responsibility: dice.pick(Responsibility::ALL),
        sessions: slots.iter().map(|s| SessionId::derived(0, &format!("{n} {}", s.begins()))).collect(),
        slots,
        flexible,
        flexible_left: dice.pick(&[0, 1, 2, 5, UNCOUNTED]),
        partial: dice.once_in(2),
        minimum: dice.pick(&[1, 30, 60, 120]),
        ages: (age_min, age_max),
        party: dice.pick(&[(1, u16::MAX), (1, u16::MAX), (1, 2), (2, 5)]),
        accessibility: (dice.throw() & dice.throw() & 0x7ff) as u32,
        languages: (0..dice.pick(&[0, 0, 1, 2])).map(|_| dice.pick(&[*b"ja", *b"en", *b"zh"])).collect(),
        qualifications: match dice.below(16) {
            0 => vec!["運転免許".to_owned()],
            1 => vec!["運転免許".to_owned(), "救急救命".to_owned()],
            _ => vec![],
        },
        seeks: dice.once_in(4).then(|| std::sync::Arc::new(seeks(dice))),
        unfilled: dice.pick(&[0.0, 0.25, 0.5, 1.0]),
        connections: dice.pick(&[0, 0, 0, 1, 2, 7]),
    }
}

fn slot(dice: &mut Dice, city: &City, today: i32) -> Slot {
    let day = today + dice.below(12) as i32 - 2;
    let from = dice.pick(&[300, 480, 570, 720, 1020, 1080, 1380]);
    let date = date_of(day);
    Slot {
        day,
        from,
        to: from + dice.pick(&[30, 60, 150, 240, 420]),
        left: dice.pick(&[0, 1, 2, 4, UNCOUNTED]),
        kind: city.calendar.kind(date),
        next_kind: date.succ_opt().map_or(DayKind::Mon, |d| city.calendar.kind(d)),
    }
}

fn seeks(dice: &mut Dice) -> Seeks {
    Seeks {
        level: dice.once_in(2).then(|| dice.pick(Level::ALL)),
        commitment: dice.once_in(2).then(|| dice.pick(Commitment::ALL)),
        skills: if dice.once_in(2) { vec!["運転".into(), "英語".into()] } else { vec![] },
        languages: if dice.once_in(3) { vec!["en".into()] } else { vec![] },
        newcomer_seats: dice.below(3) as u32,
    }
}

fn point(dice: &mut Dice) -> Point {
    Point { lat: 43_050_000 + dice.below(8) as i32 * 5_000, lon: 141_330_000 + dice.below(8) as i32 * 5_000 }
}

fn day_parts(dice: &mut Dice) -> DayParts {
    (0..1 + dice.below(4)).map(|_| DayPart::from_index(dice.below(24) as usize)).collect()
}

/// A random wish that passes its checks.
pub fn wish(dice: &mut Dice, city: &City) -> Wish {
    let codes: Vec<&str> = city.areas.all().iter().map(|a| a.code.as_str()).collect();
    let mut themes: Vec<WishTheme> = vec![];
    for _ in 0..dice.pick(&[0, 1, 2, 3]) {
        let code = dice.pick(&["t1", "t2", "t3", "t4", "t5", "t6"]).to_owned();
        if themes.iter().all(|t| t.code != code) {
            themes.push(WishTheme { code, interest: dice.pick(&[1.0, 1.0, 0.5, 0.25]), level: dice.once_in(3).then(|| dice.pick(Level::ALL)) });
        }
    }
    let home = dice.once_in(2).then(|| point(dice));
    Wish {
        themes,
        areas: (0..dice.pick(&[0, 0, 1, 2])).map(|_| dice.pick(&codes).to_owned()).collect(),
        reach: home.filter(|_| !dice.once_in(3)).map(|_| dice.pick(&[1, 1_000, 3_000, 20_000])),
        home,
        level: dice.once_in(2).then(|| dice.pick(Level::ALL)),
        availability: (!dice.once_in(4)).then(|| availability(dice)),
        responsibility: dice.once_in(3).then(|| dice.pick(Responsibility::ALL)),
        age: dice.once_in(2).then(|| dice.pick(&[12, 16, 34, 70])),
        consent: dice.pick(&[super::Consent::CanBeAsked, super::Consent::OnFile, super::Consent::Refused]),
        party: dice.pick(&[1, 1, 1, 2, 3]),
        accessibility: if dice.once_in(5) { vec![dice.pick(Accessibility::ALL)] } else { vec![] },
        languages: dice.once_in(3).then(|| vec![dice.pick(&["ja", "en"]).to_owned()]),
        qualifications: dice.once_in(5).then(|| if dice.once_in(2) { vec!["運転免許".into()] } else { vec![] }),
        skills: dice.once_in(4).then(|| vec!["英語".into()]),
        commitment: dice.once_in(4).then(|| dice.pick(Commitment::ALL)),
    }
}

/// A random profile that passes its checks. Many have their birthday within days of [`now`].
pub fn profile(dice: &mut Dice, city: &City) -> Profile {
    loop {
        let mut wish = wish(dice, city);
        if dice.once_in(6) {
            // Somebody who asks for much.
            let more: Vec<WishTheme> = self::wish(dice, city).themes.into_iter().filter(|t| wish.themes.iter().all(|w| w.code != t.code)).collect();
            wish.themes.extend(more);
            let codes: Vec<&str> = city.areas.all().iter().map(|a| a.code.as_str()).collect();
            wish.areas.extend((0..3).map(|_| dice.pick(&codes).to_owned()));
        }
        let near = now().date_naive() + chrono::Duration::days(dice.below(9) as i64 - 4);
        let birth_date = wish.age.take().and_then(|age| near.with_year(near.year() - i32::from(age) - dice.below(2) as i32));
        if wish.check(city).is_ok() {
            return Profile { wish, birth_date, open_to_introductions: true };
        }
    }
}

fn availability(dice: &mut Dice) -> Availability {
    let today = day_number(now().date_naive());
    let hours = |dice: &mut Dice| {
        let from = dice.pick(&[0, 300, 540, 1080]);
        WeeklyHours { day: dice.pick(DayKind::ALL), from, to: dice.pick(&[from + 60, from + 150, 1440]) }
    };
    let except: Vec<_> = (0..dice.below(3)).map(|_| date_of(today + dice.below(10) as i32)).collect();
    let dates = |dice: &mut Dice| {
        let from = dice.pick(&[0, 300, 540, 1080]);
        DateHours { date: date_of(today + dice.below(12) as i32 - 2), from, to: dice.pick(&[from + 60, from + 150, 1440]) }
    };
    let also = if dice.once_in(3) { (0..1 + dice.below(2)).map(|_| dates(dice)).filter(|h| !except.contains(&h.date)).collect() } else { vec![] };
    let all = Availability {
        day_parts: if dice.once_in(4) { DayParts::default() } else { (0..3).map(|_| day_parts(dice)).fold(DayParts::default(), |a, b| DayParts(a.0 | b.0)) },
        weekly: (0..dice.below(3)).map(|_| hours(dice)).collect(),
        except,
        also,
        from: dice.once_in(3).then(|| date_of(today + dice.below(4) as i32)),
        to: dice.once_in(3).then(|| date_of(today + dice.pick(&[-2, 4, 5, 6, 7, 9]))),
    };
    // A period that is over began before it ended.
    Availability { from: all.from.filter(|from| all.to.is_none_or(|to| *from <= to)), ..all }
}

/// A random wish, ready to be asked.
pub fn question(dice: &mut Dice, city: &City, policy: &Policy) -> Question {
    loop {
        if let Ok(question) = Question::new(wish(dice, city), city, policy, now()) {
            return question;
        }
    }
}
