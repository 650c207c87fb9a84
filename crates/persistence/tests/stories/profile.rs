//! Volunteers' own profiles.

use crate::backends::{in_every_place, on_every_backend};
use crate::people::at;
use crate::persons::standing_account;
use chrono::{NaiveDate, TimeDelta, Utc};
use enmusubi_domain::availability::{Availability, DateHours, WeeklyHours};
use enmusubi_domain::day::{DayKind, DayPart};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::matching::{Wish, WishTheme};
use enmusubi_domain::opportunity::Commitment;
use enmusubi_domain::place::Point;
use enmusubi_domain::profile::Profile;
use enmusubi_persistence::{StoreError, Written};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A profile with every member filled.
pub fn full_profile() -> Profile {
    let availability = Availability {
        day_parts: ["sat_morning", "holiday_evening"].iter().filter_map(|c| DayPart::parse(c)).collect(),
        weekly: vec![WeeklyHours { day: DayKind::Wed, from: 1110, to: 1440 }, WeeklyHours { day: DayKind::Holiday, from: 0, to: 1 }],
        also: vec![DateHours { date: date("2026-12-27"), from: 600, to: 720 }],
        except: vec![date("2026-12-31"), date("2027-01-01")],
        from: Some(date("2026-11-24")),
        to: Some(date("2028-02-29")),
    };
    let wish = Wish {
        themes: vec![
            WishTheme { code: "childcare".into(), interest: 0.3, level: Some(Level::Specialist) },
            WishTheme { code: "snow".into(), interest: 1.0, level: None },
        ],
        areas: vec!["011037".into()],
        home: Some(Point { lat: -43_070_001, lon: 179_999_999 }),
        reach: Some(5_432),
        level: Some(Level::Basic),
        availability: Some(availability),
        responsibility: Some(Responsibility::Help),
        party: 50,
        accessibility: vec![Accessibility::StepFree, Accessibility::EasyJapanese],
        languages: Some(vec!["ja".into(), "en".into()]),
        qualifications: Some(vec!["普通自動車免許".into()]),
        skills: Some(vec!["\"運転\" \\u0041 👩‍👩‍👧‍👦".into()]),
        commitment: Some(Commitment::Standing),
        ..Wish::default()
    };
    Profile { wish, birth_date: Some(date("2004-02-29")), open_to_introductions: true }
}

#[test]
fn a_profile_comes_back_as_it_was_given() {
    on_every_backend(|store| {
        let (yuki, ren) = (standing_account(store, "yuki"), standing_account(store, "ren"));
        assert_eq!(store.read(|tx| tx.profile(yuki.id)), Ok(None));
        let bare = Profile { wish: Wish { party: 1, availability: Some(Availability::default()), ..Wish::default() }, ..Profile::default() };
        let answered = Wish { languages: Some(vec![]), qualifications: Some(vec![]), skills: Some(vec![]), ..bare.wish.clone() };
        let empty_answers = Profile { wish: answered, ..bare.clone() };
        let now = at("2026-11-24T01:02:03.456789Z");
        for (n, profile) in [full_profile(), bare, empty_answers].into_iter().enumerate() {
            let done = store.write(|tx| tx.put_profile(yuki.id, &profile, now + TimeDelta::days(n as i64)));
            assert_eq!(done, Ok(if n == 0 { Written::Created } else { Written::Updated }));
            let kept = store.read(|tx| tx.profile(yuki.id)).unwrap().unwrap();
            assert_eq!((kept.version, kept.updated_at), (n as i64 + 1, now + TimeDelta::days(n as i64)));
            assert_eq!(kept.profile, profile);
        }
        assert_eq!(store.read(|tx| tx.profile(ren.id)), Ok(None), "everybody has their own");
        assert_eq!(store.write(|tx| tx.delete_profile(yuki.id)), Ok(true));
        assert_eq!(store.write(|tx| tx.delete_profile(yuki.id)), Ok(false));
        assert_eq!(store.read(|tx| tx.profile(yuki.id)), Ok(None));
    });
}

