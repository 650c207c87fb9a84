use crate::desk::{Desk, outcomes, wrong};
use enmusubi::import::Outcome::{Created, Refused, Unchanged};
use enmusubi::import::{Format, ImportOptions, Kind};

const CURRENT: &[u8] = include_bytes!("../../../../examples/ods-event/011002_event_current.csv");
const LEGACY: &[u8] = include_bytes!("../../../../examples/ods-event/011002_event_legacy.csv");

#[test]
fn the_current_columns_come_in_from_utf_8_with_its_byte_order_mark() {
    let desk = Desk::open();
    let rows = desk.import(Kind::Opportunities, Format::OdsEvent, CURRENT);
    assert_eq!(outcomes(&rows), [Created, Created, Created, Created, Created, Refused], "{rows:?}");
    assert_eq!(wrong(&rows[5]), [("to", "required")], "an end time is mandatory");
    let ways: Vec<_> = rows.iter().map(|r| r.notes.area_from).collect();
    assert_eq!(ways[..5], [Some("code"), Some("code"), Some("coordinates"), Some("address"), None], "and the last is everywhere");
    let reading = desk.opportunity("011002/E-0001").details;
    assert_eq!(reading.themes, ["education", "childcare"], "tags that name themes are themes");
    assert_eq!((reading.areas[0].as_str(), reading.cost.as_deref(), reading.schedule.sessions[0].seats), ("011029", Some("無料"), Some(12)));
    let lights = desk.opportunity("011002/E-0002").details;
    assert_eq!((lights.areas[0].as_str(), rows[1].notes.codes_repaired.as_slice()), ("011053", &["11053".to_owned()][..]));
    assert_eq!(lights.schedule.sessions.iter().map(|s| desk.civil(s.ends_at)).collect::<Vec<_>>(), ["2027-02-06 18:30", "2027-02-07 18:30"]);
    let salon = desk.opportunity("011002/E-0004").details.schedule;
    assert_eq!(salon.recurrence.unwrap().rule, "FREQ=WEEKLY;BYDAY=WE");
    assert_eq!(salon.sessions.len(), 12);
    let online = desk.opportunity("011002/E-0005").details;
    assert!(online.remote && online.areas.is_empty() && online.url.is_some());
    assert_eq!(outcomes(&desk.import(Kind::Opportunities, Format::OdsEvent, CURRENT))[..5], [Unchanged; 5]);
}

#[test]
fn the_older_columns_come_in_from_cp932_with_codes_that_lost_their_zero() {
    let desk = Desk::open();
    assert!(String::from_utf8(LEGACY.to_vec()).is_err(), "the sample is no UTF-8");
    let rows = desk.import(Kind::Opportunities, Format::OdsEvent, LEGACY);
    assert_eq!(outcomes(&rows), [Created, Created, Created, Created, Refused], "{rows:?}");
    assert_eq!(wrong(&rows[4]), [("starts_on", "malformed")]);
    let walk = desk.opportunity("011002/1");
    assert_eq!((walk.details.title.as_str(), walk.details.areas[0].as_str()), ("冬みち転倒予防教室", "011070"));
    assert_eq!(desk.civil(walk.details.apply_by.unwrap()), "2027-01-14 17:00");
    let talk = desk.opportunity("011011/4").details;
    assert!(talk.title.starts_with('①'), "characters that only CP932 has");
    assert_eq!((talk.areas[0].as_str(), rows[3].notes.area_from), ("011011", Some("fallback")), "no place is told: the publisher's own ward");
    assert_eq!(rows[3].notes.codes_repaired, ["11011"]);
    assert!(talk.themes_suggested || !talk.themes.is_empty() || rows[3].notes.themes_suggested.is_empty());
    let group = desk.store.read(|tx| tx.group(walk.group)).unwrap().unwrap();
    assert!(group.imported && group.details.name == "西区いきいき歩こう会");
    assert_eq!(outcomes(&desk.import(Kind::Opportunities, Format::OdsEvent, LEGACY))[..4], [Unchanged; 4]);
}

#[test]
fn a_mapping_supplies_what_a_municipality_never_writes() {
    let desk = Desk::open();
    let (file, mapping) = (desk.file("events.csv", CURRENT), desk.file("m.toml", "[defaults]\nfrom = \"10:00\"\nto = \"12:00\"\n"));
    let options = ImportOptions { mapping: Some(mapping), ..desk.options(Kind::Opportunities, Format::OdsEvent, vec![file]) };
    assert_eq!(outcomes(&desk.run(&options).unwrap().1), [Created; 6]);
    assert_eq!(desk.civil(desk.opportunity("011002/E-0006").details.schedule.sessions[0].ends_at), "2027-02-20 12:00");
}

#[test]
fn another_list_is_refused_as_a_whole() {
    let desk = Desk::open();
    let file = desk.file("facilities.csv", "名称,住所\n図書館,札幌市\n");
    let error = desk.run(&desk.options(Kind::Opportunities, Format::OdsEvent, vec![file])).unwrap_err().to_string();
    assert!(error.contains("イベント名"), "{error}");
}
