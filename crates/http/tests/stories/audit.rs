use crate::office::Office;
use crate::people::Who;
use crate::town::{Town, settings};
use chrono::{DateTime, TimeZone, Utc};
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_http::Settings;
use enmusubi_persistence::StoreError;
use serde_json::{Value, json};

fn seqs(answer: &Value) -> Vec<i64> {
    answer["results"].as_array().unwrap().iter().map(|line| line["seq"].as_i64().unwrap()).collect()
}

/// Something that was done without HTTP.
fn note(office: &Office, n: usize) {
    let event = Event {
        actor: Actor::Service,
        action: "sweep",
        object: (ObjectKind::SigningKey, uuid_of(n)),
        fields: vec!["retired_at"],
        reason: None,
        trace_id: String::new(),
    };
    office.town.store.write(|tx| tx.audit(&event)).unwrap_or_else(|e: StoreError| panic!("{e}"));
}

fn uuid_of(n: usize) -> uuid::Uuid {
    enmusubi_domain::id::GroupId::derived(0, &n.to_string()).0
}

#[test]
fn the_trail_is_read_newest_first_and_whole_however_it_grows() {
    let office = Office::open();
    (0..7).for_each(|n| note(&office, n));
    let (mut seen, mut target, mut n) = (vec![], "/v1/audit?limit=3".to_owned(), 7);
    loop {
        let page = office.get(&office.auditor.who, &target).expect(200);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        seen.extend(seqs(&page.json()));
        note(&office, n);
        n += 1;
        match page.json()["metadata"]["next_cursor"].as_str() {
            Some(cursor) => target = format!("/v1/audit?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 7, "what came later is not in it, and nothing is missing");
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "{seen:?}");
    assert_eq!(office.get(&office.auditor.who, "/v1/audit?limit=100").json()["results"].as_array().unwrap().len(), n, "reading it leaves no line");
}

#[test]
fn lines_are_found_by_who_did_what_to_which() {
    let office = Office::open();
    let company = office.post(&office.admin.who, "/v1/companies", &json!({"name": "北の灯り"})).expect(201).json()["id"].as_str().unwrap().to_owned();
    let role = json!({"account_id": office.volunteer.account.id.0, "role": "auditor", "reason": "担当になったため"});
    let role = office.post(&office.other.who, "/v1/roles", &role).expect(201).json()["id"].as_str().unwrap().to_owned();
    note(&office, 1);
    let found = |query: &str| {
        let answer = office.get(&office.admin.who, &format!("/v1/audit?{query}")).expect(200).json();
        let short = answer["results"].as_array().unwrap().iter().map(|l| format!("{} {}", l["action"].as_str().unwrap(), l["object_kind"].as_str().unwrap()));
        short.collect::<Vec<_>>()
    };
    let all = ["sweep signing_key", "give_role account", "give_role role", "create_company company"];
    assert_eq!(found(""), all);
    assert_eq!(found(&format!("account_id={}", office.other.account.id)), all[1..3]);
    assert_eq!(found(&format!("account_id={}", office.admin.account.id)), all[3..]);
    assert_eq!(found("object_kind=role"), all[2..3]);
    assert_eq!(found(&format!("object_id={role}")), all[2..3]);
    assert_eq!(found(&format!("object_kind=company&object_id={company}")), all[3..]);
    assert_eq!(found(&format!("object_kind=role&object_id={company}")), Vec::<String>::new());
    assert_eq!(found("action=give_role"), all[1..3]);
    assert_eq!(found("action=nothing"), Vec::<String>::new());
    let line = office.get(&office.admin.who, &format!("/v1/audit?object_id={role}")).expect(200).json()["results"][0].clone();
    assert_eq!((line["actor"].as_str(), line["reason"].as_str()), (Some("person"), Some("担当になったため")));
    assert_eq!((line["actor_id"].as_str(), line["login_id"].as_str()), (Some(&*office.other.account.id.to_string()), Some(&*office.other.login.to_string())));
    assert_eq!(line["trace_id"].as_str().unwrap().len(), 32);
}

/// Half past midnight on 23 November in the city; elsewhere it is still the 22nd.
fn after_midnight() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 15, 30, 0).unwrap()
}

#[test]
fn a_date_is_the_citys_date() {
    let office = Office::of(Town::with_store_by(Settings { requests_per_minute: 0, ..settings() }, after_midnight));
    note(&office, 1);
    for (query, lines) in [
        ("from=2026-11-23&to=2026-11-23", 1),
        ("from=2026-11-22", 1),
        ("to=2026-11-22", 0),
        ("to=2026-11-23", 1),
        ("from=2026-11-24", 0),
        ("from=0001-01-01&to=9999-12-31", 1),
    ] {
        let found = office.get(&office.auditor.who, &format!("/v1/audit?{query}")).expect(200).json();
        assert_eq!(found["results"].as_array().unwrap().len(), lines, "{query}");
    }
    let line = office.get(&office.auditor.who, "/v1/audit").json();
    assert_eq!(line["results"][0]["at"], "2026-11-23T00:30:00+09:00");
}

#[test]
fn what_is_wrong_with_a_question_is_named() {
    let office = Office::open();
    for (query, place) in [
        ("account_id=me", "account_id"),
        ("account_id=", "account_id"),
        ("object_id=019AD5C2-F3A9-7D0C-8E2B-4F6A1C3D5E7F", "object_id"),
        ("object_kind=thing", "object_kind"),
        ("from=2026-13-01", "from"),
        ("from=2026-11-23&to=2026-11-22", "to"),
        ("limit=101", "limit"),
    ] {
        office.names(&office.auditor.who, "GET", &format!("/v1/audit?{query}"), &[], None, &[place]);
    }
    let long = format!("/v1/audit?action={}", "a".repeat(61));
    office.names(&office.auditor.who, "GET", &long, &[], None, &["action"]);
    assert_eq!(office.get(&office.auditor.who, "/v1/audit?q=x").refusal().2, ["q"]);
    assert_eq!(office.get(&Who::Anyone, "/v1/audit").status, 401);
    assert_eq!(office.get(&office.volunteer.who, "/v1/audit").status, 403);
}
