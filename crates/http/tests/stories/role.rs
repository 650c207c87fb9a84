use crate::office::{Office, refused, text};
use crate::people::{Who, email};
use crate::town::{Town, group, settings};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_http::Settings;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

const WHY: &str = "担当が変わったため";

fn role(office: &Office, account: &crate::people::Somebody, more: Value) -> crate::wire::Answer {
    let mut body = json!({"account_id": account.account.id.0, "reason": WHY});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    office.post(&office.admin.who, "/v1/roles", &body)
}

fn taken(id: &str) -> String {
    format!("/v1/roles/{id}?reason={}", crate::town::encode(WHY))
}

#[test]
fn a_role_counts_at_once_and_is_gone_at_once() {
    let office = Office::open();
    let somebody = &office.volunteer;
    assert_eq!(office.get(&somebody.who, "/v1/audit").status, 403);
    let made = role(&office, somebody, json!({"role": "auditor"})).expect(201);
    let id = text(&made.json(), "/id");
    assert_eq!(made.header("location"), None, "a role has no page of its own");
    assert_eq!(text(&made.json(), "/given_by"), office.admin.account.id.to_string());
    office.get(&somebody.who, "/v1/audit").expect(200);
    let another = json!({"account_id": office.other.account.id.0, "role": "auditor", "reason": WHY});
    assert_eq!(refused(&office.post(&somebody.who, "/v1/roles", &another)), (403, "forbidden".into()), "who watches does not act");
    let listed = office.get(&somebody.who, &format!("/v1/roles?account_id={}", somebody.account.id)).expect(200);
    assert_eq!(listed.ids(), std::slice::from_ref(&id));

    office.delete(&office.admin.who, &taken(&id)).expect(204);
    assert_eq!(office.get(&somebody.who, "/v1/audit").status, 403, "the same token");
    assert_eq!(office.get(&office.auditor.who, &format!("/v1/roles?account_id={}", somebody.account.id)).ids(), Vec::<String>::new());
    assert_eq!(refused(&office.delete(&office.admin.who, &taken(&id))), (404, "not_found".into()), "it is gone");
    role(&office, somebody, json!({"role": "auditor"})).expect(201);

    for (kind, object, fields) in [
        (ObjectKind::Role, &id, [vec!["account_id", "role"], vec!["taken_at"]]),
        (ObjectKind::Account, &somebody.account.id.to_string(), [vec!["roles"], vec!["roles"]]),
    ] {
        let lines = office.trail(kind, object);
        for ((line, action), fields) in lines.iter().zip(["give_role", "take_role"]).zip(fields) {
            assert_eq!((line.action.as_str(), line.reason.as_deref(), &line.fields), (action, Some(WHY), &fields.iter().map(|f| (*f).to_owned()).collect()));
            assert_eq!(line.actor.parts().1, Some(office.admin.account.id.0));
        }
    }
}

#[test]
fn nobody_changes_their_own_rights_and_an_administrator_always_stays() {
    let office = Office::open();
    let admin_role = |who: &crate::people::Somebody| office.get(&office.auditor.who, &format!("/v1/roles?account_id={}", who.account.id)).ids().remove(0);
    let (mine, others) = (admin_role(&office.admin), admin_role(&office.other));
    assert_eq!(refused(&role(&office, &office.admin, json!({"role": "auditor"}))), (409, "own_rights".into()));
    assert_eq!(refused(&office.delete(&office.admin.who, &taken(&mine))), (409, "own_rights".into()));
    office.delete(&office.admin.who, &taken(&others)).expect(204);
    assert_eq!(refused(&office.delete(&office.admin.who, &taken(&mine))), (409, "last_administrator".into()));
    assert_eq!(office.get(&office.other.who, "/v1/accounts").status, 403);
    office.get(&office.admin.who, "/v1/accounts").expect(200);
}

#[test]
fn an_administrator_for_a_while_does_not_take_the_last_lasting_one() {
    let office = Office::open();
    let admin_role = |who: &crate::people::Somebody| office.get(&office.auditor.who, &format!("/v1/roles?account_id={}", who.account.id)).ids().remove(0);
    let (first, second) = (admin_role(&office.admin), admin_role(&office.other));
    let until = (Utc::now() + TimeDelta::hours(1)).to_rfc3339();
    role(&office, &office.volunteer, json!({"role": "admin", "until": until})).expect(201);
    office.delete(&office.volunteer.who, &taken(&second)).expect(204);
    assert_eq!(refused(&office.delete(&office.volunteer.who, &taken(&first))), (409, "last_administrator".into()));
}

