use crate::office::{Office, refused};
use crate::people::Somebody;
use crate::town::{Town, settings};
use crate::wire::Answer;
use enmusubi_domain::account::Account;
use enmusubi_domain::audit::{Actor, ObjectKind};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::notice::{NoticeKind, Stop};
use enmusubi_http::StopSeal;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

const AT: &str = "/v1/me/notices";

fn put(town: &Town, me: &Somebody, version: &str, body: &Value) -> Answer {
    town.call(&me.who, "PUT", AT, &[("If-Match", version)], Some(body))
}

fn read(town: &Town, me: &Somebody) -> Answer {
    town.call(&me.who, "GET", AT, &[], None)
}

/// Which kinds are off.
fn off(view: &Value) -> Vec<String> {
    view["kinds"].as_array().unwrap().iter().filter(|k| k["on"] == false).map(|k| k["code"].as_str().unwrap().to_owned()).collect()
}

/// The address a letter carries, as the postman makes it.
fn stop(account: AccountId, kinds: &[NoticeKind]) -> String {
    StopSeal::new(settings().cursor_key).address("", account, &Stop::of(kinds).unwrap())
}

#[test]
fn whoever_said_nothing_has_the_usual_and_says_what_is_different() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let usual = read(town, me).expect(200);
    let view = usual.json();
    assert_eq!((&view["version"], &view["updated_at"], &view["digest"]), (&json!(0), &Value::Null, &json!("hourly")));
    assert_eq!((&view["quiet_hours"], &view["off"]), (&json!({"from": "21:00", "to": "08:00"}), &json!([])));
    assert_eq!((view["kinds"].as_array().unwrap().len(), off(&view)), (NoticeKind::ALL.len(), vec![]));
    assert!(usual.header("etag").unwrap().starts_with("\"v0."));

    let quieter = json!({"off": ["message", "expired", "message"], "digest": "daily", "quiet_hours": null});
    let said = put(town, me, "\"v0\"", &quieter).expect(200);
    assert_eq!(
        (off(&said.json()), &said.json()["digest"], &said.json()["quiet_hours"]),
        (vec!["expired".into(), "message".into()], &json!("daily"), &Value::Null)
    );
    assert!(said.header("etag").unwrap().starts_with("\"v1."));
    assert_eq!(read(town, me).expect(200).json(), said.json());
    let same = put(town, me, said.header("etag").unwrap(), &quieter).expect(200);
    assert_eq!(same.header("etag"), said.header("etag"), "the same again changes nothing");
    let back = put(town, me, "\"v1\"", &json!({})).expect(200).json();
    assert_eq!((&back["version"], off(&back), &back["digest"], &back["quiet_hours"]), (&json!(2), vec![], &json!("hourly"), &view["quiet_hours"]));
    let other = town.somebody("somebody-else", vec![]);
    assert_eq!(read(town, &other).expect(200).json()["version"], 0, "everybody has their own");
}

#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    assert_eq!(refused(&town.call(&me.who, "PUT", AT, &[], Some(&json!({})))).0, 428);
    assert_eq!(refused(&put(town, me, "\"v1\"", &json!({}))).0, 412);
    put(town, me, "\"v0\"", &json!({})).expect(200);
    assert_eq!(refused(&put(town, me, "\"v0\"", &json!({}))).0, 412);
    assert_eq!(town.call(&me.who, "GET", AT, &[("If-None-Match", read(town, me).header("etag").unwrap())], None).status, 304);
}

#[test]
fn kinds_are_named_in_the_readers_language() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let english = town.call(&me.who, "GET", AT, &[("Accept-Language", "en")], None).expect(200);
    assert_eq!(english.header("content-language"), Some("en"));
    for (kind, view) in NoticeKind::ALL.iter().zip(english.json()["kinds"].as_array().unwrap()) {
        assert_eq!((view["code"].as_str().unwrap(), view["name"].as_str().unwrap()), (kind.code(), kind.word(enmusubi_domain::text::Lang::En)));
        assert_eq!((view["urgent"].as_bool().unwrap(), view["can_be_stopped"].as_bool().unwrap()), (kind.is_urgent(), kind.can_be_stopped()));
    }
    let japanese = read(town, me).expect(200);
    assert_eq!(japanese.json()["kinds"][3]["name"], "空席の案内");
    assert_ne!(japanese.header("etag"), english.header("etag"), "another language is another representation");
}

#[test]
fn every_wrong_member_is_named_and_nothing_changes() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let wrong = json!({"off": ["message", "love", "consent_needed"], "digest": "weekly", "quiet_hours": {"from": "9:00", "to": "24:00"}});
    let told = put(town, me, "\"v0\"", &wrong).expect(422).json();
    let named: Vec<&str> = told["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    assert_eq!(named, ["/off/1", "/off/2", "/digest", "/quiet_hours/from", "/quiet_hours/to"]);
    for (body, pointer) in [
        (json!({"quiet_hours": {"from": "08:00", "to": "08:00"}}), "/quiet_hours/to"),
        (json!({"quiet_hours": {"from": "08:00"}}), "/quiet_hours/to"),
        (json!({"off": "message"}), "/off"),
        (json!({"every": true}), "/every"),
    ] {
        let told = put(town, me, "\"v0\"", &body).expect(422).json();
        assert_eq!(told["errors"][0]["pointer"], pointer, "{body}: {told}");
    }
    assert_eq!(read(town, me).expect(200).json()["version"], 0);
}

