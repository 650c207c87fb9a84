use super::*;
use crate::matching::WishTheme;
use crate::matching::worlds::city;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn born(text: &str) -> Profile {
    Profile { birth_date: Some(date(text)), wish: Wish { party: 1, ..Wish::default() }, ..Profile::default() }
}

#[test]
fn a_birthday_is_the_day_on_which_one_is_older() {
    for (born, today, age) in [
        ("1990-11-24", "2026-11-23", Some(35)),
        ("1990-11-24", "2026-11-24", Some(36)),
        ("2026-11-24", "2026-11-24", Some(0)),
        ("2026-11-25", "2026-11-24", None),
        ("2000-12-31", "2027-01-01", Some(26)),
        // A leap day: 1 March in common years, itself in leap years.
        ("2004-02-29", "2026-02-28", Some(21)),
        ("2004-02-29", "2026-03-01", Some(22)),
        ("2004-02-29", "2028-02-28", Some(23)),
        ("2004-02-29", "2028-02-29", Some(24)),
        ("2004-03-01", "2028-02-29", Some(23)),
    ] {
        assert_eq!(age_on(date(born), date(today)), age, "{born} on {today}");
    }
}

#[test]
fn birth_dates_that_nobody_has_are_refused_and_the_others_are_not() {
    let city = city();
    for (today, first) in [("2026-11-24", "1905-11-25"), ("2028-02-29", "1907-03-01"), ("2025-02-28", "1904-02-29"), ("2026-12-31", "1906-01-01")] {
        let today = date(today);
        assert_eq!(earliest_birth(today), date(first), "{today}");
        assert!(born(first).check(&city, today).is_ok(), "{first} on {today}");
        assert_eq!(age_on(date(first), today), Some(120));
        let day_before = Profile { birth_date: date(first).pred_opt(), ..born(first) };
        assert_eq!(age_on(date(first).pred_opt().unwrap(), today), Some(121));
        assert_eq!(day_before.check(&city, today).unwrap_err()[0].field, "birth_date");
    }
    let today = date("2026-11-24");
    for wrong in ["1900-01-01", "2100-01-01", "2026-11-25", "0001-01-01"] {
        let named = born(wrong).check(&city, today).unwrap_err();
        let why = Why::DateOutOfRange { min: date("1905-11-25"), max: today };
        assert_eq!(named, [Invalid::new("birth_date", why)], "{wrong}");
    }
    assert!(born("2026-11-24").check(&city, today).is_ok(), "born today");
}

#[test]
fn the_age_of_a_wish_is_that_of_the_day() {
    let profile = born("2010-03-01");
    assert_eq!(profile.wish_on(date("2028-02-29")).age, Some(17));
    assert_eq!(profile.wish_on(date("2028-03-01")).age, Some(18));
    assert_eq!(born("1905-11-25").wish_on(date("2030-01-01")).age, Some(120), "nobody is turned away for growing old");
    assert_eq!(profile.wish_on(date("2001-01-01")).age, None);
    assert_eq!(Profile::default().wish_on(date("2026-11-24")).age, None);
}

#[test]
fn codes_that_went_are_left_out_and_named() {
    let theme = |code: &str| WishTheme { code: code.into(), interest: 1.0, level: None };
    let wish = Wish { themes: vec![theme("gone"), theme("t2")], areas: vec!["w1".into(), "nowhere".into()], party: 1, ..Wish::default() };
    let profile = Profile { wish, ..Profile::default() };
    let fields: Vec<String> = profile.check(&city(), date("2026-11-24")).unwrap_err().into_iter().map(|i| i.field).collect();
    assert_eq!(fields, ["themes/0/code", "areas/1"], "nobody saves such a profile");
    let (known, gone) = profile.known_in(&city());
    assert_eq!((known.wish.themes.len(), known.wish.areas.len()), (1, 1));
    assert_eq!(gone, [Gone { list: "themes", code: "gone".into() }, Gone { list: "areas", code: "nowhere".into() }]);
    assert!(known.check(&city(), date("2026-11-24")).is_ok());
    assert!(known.known_in(&city()).1.is_empty());
}