#[test]
fn of_two_administrators_who_turn_on_each_other_at_once_one_stays() {
    let office = Office::open();
    let id = |who: &crate::people::Somebody| office.get(&office.auditor.who, &format!("/v1/roles?account_id={}", who.account.id)).ids().remove(0);
    let (first, second) = (taken(&id(&office.admin)), taken(&id(&office.other)));
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let office = &office;
        let both = [(&office.admin.who, second), (&office.other.who, first)].map(|(who, target)| scope.spawn(move || office.delete(who, &target).status));
        both.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 403]);
}

#[test]
fn a_role_is_had_once_and_a_group_is_left_with_an_owner() {
    let office = Office::open();
    let (g, somebody) = (group(0).id, &office.volunteer);
    let owner = role(&office, somebody, json!({"role": "owner", "group_id": g.0})).expect(201).json();
    assert_eq!((text(&owner, "/role").as_str(), text(&owner, "/group_id")), ("owner", g.to_string()));
    assert_eq!(refused(&role(&office, somebody, json!({"role": "owner", "group_id": g.0}))), (409, "role_held".into()));
    assert_eq!(refused(&role(&office, somebody, json!({"role": "helper", "group_id": g.0}))), (409, "already_member".into()));
    role(&office, somebody, json!({"role": "helper", "group_id": group(1).id.0})).expect(201);
    assert_eq!(refused(&office.delete(&office.admin.who, &taken(&text(&owner, "/id")))), (409, "last_owner".into()));
    role(&office, &office.auditor, json!({"role": "owner", "group_id": g.0})).expect(201);
    office.delete(&office.admin.who, &taken(&text(&owner, "/id"))).expect(204);

    let areas = |areas: Value| role(&office, somebody, json!({"role": "coordinator", "areas": areas, "themes": ["snow"]}));
    let coordinator = areas(json!(["011037", "011029"])).expect(201).json();
    assert_eq!((&coordinator["areas"], &coordinator["themes"]), (&json!(["011029", "011037"]), &json!(["snow"])));
    assert_eq!(refused(&areas(json!(["011029", "011037"]))), (409, "role_held".into()), "in whatever order");
    areas(json!(["011061"])).expect(201);
    let company = office.town.company("北の灯り");
    role(&office, somebody, json!({"role": "company_manager", "company_id": company.id.0})).expect(201);
    assert_eq!(refused(&role(&office, somebody, json!({"role": "company_manager", "company_id": company.id.0}))), (409, "role_held".into()));
    assert_eq!(office.get(&somebody.who, "/v1/companies").expect(200).ids(), [company.id.to_string()], "and it counts");
}

#[test]
fn the_same_request_gives_a_role_once() {
    let office = Office::open();
    let body = json!({"account_id": office.volunteer.account.id.0, "role": "auditor", "reason": WHY});
    let send = || office.town.call(&office.admin.who, "POST", "/v1/roles", &[("Idempotency-Key", "role-0001")], Some(&body)).expect(201);
    assert_eq!(send().body, send().body);
    assert_eq!(office.get(&office.admin.who, &format!("/v1/roles?account_id={}", office.volunteer.account.id)).ids().len(), 1);
}

static PASSED: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    crate::town::now() + TimeDelta::minutes(PASSED.load(Ordering::SeqCst))
}

#[test]
fn a_role_with_an_end_ends() {
    let office = Office::of(Town::with_store_by(Settings { requests_per_minute: 0, ..settings() }, clock));
    let past = json!({"account_id": office.volunteer.account.id.0, "role": "auditor", "reason": WHY, "until": "2026-11-23T09:00:00+09:00"});
    office.names(&office.admin.who, "POST", "/v1/roles", &[], Some(&past), &["/until"]);
    let made = role(&office, &office.volunteer, json!({"role": "auditor", "until": "2026-11-23T09:05:00+09:00"})).expect(201);
    assert_eq!(text(&made.json(), "/until"), "2026-11-23T09:05:00+09:00");
    office.get(&office.volunteer.who, "/v1/audit").expect(200);
    PASSED.store(5, Ordering::SeqCst);
    assert_eq!(office.get(&office.volunteer.who, "/v1/audit").status, 403);
    role(&office, &office.volunteer, json!({"role": "auditor"})).expect(201);
}

