use crate::office::{Office, refused, text};
use crate::people::Who;
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::client::{ClientKind, Scope};
use serde_json::json;

#[test]
fn a_company_is_entered_once_however_often_it_is_sent() {
    let office = Office::open();
    let send = |name: &str| office.town.call(&office.admin.who, "POST", "/v1/companies", &[("Idempotency-Key", "company-1")], Some(&json!({"name": name})));
    let made = send(" 北の灯り ").expect(201);
    let id = text(&made.json(), "/id");
    assert_eq!((text(&made.json(), "/name").as_str(), made.header("etag")), ("北の灯り", Some("\"v1\"")));
    assert_eq!(made.header("location"), Some(format!("/v1/companies/{id}").as_str()));
    let again = send(" 北の灯り ").expect(201);
    assert_eq!((again.body, again.headers.iter().any(|(n, _)| n == "idempotency-replayed")), (made.body, true));
    assert_eq!(refused(&send("南の風")), (422, "idempotency_key_reused".into()));
    assert_eq!(office.get(&office.auditor.who, "/v1/companies").expect(200).ids(), std::slice::from_ref(&id));
    assert_eq!(office.deeds(ObjectKind::Company, &id), [("create_company".into(), vec!["name".to_owned()])]);
    assert!(!office.whole_trail().contains("灯り"), "names of fields, never what stands in them");
}

#[test]
fn a_companys_people_and_servers_see_their_own_company_and_no_other() {
    let office = Office::open();
    let (mine, theirs) = (office.town.company("北の灯り"), office.town.company("南の風"));
    let manager = office.town.somebody("manager", vec![Role::CompanyManager(mine.id)]);
    let server = office.town.machine(ClientKind::Server, vec![Scope::Company], Some(mine.id));
    let trace = [("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")];
    for who in [&manager.who, &server.who] {
        assert_eq!(office.get(who, "/v1/companies").expect(200).ids(), [mine.id.to_string()]);
        let read = office.get(who, &format!("/v1/companies/{}", mine.id)).expect(200);
        assert_eq!((text(&read.json(), "/name").as_str(), read.header("cache-control")), ("北の灯り", Some("no-store")));
        let ask = |id: &str| office.town.call(who, "GET", &format!("/v1/companies/{id}"), &trace, None).expect(404).body;
        assert_eq!(ask(&theirs.id.to_string()), ask("019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"));
        assert_eq!(refused(&office.post(who, "/v1/companies", &json!({"name": "x"}))), (403, "forbidden".into()));
    }
    let foreign = office.patch(&manager.who, &format!("/v1/companies/{}", theirs.id), "\"v1\"", &json!({"name": "x"}));
    assert_eq!(refused(&foreign), (404, "not_found".into()));
    assert_eq!(refused(&office.patch(&server.who, &format!("/v1/companies/{}", mine.id), "\"v1\"", &json!({"name": "x"}))), (403, "forbidden".into()));
    assert_eq!(office.get(&Who::Anyone, "/v1/companies").status, 401);
    assert_eq!(office.get(&office.volunteer.who, "/v1/companies").status, 403);
    let only_reads = office.town.machine(ClientKind::Server, vec![Scope::Read], Some(mine.id));
    assert_eq!(office.get(&only_reads.who, "/v1/companies").status, 403, "it lacks the scope");
}

#[test]
fn a_companys_name_is_changed_by_whoever_has_seen_it_last() {
    let office = Office::open();
    let company = office.town.company("北の灯り");
    let manager = office.town.somebody("manager", vec![Role::CompanyManager(company.id)]);
    let target = format!("/v1/companies/{}", company.id);
    let change = |version: &str, name: &str| office.patch(&manager.who, &target, version, &json!({"name": name}));
    let changed = change("\"v1\"", "北のともしび").expect(200);
    assert_eq!((changed.header("etag"), text(&changed.json(), "/name").as_str()), (Some("\"v2\""), "北のともしび"));
    assert_eq!(refused(&change("\"v1\"", "別の名")), (412, "precondition_failed".into()));
    assert_eq!(change("\"v2\"", "北のともしび").expect(200).header("etag"), Some("\"v2\""), "it is so already");
    let known = office.town.call(&manager.who, "GET", &target, &[("If-None-Match", "\"v2\"")], None);
    assert_eq!(known.status, 304);
    assert_eq!(office.deeds(ObjectKind::Company, &company.id.to_string()), [("update_company".into(), vec!["name".to_owned()])]);
    for body in [json!({"name": ""}), json!({"name": null}), json!({"name": "長".repeat(121)})] {
        office.names(&manager.who, "PATCH", &target, &[("If-Match", "\"v2\"")], Some(&body), &["/name"]);
        office.names(&office.admin.who, "POST", "/v1/companies", &[], Some(&body), &["/name"]);
    }
}
