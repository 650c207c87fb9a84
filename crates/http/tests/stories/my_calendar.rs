use crate::office::{Office, refused};
use crate::people::Somebody;
use crate::town::{Town, group, opportunity};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_domain::access::Role;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_domain::opportunity::{Opportunity, State};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

const AT: &str = "/v1/me/calendar";

/// The path of a calendar that is made anew.
fn renew(town: &Town, me: &Somebody) -> String {
    let made = town.call(&me.who, "POST", AT, &[], None).expect(201);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let url = made.json()["url"].as_str().unwrap().to_owned();
    url[url.find("/v1/calendars/").unwrap()..].to_owned()
}

fn calendar(town: &Town, path: &str) -> Answer {
    town.get_with(path, &[("Accept", "text/calendar, */*;q=0.1")])
}

/// The events of a calendar, each as its lines, unfolded.
fn events(text: &str) -> Vec<Vec<(String, String)>> {
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "CRLF only");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded at 75 octets");
    let lines: Vec<String> = text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect();
    lines
        .split(|line| line == "BEGIN:VEVENT")
        .skip(1)
        .map(|event| event.iter().take_while(|l| *l != "END:VEVENT").filter_map(|l| l.split_once(':')).map(|(n, v)| (n.into(), v.into())).collect())
        .collect()
}

fn value<'a>(event: &'a [(String, String)], name: &str) -> &'a str {
    event.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
}

fn all<'a>(events: &'a [Vec<(String, String)>], name: &str) -> Vec<&'a str> {
    events.iter().map(|e| value(e, name)).collect()
}

/// Somebody of the group, and something of it with this many seats at each of two sessions ahead.
fn place(town: &Town, seats: u32) -> (Somebody, Opportunity) {
    let owner = town.somebody(&format!("owner{seats}"), vec![Role::Owner(group(0).id)]);
    let mut o = Opportunity { id: OpportunityId::new(), ..opportunity(0) };
    (o.details.seeks, o.details.title) = (None, "雪かき, 朝; みんなで".into());
    o.details.schedule.sessions.iter_mut().for_each(|s| (s.id, s.seats, s.seats_taken) = (SessionId::new(), Some(seats), 0));
    put(town, &o);
    (owner, o)
}

fn put(town: &Town, o: &Opportunity) {
    town.store.write(|tx| tx.put_opportunity(o)).unwrap_or_else(|e: StoreError| panic!("{e}"));
}

fn apply(town: &Town, who: &Somebody, o: &Opportunity) -> String {
    let wish = json!({"opportunity_id": o.id.0, "of_age": true, "waitlist": true, "message": "ひみつのことば"});
    town.call(&who.who, "POST", "/v1/applications", &[], Some(&wish)).expect(201).json()["id"].as_str().unwrap().to_owned()
}

fn step(town: &Town, who: &Somebody, id: &str, step: &str) -> Value {
    town.call(&who.who, "POST", &format!("/v1/applications/{id}/{step}"), &[], Some(&json!({}))).expect(200).json()
}

#[test]
fn an_address_is_made_renewed_and_taken_back() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let made = || town.call(&me.who, "GET", AT, &[], None).expect(200).json()["created_at"].clone();
    assert_eq!(made(), Value::Null);
    let first = renew(town, me);
    assert!(first.starts_with("/v1/calendars/enc_") && first.ends_with(".ics") && first.len() == "/v1/calendars/".len() + 53 + 4, "{first}");
    assert_eq!(made(), "2026-11-23T09:00:00+09:00");
    assert!(!town.call(&me.who, "GET", AT, &[], None).text().contains("enc_"), "it is shown once");
    let answer = calendar(town, &first).expect(200);
    assert_eq!((answer.header("content-type"), answer.header("cache-control")), (Some("text/calendar; charset=utf-8"), Some("private, max-age=300")));
    let second = renew(town, me);
    assert_eq!((calendar(town, &first).status, calendar(town, &second).status), (404, 200), "the old one is dead at once");
    town.call(&me.who, "DELETE", AT, &[], None).expect(204);
    town.call(&me.who, "DELETE", AT, &[], None).expect(204);
    assert_eq!((calendar(town, &second).status, made()), (404, Value::Null));
    let deeds: Vec<_> = office.deeds(ObjectKind::Account, &me.account.id.to_string());
    let wanted = ["renew_my_calendar", "renew_my_calendar", "delete_my_calendar"].map(|deed| (deed.to_owned(), vec!["calendar".to_owned()]));
    assert_eq!(deeds, wanted);
}

#[test]
fn what_is_no_key_of_ours_is_not_there_and_a_closed_account_has_no_calendar() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let path = renew(town, me);
    let key = path.trim_start_matches("/v1/calendars/").trim_end_matches(".ics");
    let swapped = key.replacen("enc_", "enk_", 1);
    for other in [&key[..52], &swapped, "enc_", "x", &format!("enc_{}", "0".repeat(49))] {
        assert_eq!(refused(&town.get(&format!("/v1/calendars/{other}.ics"))), (404, "not_found".into()), "{other}");
    }
    assert_eq!((town.get(&format!("/v1/calendars/{key}")).status, refused(&town.get(&format!("{path}?x=1"))).0), (404, 400));
    assert_eq!(town.get_with(&path, &[("Authorization", &format!("Bearer {key}"))]).status, 401, "it opens nothing else");
    let closed = Account { disabled_at: Some(town.now()), ..me.account.clone() };
    town.store.write(|tx| tx.put_account(&closed)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(calendar(town, &path).status, 404);
}