#[test]
fn one_click_stops_a_kind_however_mail_programs_send_it_and_looking_does_not() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let form = "application/x-www-form-urlencoded";
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let ways = [
        (NoticeKind::Message, vec![("Content-Type", form)], "List-Unsubscribe=One-Click"),
        (NoticeKind::Reminder, vec![("Content-Type", "multipart/form-data; boundary=x")], multipart),
        (NoticeKind::SeatOffered, Vec::<(&str, &str)>::new(), ""),
        (NoticeKind::Expired, vec![("Content-Type", form), ("Origin", "http://town")], "List-Unsubscribe=One-Click"),
    ];
    for (n, (kind, headers, body)) in ways.iter().enumerate() {
        let address = stop(me.account.id, &[*kind]);
        let seen = town.get(&address).expect(200).json();
        assert_eq!((&seen["stopped"], &seen["kinds"][0]["code"], &seen["kinds"][0]["on"]), (&json!(false), &json!(kind.code()), &json!(true)), "{kind:?}");
        assert_eq!(off(&read(town, me).json()).len(), n, "looking stops nothing");
        let done = town.send("POST", &address, headers, body.as_bytes()).expect(200).json();
        assert_eq!((&done["stopped"], &done["kinds"][0]["on"]), (&json!(true), &json!(false)));
        assert!(off(&read(town, me).json()).contains(&kind.code().to_owned()));
        town.send("POST", &address, headers, body.as_bytes()).expect(200);
        assert_eq!(town.get(&address).json()["stopped"], true);
    }
    let view = read(town, me).json();
    assert_eq!(
        (&view["version"], &view["digest"], &view["quiet_hours"]),
        (&json!(4), &json!("hourly"), &json!({"from": "21:00", "to": "08:00"})),
        "the rest stays, and twice is once"
    );
    let deeds = office.trail(ObjectKind::Account, &me.account.id.to_string());
    let stops: Vec<_> = deeds.iter().filter(|e| e.action == "stop_notices").map(|e| (e.actor, e.fields.clone())).collect();
    assert_eq!(stops, vec![(Actor::Anyone, vec!["notices".to_owned()]); 4]);
}

#[test]
fn many_kinds_are_stopped_with_one_click_too() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let kinds = Stop::of_letter(&[NoticeKind::Message, NoticeKind::Accepted]).unwrap();
    let address = stop(me.account.id, kinds.kinds());
    town.send("POST", &stop(me.account.id, &[NoticeKind::Message]), &[], b"").expect(200);
    assert_eq!(town.get(&address).json()["stopped"], false, "not all of them yet");
    town.send("POST", &address, &[], b"").expect(200);
    let mut stopped: Vec<&str> = kinds.kinds().iter().map(|kind| kind.code()).collect();
    let mut off = off(&read(town, me).json());
    stopped.sort_unstable();
    off.sort_unstable();
    assert_eq!(off, stopped);
}

#[test]
fn a_person_gets_a_page_with_a_button() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let address = stop(me.account.id, &[NoticeKind::Message]);
    let browser = [("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), ("Accept-Language", "en")];
    let page = town.get_with(&address, &browser).expect(200);
    assert_eq!((page.header("content-type"), page.header("cache-control")), (Some("text/html; charset=utf-8"), Some("no-store")));
    let text = page.text();
    assert!(text.contains("<form method=\"post\">") && text.contains("a message") && text.contains("name=\"referrer\" content=\"same-origin\""), "{text}");
    assert!(page.header("content-security-policy").unwrap().contains("form-action 'self'") && !text.contains("<script"));
    assert!(!text.contains("volunteer") && !text.contains('@'), "nothing is told of whose letter it was: {text}");
    let click = [browser[0], browser[1], ("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "http://town")];
    let done = town.send("POST", &address, &click, b"List-Unsubscribe=One-Click").expect(200).text();
    assert!(done.contains("are stopped") && !done.contains("<form"), "{done}");
    assert!(town.get_with(&address, &[browser[0]]).text().contains("止めました"));
}

#[test]
fn what_is_no_address_of_ours_is_not_there() {
    let office = Office::open();
    let (town, me) = (&office.town, &office.volunteer);
    let good = stop(me.account.id, &[NoticeKind::Message]);
    let foreign = StopSeal::new([9; 32]).address("", me.account.id, &Stop::one(NoticeKind::Message).unwrap());
    let gone = stop(AccountId::new(), &[NoticeKind::Message]);
    for address in
        [foreign, gone, good[..good.len() - 1].to_owned(), format!("{good}A"), "/v1/notice-stops/x".into(), format!("/v1/notice-stops/{}", "A".repeat(48))]
    {
        assert_eq!(refused(&town.get(&address)), (404, "not_found".into()), "{address}");
        assert_eq!(town.send("POST", &address, &[], b"").status, 404, "{address}");
    }
    assert_eq!(town.send("POST", &good, &[], &vec![b'x'; 9_000]).status, 413);
    assert_eq!(refused(&town.get(&format!("{good}?x=1"))).0, 400);
    assert_eq!(read(town, me).json()["version"], 0);
    // Whoever is shut out may still be left in peace.
    let closed = Account { disabled_at: Some(town.now()), ..me.account.clone() };
    town.store.write(|tx| tx.put_account(&closed)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    town.send("POST", &good, &[], b"").expect(200);
}
