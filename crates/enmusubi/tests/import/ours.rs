use crate::desk::{Desk, outcomes, wrong};
use enmusubi::import::Outcome::{Created, Refused, Unchanged, Updated};
use enmusubi::import::{Format, Kind};
use enmusubi_domain::opportunity::State;

const SNOW: &str = r#"{"ref":"1","group":{"ref":"g1","name":"雪の会"},"title":"通学路の雪かき","themes":["snow"],"areas":["011029"],"schedule":{"sessions":[{"starts_at":"2026-12-05T09:30","ends_at":"2026-12-05T12:00:00+09:00","seats":10}]}}"#;

#[test]
fn a_listing_comes_in_with_its_group_and_running_it_again_changes_nothing() {
    let desk = Desk::open();
    let first = desk.import(Kind::Opportunities, Format::Jsonl, SNOW);
    assert_eq!(outcomes(&first), [Created], "{first:?}");
    assert!(first[0].notes.group_created && first[0].notes.area_from == Some("code"));
    let stored = desk.opportunity("1");
    assert_eq!((stored.state, stored.version), (State::Published, 1));
    assert_eq!(desk.civil(stored.details.schedule.sessions[0].starts_at), "2026-12-05 09:30");
    let group = desk.store.read(|tx| tx.group(stored.group)).unwrap().unwrap();
    assert!(group.imported && group.details.name == "雪の会");

    assert_eq!(outcomes(&desk.import(Kind::Opportunities, Format::Jsonl, SNOW)), [Unchanged]);
    assert_eq!(desk.opportunity("1"), stored);
}