#[test]
fn what_is_wrong_with_a_role_is_named() {
    let office = Office::open();
    let (account, nobody) = (office.volunteer.account.id.0, "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f");
    let g = group(0).id.0;
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    for (more, places) in [
        (json!({"role": "king"}), vec!["/role"]),
        (json!({"role": "auditor", "account_id": "me"}), vec!["/account_id"]),
        (json!({"role": "auditor", "account_id": nobody}), vec!["/account_id"]),
        (json!({"role": "auditor", "reason": "x"}), vec!["/reason"]),
        (json!({"role": "auditor", "reason": "a\u{0}bcd"}), vec!["/reason"]),
        (json!({"role": "auditor", "until": "tomorrow"}), vec!["/until"]),
        (json!({"role": "auditor", "until": "2020-01-01T00:00:00Z"}), vec!["/until"]),
        (json!({"role": "auditor", "group_id": g, "areas": ["011029"]}), vec!["/group_id", "/areas"]),
        (json!({"role": "owner"}), vec!["/group_id"]),
        (json!({"role": "owner", "group_id": "x"}), vec!["/group_id"]),
        (json!({"role": "owner", "group_id": nobody}), vec!["/group_id"]),
        (json!({"role": "company_manager"}), vec!["/company_id"]),
        (json!({"role": "company_manager", "company_id": nobody}), vec!["/company_id"]),
        (json!({"role": "coordinator"}), vec!["/areas"]),
        (json!({"role": "coordinator", "areas": []}), vec!["/areas"]),
        (json!({"role": "coordinator", "areas": ["011029", "999999"], "themes": ["snowy"]}), vec!["/themes/0", "/areas/1"]),
        (json!({"role": "coordinator", "areas": ["011029", "011029"]}), vec!["/areas/1"]),
        (json!({"role": "coordinator", "areas": many}), vec!["/areas"]),
        (json!({"role": "coordinator", "areas": "011029"}), vec!["/areas"]),
        (json!({"role": "auditor", "colour": 1}), vec!["/colour"]),
        (json!({"role": "king", "account_id": "me", "reason": "", "until": "x"}), vec!["/role", "/account_id", "/until", "/reason"]),
    ] {
        let mut body = json!({"account_id": account, "reason": WHY});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        office.names(&office.admin.who, "POST", "/v1/roles", &[], Some(&body), &places);
    }
    let id = office.get(&office.admin.who, "/v1/roles").ids().remove(0);
    for query in ["", "?reason=", "?reason=abc", "?reason=%20%20%20%20%20"] {
        office.names(&office.admin.who, "DELETE", &format!("/v1/roles/{id}{query}"), &[], None, &["reason"]);
    }
    office.names(&office.admin.who, "GET", "/v1/roles?account_id=me", &[], None, &["account_id"]);
    let body = json!({"account_id": account, "role": "auditor", "reason": WHY});
    for (who, status) in [(&Who::Anyone, 401), (&office.volunteer.who, 403), (&office.auditor.who, 403)] {
        assert_eq!(office.post(who, "/v1/roles", &body).status, status);
        assert_eq!(office.delete(who, &taken(&id)).status, status);
    }
}

#[test]
fn roles_are_listed_page_by_page() {
    let office = Office::open();
    for n in 0..7 {
        office.town.somebody(&format!("coordinator{n}"), vec![Role::Coordinator { areas: vec!["011029".into()], themes: vec![] }]);
    }
    let (mut seen, mut target) = (vec![], "/v1/roles?limit=3".to_owned());
    loop {
        let page = office.get(&office.auditor.who, &target).expect(200);
        seen.extend(page.ids());
        match page.json()["metadata"]["next_cursor"].as_str() {
            Some(cursor) => target = format!("/v1/roles?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!((seen.len(), once), (10, seen));
    assert!(office.get(&office.auditor.who, "/v1/roles").text().find(email("coordinator0").as_str()).is_none(), "ids, not addresses");
}
