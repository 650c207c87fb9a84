use crate::my_matches::changed;
use crate::people::Somebody;
use crate::town::{Town, city, group, opportunity, settings, shelf_of, town};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::day::DayPart;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::{Recurrence, Schedule, Session};
use serde_json::{Value, json};
use std::sync::Arc;

/// A town that lists these and nothing else.
fn listing(opportunities: &[Opportunity]) -> Town {
    Town::by_the_clock(settings(), Some(Arc::new(shelf_of(opportunities, city()))), crate::town::now)
}

/// A listing for anybody, with sessions from one civil time to another.
fn on(times: &[(&str, &str)]) -> Opportunity {
    let instant = |text: &str| -> DateTime<Utc> { DateTime::parse_from_rfc3339(&format!("{text}:00+09:00")).unwrap().into() };
    let session = |(from, to): &(&str, &str)| Session {
        id: SessionId::derived(0, from),
        starts_at: instant(from),
        ends_at: instant(to),
        seats: Some(10),
        seats_taken: 0,
        cancelled: false,
    };
    let mut o = opportunity(0);
    o.details.schedule = Schedule { sessions: times.iter().map(session).collect(), ..Schedule::default() };
    o
}

/// A listing without dates, on Saturday mornings.
fn flexible() -> Opportunity {
    let mut o = opportunity(0);
    o.id = OpportunityId::derived(1_700_000_000_000, "flexible");
    o.details.schedule = Schedule { day_parts: DayPart::parse("sat_morning").into_iter().collect(), ..Schedule::default() };
    o.details.seats = Some(4);
    o
}

fn count(answer: &Value, list: &str) -> usize {
    answer[list].as_array().unwrap().len()
}

/// The change that the only near miss names; making it admits.
fn the_change(town: &Town, wish: &Value) -> Value {
    let answer = town.find(wish.clone());
    assert_eq!((count(&answer, "results"), count(&answer, "near_misses")), (0, 1), "{wish}: {answer}");
    let change = answer["near_misses"][0]["why_not"][0]["change"].clone();
    assert_eq!(count(&town.find(changed(wish, &change)), "results"), 1, "{change} does not open it to {wish}");
    change
}

#[test]
fn wishes_that_contradict_themselves_are_refused_by_name_or_answered_honestly() {
    for (wish, named) in [
        (json!({"availability": {"from": "2027-01-02", "to": "2027-01-01"}}), "/availability/to"),
        (json!({"availability": {"weekly": [{"day": "wed", "from": "18:30", "to": "18:30"}]}}), "/availability/weekly/0/to"),
        (json!({"availability": {"except": ["2026-12-05"], "also": [{"date": "2026-12-05", "from": "10:00", "to": "11:00"}]}}), "/availability/also/0/date"),
        (json!({"home": {"lat": 43.07, "lon": 141.36}, "reach_km": 0}), "/reach_km"),
        (json!({"reach_km": 3}), "/home"),
        (json!({"themes": [{"code": "snow"}, {"code": "snow"}]}), "/themes/1/code"),
    ] {
        assert_eq!(town().post("/v1/matches", &wish).refusal(), (422, "invalid".into(), vec![named.into()]), "{wish}");
    }
    // Every date of the town is excluded: only what has no dates is left, and what nearly fits names the one date that would do.
    let dates: Vec<String> = (0..60).map(|n| (crate::town::now().date_naive() + TimeDelta::days(n)).to_string()).collect();
    let answer = town().find(json!({"availability": {"day_parts": ["sat_morning", "wed_morning"], "except": dates}, "limit": 100}));
    let dated = |r: &Value| !r["opportunity"]["schedule"]["sessions"].as_array().unwrap().is_empty();
    assert!(count(&answer, "results") > 0 && !answer["results"].as_array().unwrap().iter().any(dated), "{answer}");
    assert!(answer["near_misses"].as_array().unwrap().iter().any(|m| m["why_not"][0]["change"]["kind"] == "free_date"), "{}", answer["near_misses"]);
    // Areas far outside the reach: either will do, and nothing else does.
    let answer = town().find(json!({"areas": ["011061"], "home": {"lat": 43.0907, "lon": 141.3408}, "reach_km": 0.5, "limit": 100}));
    let places: Vec<&Value> = answer["results"].as_array().unwrap().iter().map(|r| &r["opportunity"]).collect();
    let near = |o: &Value| (o["place"]["lat"].as_f64().unwrap() - 43.0907).abs() < 0.0046;
    assert!(places.iter().all(|o| o["areas"][0] == "011061" || o["remote"] == true || near(o)), "{places:?}");
    assert!(places.iter().any(|o| o["areas"][0] == "011061") && places.iter().any(|o| near(o)));
}

