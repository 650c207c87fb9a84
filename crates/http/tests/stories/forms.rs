use crate::town::{opportunity, town};
use std::collections::BTreeSet;

fn form(n: usize, accept: &str) -> crate::wire::Answer {
    town().get_with(&format!("/v1/opportunities/{}", opportunity(n).id), &[("Accept", accept)]).expect(200)
}

#[test]
fn schema_org_sees_an_event_with_its_sessions() {
    let answer = form(0, "application/ld+json");
    assert_eq!(answer.header("content-type"), Some("application/ld+json"));
    let event = answer.json();
    assert_eq!((event["@context"].as_str(), event["@type"].as_str()), (Some("https://schema.org"), Some("Event")));
    assert_eq!(event["name"], "通学路の雪かき0");
    assert_eq!(event["startDate"], "2026-11-24T10:00:00+09:00");
    assert_eq!(event["location"]["geo"]["latitude"], 43.0907);
    assert_eq!(event["organizer"]["name"], "北24条ゆきみち隊");
    assert_eq!(event["subEvent"].as_array().unwrap().len(), 2);
    assert_eq!(event["isAccessibleForFree"], true);
    assert_eq!(form(58, "application/ld+json").json()["location"]["@type"], "VirtualLocation");
    assert!(form(9, "application/ld+json").json().get("startDate").is_none(), "what has no dates names none");
}

/// Content lines of a calendar, unfolded: name and value. Panics on what RFC 5545 forbids.
fn lines(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "CRLF only");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded at 75 octets");
    let unfolded = text.replace("\r\n ", "");
    unfolded.split("\r\n").filter(|l| !l.is_empty()).map(|l| l.split_once(':').map(|(n, v)| (n.to_owned(), v.to_owned())).unwrap()).collect()
}

fn values<'a>(lines: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    lines.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
}

#[test]
fn a_calendar_holds_the_sessions_ahead() {
    let answer = form(0, "text/calendar");
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    let lines = lines(&answer.text());
    assert_eq!(lines.first(), Some(&("BEGIN".to_owned(), "VCALENDAR".to_owned())));
    assert_eq!(lines.last(), Some(&("END".to_owned(), "VCALENDAR".to_owned())));
    assert_eq!(values(&lines, "VERSION"), ["2.0"]);
    assert_eq!(values(&lines, "DTSTART"), ["20261124T010000Z", "20261208T050000Z"]);
    assert_eq!(values(&lines, "DTEND").len(), 2);
    assert_eq!(values(&lines, "SUMMARY"), ["通学路の雪かき0"; 2]);
    let begun: Vec<_> = values(&lines, "BEGIN").into_iter().filter(|b| *b == "VEVENT").collect();
    assert_eq!(begun.len(), 2);
    assert_eq!(values(&lines, "DTSTAMP").len(), 2);
}

#[test]
fn names_of_sessions_do_not_change_from_one_look_to_the_next() {
    let uids = |n| values(&lines(&form(n, "text/calendar").text()), "UID").into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(uids(0), uids(0));
    assert_eq!(uids(0).len(), 2, "each session has its own");
    assert!(uids(0).is_disjoint(&uids(1)));
}

#[test]
fn what_has_no_dates_is_still_a_calendar() {
    let lines = lines(&form(9, "text/calendar").text());
    assert!(values(&lines, "BEGIN").contains(&"VJOURNAL"));
    assert!(values(&lines, "DTSTART").is_empty());
}

#[test]
fn the_form_wanted_most_is_given() {
    for (accept, media) in [
        ("*/*", "application/json"),
        ("text/html,*/*;q=0.8", "application/json"),
        ("application/ld+json, application/json;q=0.5", "application/ld+json"),
        ("text/calendar;q=0.9, application/json;q=0.1", "text/calendar; charset=utf-8"),
    ] {
        assert_eq!(form(0, accept).header("content-type"), Some(media), "{accept}");
    }
}