#[test]
fn a_changed_listing_keeps_its_id_its_sessions_and_the_places_taken() {
    let desk = Desk::open();
    desk.import(Kind::Opportunities, Format::Jsonl, SNOW);
    let mut before = desk.opportunity("1");
    before.details.schedule.sessions[0].seats_taken = 4;
    desk.store.write::<_, enmusubi_persistence::StoreError>(|tx| tx.put_opportunity(&before)).unwrap();
    let rows = desk.import(Kind::Opportunities, Format::Jsonl, SNOW.replace("通学路の雪かき", "通学路の雪はね"));
    assert_eq!(outcomes(&rows), [Updated]);
    let after = desk.opportunity("1");
    assert_eq!((after.id, after.details.title.as_str()), (before.id, "通学路の雪はね"));
    assert_eq!(after.details.schedule.sessions, before.details.schedule.sessions);
    // A session that the source no longer names is called off where people have taken places.
    desk.import(Kind::Opportunities, Format::Jsonl, SNOW.replace("12-05", "12-12"));
    let moved = desk.opportunity("1").details.schedule.sessions;
    assert_eq!(moved.iter().map(|s| s.cancelled).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_people_decided_here_is_not_undone_by_the_file() {
    let desk = Desk::open();
    desk.import(Kind::Opportunities, Format::Jsonl, SNOW);
    let cancelled = desk.opportunity("1").cancel(desk.now).unwrap();
    desk.store.write::<_, enmusubi_persistence::StoreError>(|tx| tx.put_opportunity(&cancelled)).unwrap();
    assert_eq!(outcomes(&desk.import(Kind::Opportunities, Format::Jsonl, SNOW)), [Unchanged]);
    assert_eq!(desk.opportunity("1").state, State::Cancelled);
}

#[test]
fn dirty_rows_are_refused_with_every_wrong_field_and_the_rest_comes_in() {
    let desk = Desk::open();
    let rows = desk.import(
        Kind::Opportunities,
        Format::Csv,
        "ref,group_name,title,themes,areas,starts_on,from,to,kind\n\
         1,雪の会,雪かき,snow,011029,2026-12-05,09:30,12:00,\n\
         2,雪の会,雪かき,snöw,019999,2026-12-05,09:30,,party\n\
         3,,,snow,011029,someday,9:30,12:00,\n\
         1,雪の会,もう一度,snow,011029,2026-12-06,09:30,12:00,\n\
         ,雪の会,無名,snow,011029,2026-12-06,09:30,12:00,\n\
         6,雪の会,終わりが先,snow,011029,2026-12-06,12:00,09:30,\n",
    );
    assert_eq!(outcomes(&rows), [Created, Refused, Refused, Refused, Refused, Refused]);
    assert_eq!(wrong(&rows[1]), [("to", "required"), ("kind", "not_one_of"), ("themes/0", "unknown_code"), ("areas/0", "unknown_code")]);
    assert_eq!(wrong(&rows[2]), [("group", "required"), ("starts_on", "malformed")]);
    assert_eq!(wrong(&rows[3]), [("ref", "duplicate")]);
    assert_eq!(wrong(&rows[4]), [("ref", "required")]);
    assert_eq!(wrong(&rows[5]), [("schedule/sessions/0/ends_at", "reversed")]);
    assert_eq!((rows[5].line, desk.counts().opportunities), (7, 1));
    assert!(rows.iter().skip(1).all(|r| r.errors.iter().all(|e| !e.detail.is_empty() && !e.detail_ja.is_empty())));
}

#[test]
fn every_wrong_field_of_a_row_is_named_at_once() {
    let desk = Desk::open();
    let rows = desk.import(
        Kind::Opportunities,
        Format::Jsonl,
        r#"{"ref":"1","group":{"ref":"unknown"},"title":"","themes":["x"],"areas":["y"],"url":"ftp://x","schedule":{"day_parts":["sat_morning"]}}"#,
    );
    let mut fields: Vec<_> = rows[0].errors.iter().map(|e| e.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["areas/0", "group/ref", "themes/0", "title", "url"]);
}

#[test]
fn a_refused_row_leaves_no_group_behind() {
    let desk = Desk::open();
    let rows = desk.import(Kind::Opportunities, Format::Jsonl, SNOW.replace("\"snow\"", "\"nothing\""));
    assert_eq!(outcomes(&rows), [Refused]);
    assert_eq!((desk.counts().groups, desk.counts().opportunities), (0, 0));
}

#[test]
fn what_is_over_comes_in_as_closed() {
    let desk = Desk::open();
    let rows = desk.import(
        Kind::Opportunities,
        Format::Csv,
        "ref,group_name,title,themes,areas,starts_on,ends_on,from,to,day_parts,apply_by\n\
         past,会,古い会,salon,011029,2011-02-01,2011-02-01,10:00,12:00,,\n\
         today,会,今日の会,salon,011029,2026-12-01,,08:00,10:00,,\n\
         range,会,長い会,salon,011029,2026-11-01,2026-12-20,10:00,12:00,,\n\
         rule-over,会,終わった会,salon,011029,2026-11-01,2026-11-20,10:00,12:00,,\n\
         flexible-over,会,終わった募集,salon,011029,,,,,sat_morning,2026-11-30\n\
         flexible,会,いつでも,salon,011029,,,,,sat_morning,2026-12-01\n",
    );
    let over: Vec<_> = rows.iter().map(|r| (r.reference.as_deref().unwrap(), r.notes.over, r.outcome)).collect();
    let state = |r: &str| desk.opportunity(r).state;
    assert_eq!(over.iter().filter(|o| o.1).map(|o| o.0).collect::<Vec<_>>(), ["past", "rule-over", "flexible-over"], "{rows:?}");
    assert_eq!((state("past"), state("today"), state("range"), state("flexible")), (State::Closed, State::Published, State::Published, State::Published));
    assert_eq!(desk.opportunity("range").details.schedule.sessions.len(), 20);
}

#[test]
fn a_listing_without_themes_gets_some_from_its_words_and_says_so() {
    let desk = Desk::open();
    let rows = desk.import(Kind::Opportunities, Format::Jsonl, SNOW.replace("\"themes\":[\"snow\"],", ""));
    assert_eq!(outcomes(&rows), [Created]);
    let details = desk.opportunity("1").details;
    assert!(details.themes_suggested && details.themes.contains(&"snow".to_owned()), "{:?}", details.themes);
    assert_eq!(rows[0].notes.themes_suggested, details.themes);
    assert_eq!(outcomes(&desk.import(Kind::Opportunities, Format::Jsonl, SNOW.replace("\"themes\":[\"snow\"],", ""))), [Unchanged]);
}

#[test]
fn the_area_comes_from_a_code_a_postal_code_the_address_or_the_coordinates() {
    let desk = Desk::open();
    let rows = desk.import(
        Kind::Opportunities,
        Format::Csv,
        "ref,group_name,title,themes,areas,postal_code,address,lat,lon,day_parts\n\
         code,会,a,salon,11029,0650000,札幌市東区,43.0476,141.4052,sat_morning\n\
         postal,会,a,salon,,〒065-0007,札幌市西区,43.0476,141.4052,sat_morning\n\
         address,会,a,salon,,999-9999,札幌市西区琴似,43.0476,141.4052,sat_morning\n\
         point,会,a,salon,,,,43.0476,141.4052,sat_morning\n\
         nowhere,会,a,salon,,,小樽市,43.19,140.99,sat_morning\n",
    );
    let found: Vec<_> =
        rows[..4].iter().map(|r| (desk.opportunity(r.reference.as_deref().unwrap()).details.areas[0].clone(), r.notes.area_from.unwrap())).collect();
    let expected = [("011029", "code"), ("011037", "postal_code"), ("011070", "address"), ("011045", "coordinates")];
    assert_eq!(found.iter().map(|(a, w)| (a.as_str(), *w)).collect::<Vec<_>>(), expected);
    assert_eq!(rows[0].notes.codes_repaired, ["11029"]);
    assert_eq!(wrong(&rows[4]), [("areas", "required")]);
}

#[test]
fn groups_come_in_by_themselves_and_listings_find_them() {
    let desk = Desk::open();
    let groups =
        "ref,name,kind,themes,areas,members,founded,url\ng1,雪の会,neighbourhood,snow,011029,8,2021,https://example.org\ng2,なし,club,snow,011029,many,2021,\n";
    let rows = desk.import(Kind::Groups, Format::Csv, groups);
    assert_eq!(outcomes(&rows), [Created, Refused]);
    assert_eq!(wrong(&rows[1]), [("members", "malformed"), ("kind", "not_one_of")]);
    assert_eq!(outcomes(&desk.import(Kind::Groups, Format::Csv, groups)), [Unchanged, Refused]);
    let listing = desk.import(Kind::Opportunities, Format::Jsonl, SNOW);
    assert!(!listing[0].notes.group_created);
    assert_eq!(desk.counts().groups, 1);
}

#[test]
fn a_recurrence_is_extended_over_the_horizon_and_stays_the_same_next_time() {
    let desk = Desk::open();
    let weekly = "ref,group_name,title,themes,areas,rule,from,to,seats\n1,会,毎週の会,salon,011029,FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,10:00,12:00,5\n2,会,壊れた規則,salon,011029,FREQ=SECONDLY,10:00,12:00,5\n";
    let rows = desk.import(Kind::Opportunities, Format::Csv, weekly);
    assert_eq!(outcomes(&rows), [Created, Refused]);
    assert_eq!(wrong(&rows[1]), [("schedule/recurrence/rule", "malformed")]);
    let sessions = desk.opportunity("1").details.schedule.sessions;
    assert!(sessions.len() >= 12 && sessions.iter().all(|s| s.seats == Some(5)));
    assert_eq!(outcomes(&desk.import(Kind::Opportunities, Format::Csv, weekly))[0], Unchanged);
}

#[test]
fn the_report_file_has_a_line_for_every_row() {
    let desk = Desk::open();
    let (file, report) = (desk.file("rows", format!("{SNOW}\nnonsense\n")), desk.dir.path().join("report.jsonl"));
    let options = enmusubi::import::ImportOptions { report: Some(report.clone()), ..desk.options(Kind::Opportunities, Format::Jsonl, vec![file]) };
    let (counts, _) = desk.run(&options).unwrap();
    assert_eq!((counts.rows, counts.created, counts.refused), (2, 1, 1));
    let lines: Vec<serde_json::Value> = std::fs::read_to_string(report).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((lines[0]["outcome"].as_str(), lines[0]["ref"].as_str(), lines[1]["line"].as_u64()), (Some("created"), Some("1"), Some(2)));
    assert_eq!(lines[1]["errors"][0]["code"], "unreadable");
}

#[test]
fn a_thousand_rows_come_in_as_fast_as_they_can_be_read() {
    let desk = Desk::open();
    let rows: String = (0..1000).map(|n| SNOW.replace("\"ref\":\"1\"", &format!("\"ref\":\"{n}\"")) + "\n").collect();
    assert_eq!(desk.import(Kind::Opportunities, Format::Jsonl, rows).iter().filter(|r| r.outcome == Created).count(), 1000);
    assert_eq!((desk.counts().groups, desk.counts().opportunities), (1, 1000));
}