#[test]
fn a_wish_that_says_nothing_is_neutral_in_every_factor() {
    let nothing = town().find(json!({}));
    for empty in [
        json!({"themes": [], "areas": [], "accessibility": []}),
        json!({"availability": {}}),
        json!({"availability": {"day_parts": [], "weekly": [], "also": [], "except": [], "from": null, "to": null}, "party_size": 1}),
        json!({"themes": null, "home": null, "reach_km": null, "level": null, "age": null, "languages": null, "q": null, "limit": null}),
    ] {
        assert_eq!(town().find(empty.clone()), nothing, "{empty}");
    }
    for result in nothing["results"].as_array().unwrap() {
        assert_eq!((&result["score"], &result["fit"]), (&json!(1.0), &json!({"person": 1.0, "group": null})));
        let because = result["because"].as_array().unwrap();
        assert_eq!((because.len(), &because[0]["factor"], &because[0]["contribution"]), (1, &json!("nothing_asked"), &json!(1.0)));
    }
}

#[test]
fn who_can_never_come_is_told_what_would_have_to_be_free() {
    let saturday = listing(&[on(&[("2026-11-28T09:00", "2026-11-28T12:00")])]);
    let never = json!({"availability": {"weekly": [{"day": "mon", "from": "03:00", "to": "03:01"}]}});
    assert_eq!(the_change(&saturday, &never), json!({"kind": "free_day_part", "day_part": "sat_morning"}));
    let long_ago = json!({"availability": {"day_parts": ["sat_morning"], "from": "1900-01-01", "to": "1900-12-31"}});
    assert_eq!(the_change(&saturday, &long_ago), json!({"kind": "period_to", "date": "2026-11-28"}));
    let far_ahead = json!({"availability": {"day_parts": ["sat_morning"], "from": "2100-01-01", "to": "2100-12-31"}});
    assert_eq!(the_change(&saturday, &far_ahead), json!({"kind": "period_from", "date": "2026-11-28"}));
    // Without dates: a period that is over fits nothing any more.
    let anytime = listing(&[flexible()]);
    assert_eq!(the_change(&anytime, &never), json!({"kind": "free_day_part", "day_part": "sat_morning"}));
    assert_eq!(the_change(&anytime, &long_ago), json!({"kind": "period_to", "date": "2026-11-23"}));
    let both = json!({"availability": {"day_parts": ["mon_evening"], "to": "1900-12-31"}});
    assert_eq!(the_change(&anytime, &both), json!({"kind": "free_date_hours", "date": "2026-11-28", "from": "06:00", "to": "12:00"}));
    assert_eq!(count(&anytime.find(far_ahead), "results"), 1, "times can be agreed, in 2100 as well");
}

#[test]
fn parties_of_fifty_and_people_of_every_age_get_an_honest_answer() {
    let answer = town().find(json!({"party_size": 50, "limit": 100}));
    for result in answer["results"].as_array().unwrap() {
        assert_eq!(result["opportunity"]["capacity"]["seats"], Value::Null, "nobody counts the seats there: {result}");
    }
    let change = &answer["near_misses"][0]["why_not"][0]["change"];
    assert!(["party_at_most", "waiting_list"].contains(&change["kind"].as_str().unwrap()), "{change}");

    let banded = |min: Option<u8>, max: Option<u8>| {
        let mut o = on(&[("2026-11-28T09:00", "2026-11-28T12:00")]);
        (o.details.audience.age_min, o.details.audience.age_max) = (min, max);
        listing(&[o])
    };
    let near = |town: &Town, age: u8| town.find(json!({ "age": age }))["near_misses"][0]["why_not"][0].clone();
    let told = near(&banded(Some(6), None), 5);
    assert_eq!((&told["gate"], &told["text"], &told["change"]), (&json!("age"), &json!("6歳から参加できます"), &json!({"kind": "age_from", "age": 6})));
    assert_eq!(near(&banded(None, Some(74)), 120)["change"], json!({"kind": "age_to", "age": 74}));
    for age in [0, 5, 6, 120] {
        assert_eq!(count(&banded(None, None).find(json!({ "age": age })), "results"), 1, "{age}");
    }
    assert_eq!(town().post("/v1/matches", &json!({"age": 121})).refusal().2, ["/age"]);
    assert_eq!(town().post("/v1/matches", &json!({"age": 126})).refusal().2, ["/age"], "born in 1900");
}

