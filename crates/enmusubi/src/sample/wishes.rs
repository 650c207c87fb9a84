//! What made-up volunteers ask for.

use super::{City, Stream, around, dice, one, skewed};
use enmusubi_domain::availability::{Availability, WeeklyHours};
use enmusubi_domain::city::City as Place;
use enmusubi_domain::day::{DayKind, DayPart, date_of, day_number};
use enmusubi_domain::level::{Level, Responsibility};
use enmusubi_domain::matching::{Wish, WishTheme};
use rand::Rng;
use serde_json::{Value, json};

/// Wishes of `n` made-up volunteers: some say nothing, most name an area or a home, some day parts and a theme or two, a few are hard to please.
pub fn wishes<'a>(city: &'a City<'a>, n: usize) -> impl Iterator<Item = Wish> + 'a {
    (0..n).map(|n| wish(city, n))
}

fn wish(city: &City<'_>, n: usize) -> Wish {
    let mut rng = dice(city.seed, Stream::Wish, n);
    let place: &Place = city.place;
    let mut wish = Wish { party: 1, ..Default::default() };
    let kind = rng.random_range(0..100);
    if kind < 4 {
        return wish;
    }
    for _ in 0..rng.random_range(1..=3) {
        let code = place.themes.all().get(skewed(&mut rng, place.themes.all().len().max(1))).map(|t| t.code.clone());
        if let Some(code) = code.filter(|c| wish.themes.iter().all(|t| t.code != *c)) {
            wish.themes.push(WishTheme { code, interest: *one(&mut rng, &[1.0, 1.0, 0.6, 0.3]), level: None });
        }
    }
    if kind < 15 {
        return wish;
    }
    wish.level = rng.random_bool(0.7).then(|| *one(&mut rng, &[Level::Introductory, Level::Introductory, Level::Basic, Level::Applied]));
    let wards = city.wards();
    let ward = (!wards.is_empty()).then(|| wards[skewed(&mut rng, wards.len())]).and_then(|n| place.areas.get(n));
    if kind < 85 {
        if rng.random_bool(0.5) {
            wish.home = ward.and_then(|w| around(&mut rng, w.point));
            wish.reach = wish.home.map(|_| *one(&mut rng, &[2_000, 4_000, 6_000, 10_000]));
        } else {
            wish.areas = ward.iter().map(|w| w.code.clone()).collect();
        }
    }
    let narrow = kind >= 85;
    let today = day_number(place.calendar.civil(city.now).date());
    wish.availability = Some(Availability {
        day_parts: if narrow { Default::default() } else { (0..rng.random_range(2..9)).map(|_| DayPart::from_index(rng.random_range(0..24))).collect() },
        weekly: (0..if narrow { 2 } else { rng.random_range(0..2) })
            .map(|_| {
                let from = 60 * rng.random_range(8..20u16);
                WeeklyHours { day: *one(&mut rng, DayKind::ALL), from, to: from + 133 }
            })
            .collect(),
        except: (0..rng.random_range(0..6)).map(|_| date_of(today + rng.random_range(1..90))).collect(),
        ..Default::default()
    });
    wish.responsibility = rng.random_bool(0.6).then_some(Responsibility::Help);
    wish.age = rng.random_bool(0.6).then(|| rng.random_range(14..85));
    wish.party = *one(&mut rng, &[1, 1, 1, 1, 2, 4]);
    wish
}

/// The same as the body of `POST /v1/matches`.
pub fn wish_body(wish: &Wish) -> Value {
    let mut body = json!({ "party_size": wish.party });
    if !wish.themes.is_empty() {
        body["themes"] = wish.themes.iter().map(|t| json!({ "code": t.code, "interest": f64::from((t.interest * 100.0).round()) / 100.0 })).collect();
    }
    if !wish.areas.is_empty() {
        body["areas"] = json!(wish.areas);
    }
    if let Some((lat, lon)) = wish.home.map(|h| h.degrees()) {
        body["home"] = json!({ "lat": lat, "lon": lon });
    }
    if let Some(reach) = wish.reach {
        body["reach_km"] = json!(f64::from(reach) / 1000.0);
    }
    if let Some(a) = &wish.availability {
        let clock = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
        body["availability"] = json!({
            "day_parts": a.day_parts.iter().map(DayPart::code).collect::<Vec<_>>(),
            "weekly": a.weekly.iter().map(|w| json!({ "day": w.day.code(), "from": clock(w.from), "to": clock(w.to) })).collect::<Vec<_>>(),
            "except": a.except.iter().map(ToString::to_string).collect::<Vec<_>>(),
        });
    }
    if let Some(level) = wish.level {
        body["level"] = json!(level.code());
    }
    if let Some(responsibility) = wish.responsibility {
        body["responsibility"] = json!(responsibility.code());
    }
    if let Some(age) = wish.age {
        body["age"] = json!(age);
    }
    body
}
