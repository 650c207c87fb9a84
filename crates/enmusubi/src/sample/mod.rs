//! A made-up city of any size from a seed: for load tests and benches, never shown as real.
//!
//! Everything about the n-th group or opportunity follows from the seed and n alone, so a million can be made without keeping
//! them, in any order. The skew is that of real towns: a few wards and themes have most listings, listings keep weekly habits,
//! some sessions are full, most groups are small.

/// What made-up volunteers ask for.
mod wishes;
/// Words that titles and texts are made of.
mod words;

pub use wishes::{wish_body, wishes};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use enmusubi_domain::city::City as Place;
use enmusubi_domain::day::DayPart;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Commitment, Kind, Opportunity, OpportunityDetails, Seeks, Source, State};
use enmusubi_domain::place::Point;
use enmusubi_domain::schedule::{Schedule, Session};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Birth time of everything made up (2026-01-01), in milliseconds.
const BORN_MS: u64 = 1_767_225_600_000;

/// A made-up city.
#[derive(Debug, Clone)]
pub struct City<'a> {
    seed: u64,
    groups: usize,
    opportunities: usize,
    place: &'a Place,
    now: DateTime<Utc>,
}

/// What a throw of the dice belongs to: each has its own stream of numbers.
#[derive(Clone, Copy)]
enum Stream {
    Group = 1,
    Opportunity = 2,
    Wish = 3,
}

fn dice(seed: u64, stream: Stream, n: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream((n as u64) << 2 | stream as u64);
    rng
}

/// A number below `n`, small ones more often: about as 1 / (r + 2).
fn skewed(rng: &mut ChaCha8Rng, n: usize) -> usize {
    let (low, high) = (2f64.ln(), (n as f64 + 2.0).ln());
    let at: f64 = rng.random_range(low..high);
    ((at.exp() - 2.0) as usize).min(n - 1)
}

fn one<'t, T>(rng: &mut ChaCha8Rng, list: &'t [T]) -> &'t T {
    &list[rng.random_range(0..list.len())]
}

impl<'a> City<'a> {
    /// A city with the areas, themes and calendar of a place.
    pub fn new(seed: u64, groups: usize, opportunities: usize, place: &'a Place, now: DateTime<Utc>) -> Self {
        Self { seed, groups: groups.max(1), opportunities, place, now }
    }

