use super::*;
use crate::input;
use enmusubi_domain::availability::Availability;
use enmusubi_domain::matching::worlds::{Dice, city, wish};
use serde_json::{Value, json};

fn kept(body: &Value) -> Profile {
    input::read::<ProfileRequest>(body.to_string().as_bytes()).and_then(ProfileRequest::read).unwrap()
}

/// An availability that says nothing is no answer.
fn said(wish: Wish) -> Wish {
    Wish { availability: wish.availability.filter(|a| *a != Availability::default()), ..wish }
}

#[test]
fn what_is_shown_of_a_profile_reads_as_that_profile() {
    let (mut dice, city) = (Dice::new(7), city());
    for n in 0..300 {
        let profile = Profile {
            wish: said(Wish { age: None, consent: Default::default(), ..wish(&mut dice, &city) }),
            birth_date: input::date(["1990-12-01", "2004-02-29", "x"][n % 3]),
            open_to_introductions: dice.once_in(2),
        };
        let shown = serde_json::to_value(ProfileRequest::of(&profile)).unwrap();
        assert_eq!(kept(&shown), profile, "{shown}");
    }
}

#[test]
fn what_was_sent_is_shown_again() {
    let sent = json!({
        "themes": [{"code": "childcare", "interest": 0.3, "level": "introductory"}, {"code": "snow", "interest": 1.0, "level": null}],
        "areas": ["011037"], "home": {"lat": 43.07, "lon": -141.360001}, "reach_km": 5.5, "level": "basic",
        "availability": {"day_parts": ["sat_morning", "holiday_afternoon"], "weekly": [{"day": "wed", "from": "18:30", "to": "24:00"}],
            "also": [{"date": "2026-12-27", "from": "10:00", "to": "12:00"}], "except": ["2026-12-31"], "from": "2026-11-24", "to": "2028-02-29"},
        "responsibility": "help", "party_size": 50, "accessibility": ["step_free"], "languages": ["ja"], "qualifications": [], "skills": ["運転"],
        "commitment": "standing", "birth_date": "2004-02-29", "open_to_introductions": true
    });
    // As it is written: a value in memory would show how a third is rounded.
    let shown = serde_json::to_string(&ProfileRequest::of(&kept(&sent))).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), sent);
    let empty = serde_json::to_value(ProfileRequest::of(&kept(&json!({"availability": {"day_parts": [], "except": []}})))).unwrap();
    assert_eq!(empty["availability"], Value::Null, "an availability that says nothing is no answer");
    assert_eq!(empty.as_object().unwrap().len(), sent.as_object().unwrap().len(), "what was not answered is shown as null");
    assert_eq!((&empty["party_size"], &empty["home"], &empty["areas"]), (&json!(1), &Value::Null, &json!([])));
}

#[test]
fn each_request_knows_its_own_members_and_no_others() {
    let named = |problem: Problem| problem.faults().into_iter().map(|f| f.at.to_string()).collect::<Vec<_>>();
    for member in ["age", "guardian_consent", "limit", "q", "opens_more", "version"] {
        let refused = input::read::<ProfileRequest>(json!({member: 1}).to_string().as_bytes()).unwrap_err();
        assert_eq!(named(refused), [format!("/{member}")]);
    }
    for member in ["birth_date", "open_to_introductions", "consent"] {
        let refused = input::read::<MatchRequest>(json!({member: 1}).to_string().as_bytes()).unwrap_err();
        assert_eq!(named(refused), [format!("/{member}")]);
    }
    let wrong = json!({"availability": {"also": [{"date": "2026-02-30", "from": "9:00", "to": "24:01"}]}, "birth_date": "29 Feb", "level": "novice"});
    let refused = input::read::<ProfileRequest>(wrong.to_string().as_bytes()).and_then(ProfileRequest::read).unwrap_err();
    assert_eq!(named(refused), ["/level", "/availability/also/0/date", "/availability/also/0/from", "/availability/also/0/to", "/birth_date"]);
}

#[test]
fn whether_a_guardian_has_agreed_can_be_said_and_is_not_kept() {
    use enmusubi_domain::matching::Consent;
    let said = |body: Value| input::read::<MatchRequest>(body.to_string().as_bytes()).and_then(MatchRequest::read).map(|asked| asked.wish.consent);
    assert_eq!(said(json!({})).unwrap(), Consent::CanBeAsked);
    for (code, consent) in [("can_be_asked", Consent::CanBeAsked), ("on_file", Consent::OnFile), ("refused", Consent::Refused)] {
        assert_eq!(said(json!({ "age": 15, "guardian_consent": code })).unwrap(), consent);
    }
    assert!(said(json!({ "guardian_consent": "yes" })).is_err());
}

#[test]
fn blanks_are_no_words() {
    let words = |q: &str| input::read::<MatchRequest>(json!({ "q": q }).to_string().as_bytes()).and_then(MatchRequest::read).map(|asked| asked.words);
    assert_eq!(words("").unwrap(), None);
    assert_eq!(words(" \u{3000}").unwrap(), None);
    assert_eq!(words(" 雪かき ").unwrap(), Some("雪かき".into()));
    assert!(words("\u{7}").is_err() && words(&"あ".repeat(201)).is_err());
}
