use crate::opportunity_writing::listing;
use crate::people::{Machine, Who};
use crate::town::{Town, group, now, settings};
use crate::wire::Answer;
use enmusubi_domain::access::Role;
use enmusubi_domain::client::{Client, ClientKind, Scope};
use enmusubi_domain::group::{Group, Standing};
use enmusubi_http::Settings;
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::{Value, json};

/// A town that reviews nothing.
fn open_town() -> Town {
    Town::with_store_by(Settings { requests_per_minute: 0, review_new_groups: false, ..settings() }, now)
}

fn partner(town: &Town) -> Machine {
    town.machine(ClientKind::Server, vec![Scope::PartnerWrite], None)
}

fn a_group() -> Value {
    json!({"name": "提携サイトの団体", "kind": "npo", "themes": ["snow"], "areas": ["011029"]})
}

fn put_group(town: &Town, who: &Who, reference: &str) -> Answer {
    town.call(who, "PUT", &format!("/v1/partner/groups/{reference}"), &[], Some(&a_group()))
}

/// A listing of the group `g1`.
fn event(title: &str) -> Value {
    let mut event = listing(title);
    event["group_ref"] = json!("g1");
    event
}

fn put(town: &Town, who: &Who, reference: &str, event: &Value) -> Answer {
    town.call(who, "PUT", &format!("/v1/partner/opportunities/{reference}"), &[], Some(event))
}

fn get(town: &Town, who: &Who, reference: &str) -> Answer {
    town.call(who, "GET", &format!("/v1/partner/opportunities/{reference}"), &[], None)
}

fn push(town: &Town, who: &Who, lines: &str) -> Answer {
    let mine = who.headers();
    let mut headers: Vec<(&str, &str)> = mine.iter().map(|(n, v)| (*n, v.as_str())).collect();
    headers.push(("Content-Type", "application/x-ndjson"));
    town.send("POST", "/v1/partner/opportunities", &headers, lines.as_bytes())
}

/// Actions on a thing, oldest first.
fn trail(town: &Town, id: &Value) -> Vec<String> {
    let filter = AuditFilter { object_id: Some(id.as_str().unwrap().parse().unwrap()), ..AuditFilter::default() };
    let entries = town.store.read(|tx| tx.audit_page(None, &filter, 50)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    entries.into_iter().rev().map(|e| format!("{} {}", e.action, e.fields.join(","))).collect()
}

#[test]
fn the_same_again_changes_nothing() {
    let (town, me) = (open_town(), |town: &Town| partner(town).who);
    let me = me(&town);
    let made = put_group(&town, &me, "g1").expect(201);
    assert_eq!((made.header("location"), made.json()["outcome"].as_str()), (Some("/v1/partner/groups/g1"), Some("created")));
    assert_eq!(put_group(&town, &me, "g1").expect(200).json()["outcome"], "unchanged");
    let read = town.call(&me, "GET", "/v1/partner/groups/g1", &[], None).expect(200).json();
    assert_eq!((&read, read["standing"].as_str(), read["imported"].as_bool()), (&made.json()["group"], Some("active"), Some(false)));

    let made = put(&town, &me, "e:1", &event("朝の雪かき")).expect(201);
    let first = made.json();
    assert_eq!((first["outcome"].as_str(), first["opportunity"]["state"].as_str(), made.header("etag")), (Some("created"), Some("published"), Some("\"v1\"")));
    assert_eq!((&first["opportunity"]["source"]["reference"], &first["opportunity"]["group"]["source"]["reference"]), (&json!("e:1"), &json!("g1")));
    for _ in 0..2 {
        let again = put(&town, &me, "e:1", &event("朝の雪かき")).expect(200);
        assert_eq!((again.json()["outcome"].as_str(), &again.json()["opportunity"]), (Some("unchanged"), &first["opportunity"]));
    }
    let other = put(&town, &me, "e:1", &event("夕方の雪かき")).expect(200).json();
    assert_eq!((other["outcome"].as_str(), other["opportunity"]["version"].as_i64()), (Some("updated"), Some(2)));
    assert_eq!(other["opportunity"]["schedule"], first["opportunity"]["schedule"], "sessions keep their ids");
    assert_eq!(get(&town, &me, "e:1").expect(200).json(), other["opportunity"]);
    assert_eq!(trail(&town, &first["opportunity"]["id"]), ["put_partner_opportunity ", "put_partner_opportunity title"]);

    let gone = |status| town.call(&me, "DELETE", "/v1/partner/opportunities/e:1", &[], None).expect(status);
    assert!(gone(204).body.is_empty() && gone(204).body.is_empty(), "once more does no harm");
    assert_eq!(get(&town, &me, "e:1").expect(200).json()["state"], "cancelled");
    assert_eq!(put(&town, &me, "e:1", &event("夕方の雪かき")).refusal(), (409, "ended".into(), vec![]));
    assert_eq!(trail(&town, &first["opportunity"]["id"]).last().unwrap(), "withdraw_partner_opportunity state");
    assert_eq!(town.call(&me, "DELETE", "/v1/partner/opportunities/e:2", &[], None).status, 404);
}

#[test]
fn a_new_group_waits_for_the_city() {
    let town = Town::with_store();
    let me = partner(&town).who;
    let made = put_group(&town, &me, "g1").expect(201).json();
    assert_eq!(made["group"]["standing"], "pending");
    assert_eq!(put(&town, &me, "e1", &event("まだ")).refusal(), (409, "group_not_active".into(), vec![]));
    assert_eq!(get(&town, &me, "e1").status, 404, "nothing of it is kept");
    let mut draft = event("まだ");
    draft["state"] = json!("draft");
    assert_eq!(put(&town, &me, "e1", &draft).expect(201).json()["opportunity"]["state"], "draft");
    let approve = |tx: &mut enmusubi_persistence::Tx<'_>| {
        let group = tx.group(made["group"]["id"].as_str().unwrap().parse().unwrap())?.unwrap();
        tx.put_group(&Group { standing: Standing::Active, ..group })
    };
    town.store.write(approve).unwrap_or_else(|e: StoreError| panic!("{e}"));
    let open = put(&town, &me, "e1", &event("まだ")).expect(200).json();
    assert_eq!((open["outcome"].as_str(), open["opportunity"]["state"].as_str()), (Some("updated"), Some("published")));
    assert_eq!(put(&town, &me, "e1", &draft).refusal(), (409, "already_public".into(), vec![]));
    assert_eq!(trail(&town, &open["opportunity"]["id"]), ["put_partner_opportunity ", "put_partner_opportunity state"]);
}