#[test]
fn dates_of_other_centuries_and_leap_days_are_dates() {
    for (from, to) in [("1900-01-01", "2100-12-31"), ("0001-01-01", "9999-12-31"), ("2028-02-29", "2028-02-29"), ("2000-02-29", "2096-02-29")] {
        for days in [json!({"day_parts": ["sat_morning"]}), json!({"also": [{"date": to, "from": "23:00", "to": "24:00"}]}), json!({"except": [from]})] {
            let mut availability = days;
            (availability["from"], availability["to"]) = (json!(from), json!(to));
            town().find(json!({"availability": availability, "opens_more": true}));
        }
    }
    for wrong in ["1900-02-29", "2100-02-29", "2026-02-29", "2026-13-01", "10000-01-01", "-0001-01-01", "+2026-01-01", "26-1-1", "2026-W01-1", ""] {
        for (member, named) in [("except", "/availability/except/0"), ("from", "/availability/from"), ("to", "/availability/to")] {
            let value = if member == "except" { json!([wrong]) } else { json!(wrong) };
            assert_eq!(town().post("/v1/matches", &json!({"availability": {member: value}})).refusal().2, [named], "{wrong}");
        }
    }
    let leap = listing(&[on(&[("2028-02-29T10:00", "2028-02-29T12:00")])]);
    let that_day = json!({"availability": {"also": [{"date": "2028-02-29", "from": "10:00", "to": "12:00"}]}});
    assert_eq!(count(&leap.find(that_day), "results"), 1);
    assert_eq!(count(&leap.find(json!({"availability": {"day_parts": ["tue_morning"]}})), "results"), 1, "a Tuesday like any other");
    assert_eq!(
        the_change(&leap, &json!({"availability": {"day_parts": ["tue_morning"], "to": "2028-02-28"}})),
        json!({"kind": "period_to", "date": "2028-02-29"})
    );
}

#[test]
fn at_the_turn_of_the_year_only_new_years_day_is_a_holiday() {
    // Offices close from 29 December to 3 January; by law only 1 January is a holiday, and people are asked for it as one.
    for (date, part, told) in [
        ("2026-12-25", "fri_morning", "12月25日（金）"),
        ("2026-12-29", "tue_morning", "12月29日（火）"),
        ("2026-12-31", "thu_morning", "12月31日（木）"),
        ("2027-01-01", "holiday_morning", "1月1日（金・祝）"),
        ("2027-01-02", "sat_morning", "1月2日（土）"),
        ("2027-01-03", "sun_morning", "1月3日（日）"),
    ] {
        let town = listing(&[on(&[(&format!("{date}T10:00"), &format!("{date}T12:00"))])]);
        let answer = town.find(json!({"availability": {"day_parts": [part]}}));
        let text = answer["results"][0]["because"][0]["text"].as_str().unwrap_or_else(|| panic!("{date}: {answer}"));
        assert!(text.contains(told), "{text}");
        let weekday = NaiveDate::parse_from_str(date, "%Y-%m-%d").unwrap().format("%a").to_string().to_lowercase();
        if part.starts_with("holiday") {
            let change = the_change(&town, &json!({"availability": {"day_parts": [format!("{weekday}_morning")]}}));
            assert_eq!(change, json!({"kind": "free_day_part", "day_part": "holiday_morning"}));
        }
        let away = json!({"availability": {"day_parts": [part], "except": [date]}});
        assert_eq!(the_change(&town, &away), json!({"kind": "free_date", "date": date}));
    }
}

