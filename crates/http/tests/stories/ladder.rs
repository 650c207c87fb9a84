use crate::participation::{accepted, note};
use crate::people::Somebody;
use crate::town::{Town, city, group, now, opportunity, settings, shelf_of};
use chrono::TimeDelta;
use enmusubi_domain::access::Role;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_domain::level::{Level, Responsibility};
use enmusubi_domain::opportunity::{Kind, Opportunity};
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_http::Settings;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};
use std::sync::Arc;

/// Something about snow, so many days from now.
fn listing(name: &str, kind: Kind, level: Option<Level>, responsibility: Responsibility, days: i64) -> Opportunity {
    let mut o = Opportunity { id: OpportunityId::derived(1_700_000_000_000, name), ..opportunity(0) };
    let starts_at = now() + TimeDelta::days(days);
    let session = Session {
        id: SessionId::derived(1_700_000_000_000, name),
        starts_at,
        ends_at: starts_at + TimeDelta::hours(2),
        seats: Some(10),
        seats_taken: 1,
        cancelled: false,
    };
    o.details.title = name.into();
    o.details.kind = kind;
    o.details.level = level;
    o.details.beginner_friendly = false;
    o.details.responsibility = responsibility;
    o.details.seeks = None;
    o.details.schedule = Schedule { sessions: vec![session], ..Schedule::default() };
    o
}

fn offers() -> Vec<Opportunity> {
    let help = Responsibility::Help;
    vec![
        listing("雪かき1", Kind::Activity, None, help, 3),
        listing("雪かき2", Kind::Activity, None, help, 4),
        listing("雪かき3", Kind::Event, Some(Level::Basic), Responsibility::Own, 5),
        listing("入門講座", Kind::Course, Some(Level::Introductory), help, 6),
        listing("基礎講座", Kind::Course, Some(Level::Basic), help, 7),
        listing("受けた講座", Kind::Course, Some(Level::Basic), help, 8),
    ]
}

/// A town that offers nothing but snow.
fn town() -> Town {
    let town = Town::by_the_clock(Settings { requests_per_minute: 0, ..settings() }, Some(Arc::new(shelf_of(&offers(), city()))), now);
    let groups: Vec<_> = (0..6).map(group).collect();
    town.store.write(|tx| tx.insert_all(&groups, &offers())).unwrap_or_else(|e: StoreError| panic!("{e}"));
    town
}