#[test]
fn many_come_at_once_and_a_wrong_one_hurts_no_other() {
    let town = open_town();
    let me = partner(&town).who;
    put_group(&town, &me, "g1").expect(201);
    let row = |reference: &str, change: Value| {
        let mut row = event(&format!("まとめて{reference}"));
        row["client_ref"] = json!(reference);
        change.as_object().unwrap().iter().for_each(|(name, value)| row[name] = value.clone());
        row.to_string()
    };
    let lines = [
        row("a", json!({})),
        row("b", json!({"group_ref": "g99", "areas": ["999999"], "state": "gone"})),
        String::new(),
        row("c", json!({"themes": []})),
        "{\"client_ref\": \"d\", ".into(),
        row("e", json!({"colour": 1})),
        row("a", json!({})),
        row("f g", json!({})),
        row("h", json!({"state": "draft"})),
    ];
    let answer = push(&town, &me, &lines.join("\r\n")).expect(200).json();
    let rows = answer["rows"].as_array().unwrap();
    let seen: Vec<(u64, Option<&str>, &str, Vec<&str>)> = rows
        .iter()
        .map(|r| {
            let errors = r["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
            (r["line"].as_u64().unwrap(), r["client_ref"].as_str(), r["outcome"].as_str().unwrap(), errors)
        })
        .collect();
    assert_eq!(
        seen,
        [
            (1, Some("a"), "created", vec![]),
            (2, Some("b"), "refused", vec!["/group_ref", "/state", "/areas/0"]),
            (4, Some("c"), "created", vec![]),
            (5, None, "refused", vec![""]),
            (6, Some("e"), "refused", vec!["/colour"]),
            (7, Some("a"), "refused", vec!["/client_ref"]),
            (8, Some("f g"), "refused", vec!["/client_ref"]),
            (9, Some("h"), "created", vec![]),
        ]
    );
    assert_eq!([&answer["created"], &answer["updated"], &answer["unchanged"], &answer["refused"]], [3, 0, 0, 5]);
    assert!(rows[1]["errors"][0]["detail"].as_str().unwrap().contains("g99"));
    let again = push(&town, &me, &[row("a", json!({})), row("c", json!({"themes": ["snow"]}))].join("\n")).expect(200).json();
    assert_eq!(again["rows"].as_array().unwrap().iter().map(|r| r["outcome"].as_str().unwrap()).collect::<Vec<_>>(), ["unchanged", "updated"]);

    let listed = |query: &str| town.call(&me, "GET", &format!("/v1/partner/opportunities?{query}"), &[], None).expect(200).json();
    let references =
        |page: &Value| page["results"].as_array().unwrap().iter().map(|r| r["source"]["reference"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let first = listed("limit=2");
    assert_eq!(references(&first), ["a", "c"]);
    let next = listed(&format!("limit=2&cursor={}", first["metadata"]["next_cursor"].as_str().unwrap()));
    assert_eq!((references(&next), next["metadata"]["next_cursor"].is_null()), (vec!["h".to_owned()], true));
}

#[test]
fn a_push_has_its_limits() {
    let town = open_town();
    let me = partner(&town).who;
    put_group(&town, &me, "g1").expect(201);
    assert_eq!(push(&town, &me, "\n \n").expect(200).json()["rows"], json!([]));
    assert_eq!(push(&town, &me, &"{}\n".repeat(1_001)).refusal(), (422, "invalid".into(), vec![String::new()]));
    assert_eq!(push(&town, &me, &" ".repeat(2 * 1024 * 1024 + 1)).refusal().0, 413);
    let json = town.call(&me, "POST", "/v1/partner/opportunities", &[], Some(&event("x")));
    assert_eq!((json.refusal().0, json.header("accept-post")), (415, Some("application/x-ndjson")));
    let many: Vec<String> = (0..120)
        .map(|i| {
            let mut row = event(&format!("募集{i}"));
            row["client_ref"] = json!(format!("n{i:03}"));
            row.to_string()
        })
        .collect();
    assert_eq!(push(&town, &me, &many.join("\n")).expect(200).json()["created"], 120, "more than one transaction holds");
}

#[test]
fn only_partners_come_in_here() {
    let town = open_town();
    let machine = partner(&town);
    let reader = town.machine(ClientKind::Server, vec![Scope::Read], None).who;
    let key = town.machine(ClientKind::FrontEnd, vec![Scope::Read], None).who;
    let administrator = town.somebody("admin", vec![Role::Administrator, Role::Owner(group(0).id)]).who;
    for who in [&reader, &key, &administrator] {
        assert_eq!(put_group(&town, who, "g1").refusal(), (403, "forbidden".into(), vec![]));
        assert_eq!(put(&town, who, "e1", &event("x")).refusal().0, 403);
        assert_eq!(push(&town, who, "").refusal().0, 403);
        assert_eq!(get(&town, who, "e1").refusal().0, 403);
    }
    assert_eq!(put_group(&town, &Who::Anyone, "g1").refusal().0, 401);
    put_group(&town, &machine.who, "g1").expect(201);
    let revoked = Client { revoked_at: Some(now()), ..machine.client };
    town.store.write(|tx| tx.put_client(&revoked)).unwrap_or_else(|e: StoreError| panic!("{e}"));
    assert_eq!(put_group(&town, &machine.who, "g1").refusal(), (401, "invalid_token".into(), vec![]));
}

#[test]
fn a_partner_reaches_its_own_and_nothing_else() {
    let town = open_town();
    let (me, other) = (partner(&town).who, partner(&town).who);
    put_group(&town, &me, "g1").expect(201);
    let mine = put(&town, &me, "e1", &event("わたしの募集")).expect(201).json();
    for target in ["/v1/partner/groups/g1", "/v1/partner/opportunities/e1"] {
        assert_eq!(town.call(&other, "GET", target, &[], None).refusal(), (404, "not_found".into(), vec![]), "{target}");
    }
    assert_eq!(town.call(&other, "DELETE", "/v1/partner/opportunities/e1", &[], None).status, 404);
    let foreign = put(&town, &other, "e1", &event("よその団体で"));
    assert_eq!(foreign.refusal(), (422, "invalid".into(), vec!["/group_ref".into()]));
    assert_eq!(foreign.json()["errors"][0]["code"], "unknown_code");
    put_group(&town, &other, "g1").expect(201);
    let theirs = put(&town, &other, "e1", &event("あなたの募集")).expect(201).json();
    assert_ne!(mine["opportunity"]["id"], theirs["opportunity"]["id"], "the same reference of another partner is another thing");
    assert_eq!(get(&town, &me, "e1").expect(200).json()["title"], "わたしの募集");
    let full = format!("/v1/opportunities/{}/full", mine["opportunity"]["id"].as_str().unwrap());
    assert_eq!(town.call(&me, "GET", &full, &[], None).refusal().0, 403, "what is for people is not for servers");
}

#[test]
fn references_are_visible_characters() {
    let town = open_town();
    let me = partner(&town).who;
    for bad in ["a%20b", "%E9%9B%AA", "a%2Fb", &"x".repeat(101)] {
        let refused = put_group(&town, &me, bad);
        assert!(matches!(refused.refusal(), (422, code, named) if code == "invalid" && named == ["client_ref"]), "{bad}");
    }
    put_group(&town, &me, "A-1.b_c~d:e").expect(201);
    put_group(&town, &me, "A-1.b_c~d%3Ae").expect(200);
}

#[test]
fn partners_are_told_of_possible_duplicates() {
    let town = open_town();
    let (me, other) = (partner(&town).who, partner(&town).who);
    for who in [&me, &other] {
        put_group(&town, who, "g1").expect(201);
    }
    let mine = put(&town, &me, "e1", &event("石狩川の清掃")).expect(201).json();
    let mut same = event("石狩川の清掃！");
    same["themes"] = json!([]);
    let theirs = put(&town, &other, "x9", &same).expect(201).json();
    let found = &theirs["possible_duplicates"][0];
    assert_eq!((&found["id"], found["reasons"].as_array().unwrap().len()), (&mine["opportunity"]["id"], 3));
    assert!(theirs["suggested_themes"].is_array() && theirs["opportunity"]["themes"] == json!([]));
}