#[test]
fn the_same_profile_again_changes_nothing_and_an_age_is_not_kept() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        let (now, profile) = (at("2026-11-24T00:00:00Z"), full_profile());
        store.write(|tx| tx.put_profile(yuki.id, &profile, now)).unwrap();
        let aged = Profile { wish: Wish { age: Some(22), ..profile.wish.clone() }, ..profile.clone() };
        assert_eq!(store.write(|tx| tx.put_profile(yuki.id, &aged, now + TimeDelta::days(9))), Ok(Written::Unchanged));
        let kept = store.read(|tx| tx.profile(yuki.id)).unwrap().unwrap();
        assert_eq!((kept.version, kept.updated_at, kept.profile), (1, now, profile.clone()));
        let closed = Profile { open_to_introductions: false, ..profile };
        assert_eq!(store.write(|tx| tx.put_profile(yuki.id, &closed, now)), Ok(Written::Updated));
        assert_eq!(store.read(|tx| tx.profile(yuki.id)).unwrap().unwrap().version, 2);
    });
}

#[test]
fn a_profile_needs_its_account_and_leaves_no_trace_in_the_log() {
    in_every_place(|place| {
        let store = place.store();
        let entries = place.raw().entries();
        assert!(matches!(store.write(|tx| tx.put_profile(AccountId::new(), &full_profile(), Utc::now())), Err(StoreError::Constraint(_))));
        let yuki = standing_account(&store, "yuki");
        store.write(|tx| tx.put_profile(yuki.id, &full_profile(), Utc::now())).unwrap();
        store.write(|tx| tx.delete_profile(yuki.id)).unwrap();
        assert_eq!(place.raw().entries(), entries, "no follower hears of it");
    });
}

#[test]
fn a_damaged_profile_is_named_without_saying_what_stood_in_it() {
    let wounds = ["'{}'", "'[\"childcare\"]'"];
    in_every_place(|place| {
        let store = place.store();
        let yuki = standing_account(&store, "yuki");
        let words = [("childcare", "specialist", "himitsu"), ("2004-02-29", "2004-02-29", "2004-02-30"), ("step_free", "step_free", "himitsu")];
        for n in 0..wounds.len() + words.len() {
            store.write(|tx| tx.delete_profile(yuki.id)).unwrap();
            store.write(|tx| tx.put_profile(yuki.id, &full_profile(), Utc::now())).unwrap();
            match wounds.get(n) {
                Some(body) => place.raw().run(&format!("UPDATE profile SET body = {body}")),
                None => {
                    let (_, from, to) = words[n - wounds.len()];
                    let cast = if place.backend == crate::backends::Backend::Postgres { "::text, '" } else { ", '" };
                    let back = if cast.starts_with("::") { "::jsonb" } else { "" };
                    place.raw().run(&format!("UPDATE profile SET body = replace(body{cast}{from}', '{to}'){back}"));
                }
            }
            let error = store.read(|tx| tx.profile(yuki.id)).unwrap_err();
            assert!(matches!(&error, StoreError::Damaged { table: "profile", id, .. } if *id == yuki.id.to_string()), "{error}");
            assert!(!error.to_string().contains("himitsu") && !error.to_string().contains("2004"), "{error}");
            assert!(matches!(store.write(|tx| tx.put_profile(yuki.id, &full_profile(), Utc::now())), Err(StoreError::Damaged { .. })));
        }
    });
}

#[test]
fn nothing_prints_what_somebody_keeps_of_themselves() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        store.write(|tx| tx.put_profile(yuki.id, &full_profile(), Utc::now())).unwrap();
        let printed = format!("{:?}", store.read(|tx| tx.profile(yuki.id)).unwrap());
        assert!(!printed.contains("2004") && !printed.contains("43070001") && !printed.contains("childcare"), "{printed}");
    });
}