#[test]
fn a_session_across_midnight_belongs_to_both_days() {
    let night = listing(&[on(&[("2026-11-28T22:00", "2026-11-29T02:00")])]);
    let evening = json!({"availability": {"day_parts": ["sat_evening"]}});
    assert_eq!(the_change(&night, &evening), json!({"kind": "free_hours", "day": "sun", "from": "00:00", "to": "02:00"}));
    let until_two = json!({"availability": {"day_parts": ["sat_evening"], "weekly": [{"day": "sun", "from": "00:00", "to": "02:00"}]}});
    let told = night.find(until_two)["results"][0]["because"][0]["text"].as_str().unwrap().to_owned();
    assert!(told.contains("4時間重なります"), "{told}");
    // Into New Year's Day: a Thursday, then a holiday.
    let bells = listing(&[on(&[("2026-12-31T23:00", "2027-01-01T01:00")])]);
    let thursday = json!({"availability": {"day_parts": ["thu_evening"], "weekly": [{"day": "fri", "from": "00:00", "to": "06:00"}]}});
    assert_eq!(the_change(&bells, &thursday), json!({"kind": "free_hours", "day": "holiday", "from": "00:00", "to": "01:00"}));
    // On one date, over midnight: what is named can be said in the request as it is read.
    let apart = json!({"availability": {"day_parts": ["mon_morning"], "to": "2026-12-30"}});
    let change = bells.find(apart)["near_misses"][0]["why_not"][0].clone();
    assert_eq!(change["change"], json!({"kind": "free_date_hours", "date": "2026-12-31", "from": "23:00", "to": "01:00"}));
    assert_eq!(change["text"], "12月31日（木）の23:00〜翌1:00が空けば参加できます");
}

#[test]
fn a_recurrence_that_never_ends_is_known_for_half_a_year() {
    let town = Town::with_store();
    let me: Somebody = town.somebody("owner", vec![Role::Owner(group(0).id)]);
    let draft = |rule: &str, starts_on: &str| {
        let mut listing = crate::opportunity_writing::listing("毎日の見守り");
        listing["schedule"] = json!({"recurrence": {"rule": rule, "starts_on": starts_on, "from": "07:30", "to": "08:00", "seats": 3}});
        town.call(&me.who, "POST", &format!("/v1/groups/{}/opportunities", group(0).id), &[], Some(&listing))
    };
    for (rule, starts_on, most) in [("FREQ=DAILY", "2026-11-24", 182), ("FREQ=DAILY", "2024-02-29", 183), ("FREQ=WEEKLY;BYDAY=SA", "2026-11-24", 27)] {
        let sessions = draft(rule, starts_on).expect(201).json()["schedule"]["sessions"].as_array().unwrap().clone();
        let last = sessions.last().unwrap()["starts_at"].as_str().unwrap().to_owned();
        assert!(sessions.len() <= most && sessions.len() + 2 > most.min(sessions.len() + 1), "{rule}: {}", sessions.len());
        assert!(last.as_str() < "2027-05-24" && last.as_str() > "2027-05-15", "{rule}: {last}");
    }
    for never in ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY", "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2;INTERVAL=4", "FREQ=DAILY;INTERVAL=0"] {
        let answer = draft(never, "2026-11-24");
        assert!([201, 422].contains(&answer.status), "{never}: {answer:?}");
        if answer.status == 422 {
            assert!(answer.refusal().2[0].starts_with("/schedule"), "{never}: {answer:?}");
        }
    }

    // And it is matched by the sessions that are known.
    let mut daily = on(&[]);
    let time = |h: u32, m: u32| chrono::NaiveTime::from_hms_opt(h, m, 0).unwrap();
    let starts_on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let rule = Recurrence { rule: "FREQ=DAILY".into(), starts_on, until: None, from: time(7, 30), to: time(8, 0), except: vec![], seats: Some(3) };
    daily.details.schedule.recurrence = Some(rule);
    daily.details.schedule.extend(starts_on, city().calendar.tz, |at| SessionId::derived(1, &at.to_string()));
    let town = listing(&[daily]);
    let answer = town.find(json!({"availability": {"weekly": [{"day": "thu", "from": "07:00", "to": "08:30"}], "to": "2200-01-01"}}));
    let fitting = count(&answer["results"][0], "sessions");
    assert!((20..=26).contains(&fitting), "a Thursday a week for half a year, holidays left out: {fitting}");
}