    /// Its groups, one after the other.
    pub fn groups(&self) -> impl Iterator<Item = Group> + '_ {
        (0..self.groups).map(|n| self.group(n))
    }

    /// Its opportunities, one after the other.
    pub fn opportunities(&self) -> impl Iterator<Item = Opportunity> + '_ {
        (0..self.opportunities).map(|n| self.opportunity(n))
    }

    fn group_id(&self, n: usize) -> GroupId {
        GroupId::derived(BORN_MS, &format!("sample {} group {n}", self.seed))
    }

    /// Numbers of the areas listings lie in: the smallest kind the place has.
    fn wards(&self) -> Vec<u16> {
        let areas = self.place.areas.all();
        let finest = areas.iter().filter(|a| a.point.is_some()).map(|a| a.kind).max();
        (0..areas.len() as u16).filter(|n| Some(areas[usize::from(*n)].kind) == finest).collect()
    }

    /// The n-th group.
    pub fn group(&self, n: usize) -> Group {
        let mut rng = dice(self.seed, Stream::Group, n);
        let (theme, area) = (self.theme(&mut rng), self.area(&mut rng));
        let name = format!("{}{}{}", one(&mut rng, words::PLACES), one(&mut rng, words::SPIRITS), one(&mut rng, words::CIRCLES));
        let details = GroupDetails {
            name: format!("{name} {}", n + 1),
            name_en: None,
            kind: *one(&mut rng, GroupKind::ALL),
            summary: one(&mut rng, words::MANNERS).to_string(),
            description: format!("{}。{}。", one(&mut rng, words::MANNERS), one(&mut rng, words::CALLS)),
            themes: vec![theme],
            areas: area.iter().filter_map(|n| Some(self.place.areas.get(*n)?.code.clone())).collect(),
            place: Default::default(),
            members: Some(3 + skewed(&mut rng, 80) as u32),
            founded: Some(2026 - skewed(&mut rng, 40) as i32),
            url: None,
            accessibility: vec![],
        };
        Group {
            id: self.group_id(n),
            version: 1,
            details,
            standing: Standing::Active,
            source: self.source("g", n),
            imported: false,
            response_hours: None,
            created_at: self.now,
            updated_at: self.now,
        }
    }

    fn source(&self, what: &str, n: usize) -> Option<Source> {
        Some(Source { name: format!("sample-{}", self.seed), reference: format!("{what}{n}") })
    }

    fn theme(&self, rng: &mut ChaCha8Rng) -> String {
        let themes = self.place.themes.all();
        themes.get(skewed(rng, themes.len().max(1))).map_or_else(String::new, |t| t.code.clone())
    }

    fn area(&self, rng: &mut ChaCha8Rng) -> Option<u16> {
        let wards = self.wards();
        if wards.is_empty() { None } else { Some(wards[skewed(rng, wards.len())]) }
    }

    /// The n-th opportunity.
    pub fn opportunity(&self, n: usize) -> Opportunity {
        let mut rng = dice(self.seed, Stream::Opportunity, n);
        let id = OpportunityId::derived(BORN_MS, &format!("sample {} opportunity {n}", self.seed));
        let flexible = rng.random_bool(0.08);
        let schedule = if flexible { flexible_schedule(&mut rng) } else { self.dated_schedule(&mut rng, n) };
        let (what, form) = (one(&mut rng, words::TASKS), one(&mut rng, words::FORMS));
        let mut d = OpportunityDetails::new(*one(&mut rng, Kind::ALL), format!("{}の{what}{form}", one(&mut rng, words::PLACES)), schedule);
        d.summary = format!("{what}を一緒にしませんか");
        d.description = (0..rng.random_range(2..5)).map(|_| format!("{}。{}。", one(&mut rng, words::MANNERS), one(&mut rng, words::CALLS))).collect();
        for _ in 0..rng.random_range(1..=3) {
            let theme = self.theme(&mut rng);
            if !d.themes.contains(&theme) && !theme.is_empty() {
                d.themes.push(theme);
            }
        }
        d.remote = rng.random_bool(0.04);
        if let Some(area) = self.area(&mut rng).and_then(|n| self.place.areas.get(n)) {
            d.areas = vec![area.code.clone()];
            d.place.point = (!d.remote && rng.random_bool(0.9)).then(|| around(&mut rng, area.point)).flatten();
        }
        d.remote |= d.areas.is_empty();
        d.level = rng.random_bool(0.8).then(|| {
            *one(&mut rng, &[Level::Introductory, Level::Introductory, Level::Introductory, Level::Basic, Level::Basic, Level::Applied, Level::Specialist])
        });
        d.beginner_friendly = rng.random_bool(0.45);
        d.responsibility = *one(
            &mut rng,
            &[Responsibility::Observe, Responsibility::Help, Responsibility::Help, Responsibility::Help, Responsibility::Own, Responsibility::Lead],
        );
        (d.seats, d.seats_taken) = if flexible { (Some(5), rng.random_range(0..=5)) } else { (None, 0) };
        (d.audience.age_min, d.audience.age_max) =
            *one(&mut rng, &[(None, None), (None, None), (Some(15), None), (Some(18), None), (Some(18), Some(74)), (Some(13), Some(25)), (Some(60), None)]);
        d.accessibility = Accessibility::ALL.iter().copied().filter(|_| rng.random_bool(0.25)).collect();
        d.languages = if rng.random_bool(0.1) { vec!["ja".into(), "en".into()] } else { vec!["ja".into()] };
        d.company_ok = rng.random_bool(0.2);
        d.seeks = rng.random_bool(0.15).then(|| Seeks {
            level: rng.random_bool(0.5).then_some(Level::Basic),
            commitment: rng.random_bool(0.5).then_some(Commitment::Standing),
            newcomer_seats: rng.random_range(0..3),
            ..Default::default()
        });
        let published = self.now - chrono::Duration::minutes(rng.random_range(60..200_000));
        Opportunity {
            id,
            version: 1,
            group: self.group_id(skewed(&mut rng, self.groups)),
            details: d,
            state: State::Published,
            source: self.source("o", n),
            created_at: published,
            updated_at: published,
            published_at: Some(published),
        }
    }

    /// One to six sessions within three months; most listings keep to a weekday and an hour.
    fn dated_schedule(&self, rng: &mut ChaCha8Rng, n: usize) -> Schedule {
        let today = self.place.calendar.civil(self.now).date();
        let (first, weekly) = (rng.random_range(1..80u64), rng.random_bool(0.6));
        let start = 7 * 60 + 15 * rng.random_range(0..52u32);
        let length = 60 + 15 * rng.random_range(0..17u32);
        let seats = 1 + skewed(rng, 20) as u32;
        let mut sessions: Vec<Session> = (0..rng.random_range(1..=6u64))
            .filter_map(|k| {
                let day = today.checked_add_days(Days::new(if weekly { (first % 7) + 7 * (k + first / 14) + 1 } else { rng.random_range(1..90) }))?;
                let starts_at = self.at(day, start)?;
                let taken = if rng.random_bool(0.35) { 0 } else { rng.random_range(0..=seats) };
                let id = SessionId::derived(BORN_MS, &format!("sample {} session {n} {k}", self.seed));
                Some(Session {
                    id,
                    starts_at,
                    ends_at: starts_at + chrono::Duration::minutes(i64::from(length)),
                    seats: Some(seats),
                    seats_taken: taken,
                    cancelled: false,
                })
            })
            .collect();
        sessions.sort_by_key(|s| (s.starts_at, s.id));
        Schedule { sessions, partial_attendance: rng.random_bool(0.7), minimum_minutes: Some(*one(rng, &[30, 60, 90])), ..Default::default() }
    }

    fn at(&self, day: NaiveDate, minute: u32) -> Option<DateTime<Utc>> {
        self.place.calendar.instant(day.and_time(NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0)?))
    }
}

fn flexible_schedule(rng: &mut ChaCha8Rng) -> Schedule {
    let day_parts = (0..rng.random_range(1..=4)).map(|_| DayPart::from_index(rng.random_range(0..24))).collect();
    Schedule { day_parts, partial_attendance: true, minimum_minutes: Some(60), ..Default::default() }
}

/// Somewhere within about two kilometres of an area's point.
fn around(rng: &mut ChaCha8Rng, centre: Option<Point>) -> Option<Point> {
    let mut off = |most: i32| rng.random_range(-most..=most) / 2 + rng.random_range(-most..=most) / 2;
    centre.map(|c| Point { lat: c.lat + off(18_000), lon: c.lon + off(24_000) })
}

#[cfg(test)]
mod tests;