/// Notes that somebody was at something that is over.
fn was_at(town: &Town, natsu: &Somebody, who: &Somebody, name: &str, kind: Kind, level: Option<Level>) {
    let mut o = listing(name, kind, level, Responsibility::Help, -3);
    if let Some(known) = offers().into_iter().find(|known| known.details.title == name) {
        o.id = known.id;
        o.details.schedule.sessions[0].id = SessionId::new();
    }
    town.store.write(|tx| tx.put_opportunity(&o)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    note(town, natsu, &accepted(town, who, &o), &json!({"outcome": "attended"})).expect(201);
}

fn standing(town: &Town, who: &Somebody) -> Vec<Value> {
    town.call(&who.who, "GET", "/v1/me/ladder", &[], None).expect(200).json()["results"].as_array().unwrap().clone()
}

fn suggested(standing: &Value) -> Vec<&str> {
    standing["suggestions"].as_array().unwrap().iter().map(|o| o["title"].as_str().unwrap()).collect()
}

#[test]
fn the_rules_are_published() {
    let town = town();
    let answer = town.get("/v1/ladder").expect(200);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    let steps = answer.json()["steps"].clone();
    assert_eq!(steps.as_array().unwrap().iter().map(|s| s["to"].as_str().unwrap()).collect::<Vec<_>>(), ["basic", "applied", "specialist"]);
    assert_eq!(
        steps[0]["any_of"][0],
        json!({"participations": 3, "minutes": 0, "courses": 0, "course_level_at_least": null, "responsibility_at_least": null, "from_level": null, "text": "参加3回"})
    );
    let english = town.get_with("/v1/ladder", &[("Accept-Language", "en")]).expect(200).json();
    assert_eq!(english["steps"][1]["any_of"][1]["text"], "5 participations, 1 course of basic level or higher");
    assert_eq!(town.get_with("/v1/ladder", &[("If-None-Match", answer.header("etag").unwrap())]).status, 304);
    assert_eq!(town.get("/v1/ladder?x=1").refusal().0, 400);
}

#[test]
fn a_newcomer_sees_the_first_step_and_a_course_that_takes_it() {
    let town = town();
    let nobody = town.somebody("nobody", vec![]);
    assert_eq!(standing(&town, &nobody), Vec::<Value>::new(), "neither profile nor record");
    let haru = town.volunteer("haru", &json!({"themes": [{"code": "snow", "interest": 1.0}, {"code": "culture", "interest": 0.5}]}));
    let both = standing(&town, &haru);
    assert_eq!(both.iter().map(|s| s["theme"].as_str().unwrap()).collect::<Vec<_>>(), ["culture", "snow"]);
    let snow = &both[1];
    assert_eq!((&snow["level"], &snow["level_name"], &snow["next"]["to"]), (&json!("introductory"), &json!("入門"), &json!("basic")));
    assert_eq!(snow["next"]["any_of"][0]["text"], "あと参加3回");
    assert_eq!((suggested(snow)[0], suggested(snow).len()), ("入門講座", 3), "a course first, and no more than three");
    assert_eq!(suggested(&both[0]), Vec::<&str>::new(), "nothing is offered there");
}

#[test]
fn taking_part_raises_the_level_and_says_what_is_missing() {
    let town = town();
    let natsu = town.somebody("natsu", vec![Role::Helper(group(0).id)]);
    let haru = town.volunteer("haru", &json!({"themes": [{"code": "snow", "interest": 1.0}]}));
    for n in 0..3 {
        was_at(&town, &natsu, &haru, &format!("済{n}"), Kind::Activity, None);
    }
    was_at(&town, &natsu, &haru, "受けた講座", Kind::Course, Some(Level::Introductory));
    let snow = standing(&town, &haru).remove(0);
    assert_eq!((&snow["level"], &snow["participations"], &snow["minutes"], &snow["courses"]), (&json!("basic"), &json!(3), &json!(360), &json!(1)));
    let ways: Vec<&str> = snow["next"]["any_of"].as_array().unwrap().iter().map(|w| w["text"].as_str().unwrap()).collect();
    assert_eq!(ways, ["あと参加7回、合計14時間", "あと参加2回、「基礎」以上の講座1つ"]);
    let shown = suggested(&snow);
    assert_eq!((shown[0], shown.len()), ("基礎講座", 3), "{shown:?}");
    assert!(!shown.contains(&"受けた講座") && !shown.contains(&"入門講座"), "one that was taken, or is too light, counts no more: {shown:?}");
}

#[test]
fn what_was_earned_counts_in_ones_matches() {
    let town = town();
    let natsu = town.somebody("natsu", vec![Role::Helper(group(0).id)]);
    let haru = town.volunteer("haru", &json!({"themes": [{"code": "snow", "interest": 1.0, "level": "introductory"}]}));
    let target = format!("/v1/me/matches/{}", listing("雪かき3", Kind::Event, None, Responsibility::Own, 5).id);
    let explained = || town.call(&haru.who, "GET", &target, &[], None).expect(200).json();
    let listed = || town.call(&haru.who, "GET", "/v1/me/matches?limit=100", &[], None).expect(200).json().to_string();
    let for_me = || town.call(&haru.who, "GET", "/v1/opportunities?for=me", &[], None).expect(200).json();
    let titles = |answer: Value| answer["results"].as_array().unwrap().iter().map(|o| o["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let before = explained();
    assert_eq!((&before["fits"], &before["why_not"][0]["gate"]), (&json!(false), &json!("level")));
    assert!(!titles(for_me()).contains(&"雪かき3".to_owned()));
    for n in 0..3 {
        was_at(&town, &natsu, &haru, &format!("済{n}"), Kind::Activity, None);
    }
    assert_eq!(explained()["fits"], true, "three times there: basic, whatever the profile says");
    assert!(titles(for_me()).contains(&"雪かき3".to_owned()) && listed().contains("雪かき3"));
    let profile = town.call(&haru.who, "GET", "/v1/me/profile", &[], None).expect(200).json();
    assert_eq!(profile["themes"][0]["level"], "introductory", "what one says of oneself stays one's own");
}