#[test]
fn a_calendar_follows_what_becomes_of_an_application() {
    let town = Town::with_store();
    let (owner, o) = place(&town, 1);
    let (haru, natsu) = (town.somebody("haru", vec![]), town.somebody("natsu", vec![]));
    let path = renew(&town, &haru);
    let shown = || events(&calendar(&town, &path).expect(200).text());
    assert!(shown().is_empty(), "an empty calendar is one");
    let first = apply(&town, &natsu, &o);
    step(&town, &owner, &first, "accept");
    let mine = apply(&town, &haru, &o);
    assert!(shown().is_empty(), "what is not settled is in no calendar");
    assert_eq!(step(&town, &owner, &mine, "accept")["state"], "waitlisted");
    assert!(shown().is_empty());
    step(&town, &natsu, &first, "withdraw");
    let offered = shown();
    assert_eq!(all(&offered, "STATUS"), ["TENTATIVE", "TENTATIVE"]);
    step(&town, &haru, &mine, "consent");
    let settled = shown();
    assert_eq!((all(&settled, "STATUS"), all(&settled, "TRANSP")), (vec!["CONFIRMED"; 2], vec!["OPAQUE"; 2]));
    assert_eq!((all(&settled, "UID"), all(&offered, "UID").len()), (all(&offered, "UID"), 2), "it is the same event");
    let count = |events: &[Vec<(String, String)>]| value(&events[0], "SEQUENCE").parse::<u64>().unwrap();
    assert!(count(&settled) > count(&offered), "and it says that it changed");
    let one = &settled[0];
    assert_eq!((value(one, "DTSTART;TZID=Asia/Tokyo"), value(one, "DTEND;TZID=Asia/Tokyo")), ("20261124T100000", "20261124T120000"));
    assert_eq!((value(one, "SUMMARY"), value(one, "CLASS")), ("雪かき\\, 朝\\; みんなで", "PRIVATE"));
    assert!(value(one, "DESCRIPTION").ends_with("\\n北24条ゆきみち隊") && value(one, "LOCATION").contains("地区会館0"), "{one:?}");
    let text = calendar(&town, &path).text();
    assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\n"), "{text}");
    assert!(
        !text.contains("haru") && !text.contains("ひみつ") && text.matches('@').count() == 2,
        "no name, no words, no address but those of the events: {text}"
    );

    // One of two is called off; then all of it.
    let mut changed = town.store.read(|tx| tx.opportunity(o.id)).unwrap_or_else(|e: StoreError| panic!("{e}")).unwrap();
    changed.details.schedule.sessions.iter_mut().filter(|s| s.starts_at > town.now()).take(1).for_each(|s| s.cancelled = true);
    put(&town, &changed);
    assert_eq!(all(&shown(), "STATUS"), ["CANCELLED", "CONFIRMED"]);
    put(&town, &Opportunity { state: State::Cancelled, ..changed });
    let at = enmusubi_domain::application::Circumstances { rules: Default::default(), tz: chrono_tz::Asia::Tokyo, now: town.now() };
    town.store.write_by_locks(|tx| tx.applications_follow(o.id, &at)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!((all(&shown(), "STATUS"), all(&shown(), "TRANSP")), (vec!["CANCELLED"; 2], vec!["TRANSPARENT"; 2]));
    assert!(count(&shown()) > count(&settled));
}

#[test]
fn programs_that_ask_again_and_again_are_told_that_nothing_has_changed() {
    let town = Town::with_store();
    let (owner, o) = place(&town, 3);
    let haru = town.somebody("haru", vec![]);
    let path = renew(&town, &haru);
    let mine = apply(&town, &haru, &o);
    step(&town, &owner, &mine, "accept");
    let tag = calendar(&town, &path).expect(200).header("etag").unwrap().to_owned();
    let again = || town.get_with(&path, &[("If-None-Match", &tag)]);
    assert_eq!((again().status, again().body.len()), (304, 0));
    step(&town, &haru, &mine, "withdraw");
    let changed = again().expect(200);
    assert!(events(&changed.text()).is_empty(), "whoever withdraws has the day for themselves");
    // Whoever applies again begins a new event, and not one whose count went back.
    let anew = apply(&town, &haru, &o);
    step(&town, &owner, &anew, "accept");
    assert!(all(&events(&calendar(&town, &path).text()), "UID").iter().all(|uid| uid.contains(&anew)));
    assert_eq!(town.send("HEAD", &path, &[], b"").status, 200);
}

#[test]
fn a_calendar_speaks_the_language_of_its_owner_and_forgets_what_is_long_over() {
    let town = Town::with_store_by(crate::town::settings(), crate::post::clock::<6>);
    let (owner, o) = place(&town, 5);
    let haru = town.somebody("haru", vec![]);
    let english = Account { lang: Lang::En, ..haru.account.clone() };
    town.store.write(|tx| tx.put_account(&english)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let path = renew(&town, &haru);
    step(&town, &owner, &apply(&town, &haru, &o), "accept");
    let text = calendar(&town, &path).text();
    assert!(text.contains("X-WR-CALNAME:Enmusubi\r\n") && text.contains("SUMMARY:Snow clearing 0\r\n"), "{text}");
    crate::post::pass::<6>(TimeDelta::days(62));
    assert_eq!(events(&calendar(&town, &path).text()).len(), 1, "the first of them was more than sixty days ago");
    crate::post::pass::<6>(TimeDelta::days(14));
    assert_eq!(events(&calendar(&town, &path).text()).len(), 0);
}

#[test]
fn the_key_is_in_no_metric_and_nowhere_but_in_the_answer() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let path = renew(town, me);
    let key = path.trim_start_matches("/v1/calendars/").trim_end_matches(".ics");
    calendar(town, &path).expect(200);
    let metrics = town.get("/metrics").expect(200).text();
    assert!(metrics.contains("/v1/calendars/{key}.ics") && !metrics.contains(key), "{metrics}");
    assert!(!office.whole_trail().contains(key));
}
