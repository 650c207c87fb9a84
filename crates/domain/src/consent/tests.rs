use super::*;
use chrono::TimeDelta;
use chrono_tz::Asia::Tokyo;
use chrono_tz::Europe::Berlin;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_school_year_ends_on_31_march_at_midnight_where_the_city_is() {
    for (now, end) in [
        ("2026-04-01T00:00:00+09:00", "2027-04-01T00:00:00+09:00"),
        ("2026-11-29T12:00:00+09:00", "2027-04-01T00:00:00+09:00"),
        ("2027-01-01T00:00:00+09:00", "2027-04-01T00:00:00+09:00"),
        ("2027-03-31T23:59:59+09:00", "2027-04-01T00:00:00+09:00"),
        ("2027-04-01T00:00:00+09:00", "2028-04-01T00:00:00+09:00"),
        // It is April in Japan already.
        ("2027-03-31T20:00:00Z", "2028-04-01T00:00:00+09:00"),
        ("2028-02-29T08:00:00+09:00", "2028-04-01T00:00:00+09:00"),
    ] {
        assert_eq!(school_year_end(at(now), Tokyo), at(end), "{now}");
    }
    assert_eq!(school_year_end(at("2027-03-31T20:00:00Z"), Berlin), at("2027-04-01T00:00:00+02:00"));
}

#[test]
fn a_word_for_a_year_ends_with_it_and_the_others_when_they_are_taken_back() {
    let (child, mother) = (AccountId::derived(0, "child"), AccountId::derived(0, "mother"));
    let now = at("2026-11-29T12:00:00+09:00");
    for purpose in Purpose::ALL.iter().copied() {
        let given = Given { purpose, application: None, text_version: 1, lang: TextLang::Easy, method: Method::Account };
        let consent = Consent::give(ConsentId::derived(0, "c"), child, Some(mother), None, given, now, Tokyo);
        let end = (purpose == Purpose::GuardianYear).then(|| at("2027-04-01T00:00:00+09:00"));
        assert_eq!((consent.expires_at, consent.withdrawn_at), (end, None), "{purpose:?}");
        assert!(consent.is_live(now) && consent.is_live(at("2027-03-31T23:59:59+09:00")));
        assert_eq!(consent.is_live(at("2027-04-01T00:00:00+09:00")), end.is_none());
        assert!(!Consent { withdrawn_at: Some(now), ..consent }.is_live(now + TimeDelta::seconds(1)));
    }
}

#[test]
fn every_purpose_has_a_text_in_force_and_no_version_is_there_twice() {
    for purpose in Purpose::ALL.iter().copied() {
        let newest = current(purpose).unwrap_or_else(|| panic!("{purpose:?} has no text"));
        assert_eq!(text(purpose, newest.version), Some(newest));
        assert!(TEXTS.iter().filter(|t| t.purpose == purpose).all(|t| t.version <= newest.version));
    }
    for (i, t) in TEXTS.iter().enumerate() {
        assert!(!TEXTS[..i].iter().any(|other| (other.purpose, other.version) == (t.purpose, t.version)));
        for lang in TextLang::ALL.iter().copied() {
            let said = t.get(lang);
            assert!(said.chars().count() > 60 && !said.contains("  "), "{:?} {}", t.purpose, lang.code());
        }
        // Whoever gives a word hears how to take it back.
        assert!(t.ja.contains("取り消せます") && t.easy.contains("やめる") && t.en.contains("take this back"), "{:?}", t.purpose);
        assert_eq!(t.sha256.len(), 64);
    }
}
