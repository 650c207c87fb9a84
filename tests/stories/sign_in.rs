use crate::accounts::{Accounts, Caller, code};
use crate::backends::Database;
use crate::service::{Service, run, wait_until, words};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn a_day_of_everybody_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo"]);
    a_day_of_everybody(&town, dir.path());
    assert_eq!(town.end(), Some(0));
    let audit = run(dir.path(), &["verify-audit"]);
    assert!(audit.status.success(), "{}", words(&audit));
}

#[test]
fn a_day_of_everybody_on_postgresql() {
    let Some(database) = Database::fresh() else { return };
    let dir = tempfile::tempdir().unwrap();
    let town = Service::start(dir.path(), &["--demo", "--database-url", &database.url]);
    a_day_of_everybody(&town, dir.path());
    assert_eq!(town.end(), Some(0));
    let audit = run(dir.path(), &["--database-url", &database.url, "verify-audit"]);
    assert!(audit.status.success(), "{}", words(&audit));
}

fn a_day_of_everybody(town: &Service, data: &Path) {
    let accounts = Accounts::of(data);
    every_role_signs_in(town, &accounts);
    somebody_registers(town, data);
    a_group_is_founded_reviewed_and_suspended(town, &accounts);
    an_opportunity_lives(town, &accounts);
    a_partner_pushes(town, &accounts);
    a_role_is_taken(town, &accounts);
}

fn every_role_signs_in(town: &Service, accounts: &Accounts) {
    for role in ["volunteer", "owner", "manager", "helper", "coordinator", "company_manager", "admin", "auditor"] {
        let me = accounts.person(town, role).get(town, "/v1/me").expect(200).json();
        assert_eq!(me["email"], accounts.find(role)["email"], "{role}");
    }
    let machines: Vec<&Value> = accounts.all().iter().filter(|a| a["client_id"].is_string()).collect();
    assert!(machines.len() >= 3, "{:?}", accounts.roles());
}

fn somebody_registers(town: &Service, data: &Path) {
    let (email, password) = ("hajimete@example.jp", "春になったら花を植えよう");
    let asked = json!({"email": email, "password": password, "name": "春野 はな"});
    let first = town.post("/v1/accounts", &asked).expect(202);
    assert_eq!(town.post("/v1/logins", &json!({"email": email, "password": password})).status, 401, "not before the address is proved");
    let code = code(data, email, &[]);
    town.post("/v1/accounts/verify", &json!({"token": code, "password": "だれかほかの人のことばです"})).expect(422);
    town.post("/v1/accounts/verify", &json!({"token": code, "password": password})).expect(201);
    town.post("/v1/accounts/verify", &json!({"token": code, "password": password})).expect(422);
    let login = town.post("/v1/logins", &json!({"email": email, "password": password})).expect(200).json();
    let again = town.post("/v1/accounts", &asked).expect(202);
    assert_eq!(first.text, again.text, "nobody learns who has an account");
    let next = town.post("/v1/logins/refresh", &json!({"refresh_token": login["refresh_token"]})).expect(200).json();
    town.post("/v1/logins/refresh", &json!({"refresh_token": login["refresh_token"]})).expect(401);
    let dead = Caller::bearer(next["access_token"].as_str().unwrap()).get(town, "/v1/me");
    assert_eq!(dead.status, 401, "a refresh token came back: the whole family is dead");
}

/// Whether the public sees it, once the index has caught up.
fn seen(town: &Service, path: &str, status: u16) {
    wait_until(|| town.get(path).status == status);
}

fn a_group_is_founded_reviewed_and_suspended(town: &Service, accounts: &Accounts) {
    let (volunteer, coordinator) = (accounts.person(town, "volunteer"), accounts.person(town, "coordinator"));
    let ward = coordinator.get(town, "/v1/me").json()["roles"][0]["areas"][0].clone();
    let details =
        json!({"name": "けやき通り花の会", "kind": "volunteer_group", "summary": "通りの花壇を手入れします。", "themes": ["environment"], "areas": [ward]});
    let made = volunteer.send(town, "POST", "/v1/groups", &details).expect(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let public = format!("/v1/groups/{id}");
    assert_eq!(town.get(&public).status, 404, "nobody has looked at it yet");
    let waiting = coordinator.get(town, "/v1/reviews").expect(200).json();
    assert!(waiting["results"].as_array().unwrap().iter().any(|g| g["group"]["id"] == id.as_str()), "{waiting:#}");
    coordinator.send(town, "POST", &format!("{public}/approve"), &json!({})).expect(200);
    seen(town, &public, 200);
    coordinator.send(town, "POST", &format!("{public}/suspend"), &json!({"reason": "連絡がとれないため"})).expect(200);
    seen(town, &public, 404);
    coordinator.send(town, "POST", &format!("{public}/reinstate"), &json!({})).expect(200);
    seen(town, &public, 200);
}

fn an_opportunity_lives(town: &Service, accounts: &Accounts) {
    let owner = accounts.person(town, "owner");
    let group = owner.get(town, "/v1/me/groups").expect(200).json()["results"][0]["id"].as_str().unwrap().to_owned();
    let details = json!({
        "kind": "activity", "title": "ことのは朗読会の準備", "summary": "いすを並べます。", "themes": ["culture"], "areas": ["011029"],
        "schedule": {"sessions": [{"starts_at": "2031-05-10T10:00:00+09:00", "ends_at": "2031-05-10T12:00:00+09:00", "seats": 5}]}
    });
    let draft = owner.send(town, "POST", &format!("/v1/groups/{group}/opportunities"), &details).expect(201).json();
    let id = draft["id"].as_str().or(draft["opportunity"]["id"].as_str()).unwrap().to_owned();
    let public = format!("/v1/opportunities/{id}");
    assert_eq!(town.get(&public).status, 404, "a draft is nobody else's business");
    owner.send(town, "POST", &format!("{public}/publish"), &json!({})).expect(200);
    seen(town, &public, 200);
    let tag = owner.get(town, &format!("{public}/full")).expect(200).headers["etag"].to_str().unwrap().to_owned();
    let patch = json!({"title": "ことのは朗読会のお手伝い"});
    owner.send(town, "PATCH", &public, &patch).expect(428);
    owner.with(town, "PATCH", &public, &[("If-Match", &tag)], &patch).expect(200);
    owner.with(town, "PATCH", &public, &[("If-Match", &tag)], &patch).expect(412);
    wait_until(|| town.get(&public).json()["title"] == patch["title"]);
    let prank = json!({"reason": "いたずら"});
    assert_eq!(accounts.person(town, "helper").send(town, "POST", &format!("{public}/cancel"), &prank).status, 403, "helpers change nothing");
    assert_eq!(accounts.person(town, "volunteer").send(town, "POST", &format!("{public}/cancel"), &prank).status, 404, "owner of another group");
    owner.send(town, "POST", &format!("{public}/cancel"), &json!({"reason": "会場の都合"})).expect(200);
    wait_until(|| town.get(&public).json()["state"] == "cancelled" || town.get(&public).status == 404);
}

fn a_partner_pushes(town: &Service, accounts: &Accounts) {
    let partner = accounts.server(town, "partner");
    let group = json!({"name": "となりまちネット", "kind": "npo", "summary": "提携サイトの団体です。", "themes": ["culture"], "areas": ["011029"]});
    let made = partner.send(town, "PUT", "/v1/partner/groups/g-1", &group).expect(201).json();
    let id = made["id"].as_str().or(made["group"]["id"].as_str()).unwrap().to_owned();
    accounts.person(town, "admin").send(town, "POST", &format!("/v1/groups/{id}/approve"), &json!({})).expect(200);
    let listing = json!({
        "group_ref": "g-1", "kind": "event", "title": "となりまち音楽会", "summary": "受付を手伝います。", "themes": ["culture"], "areas": ["011029"],
        "schedule": {"sessions": [{"starts_at": "2031-06-01T10:00:00+09:00", "ends_at": "2031-06-01T12:00:00+09:00", "seats": 3}]}
    });
    let first = partner.send(town, "PUT", "/v1/partner/opportunities/o-1", &listing).expect(201).json();
    assert_eq!(first["outcome"], "created");
    let second = partner.send(town, "PUT", "/v1/partner/opportunities/o-1", &listing).expect(200).json();
    assert_eq!(second["outcome"], "unchanged");
    partner.send(town, "DELETE", "/v1/partner/opportunities/o-1", &json!({})).expect(204);
}

fn a_role_is_taken(town: &Service, accounts: &Accounts) {
    let (admin, auditor) = (accounts.person(town, "admin"), accounts.person(town, "auditor"));
    let me = auditor.get(town, "/v1/me").expect(200).json();
    auditor.get(town, "/v1/audit").expect(200);
    let roles = admin.get(town, &format!("/v1/roles?account_id={}", me["id"].as_str().unwrap())).expect(200).json();
    let role = roles["results"][0]["id"].as_str().unwrap().to_owned();
    admin.send(town, "DELETE", &format!("/v1/roles/{role}?reason=transferred"), &json!({})).expect(204);
    assert_eq!(auditor.get(town, "/v1/audit").status, 403, "with the same token, at once");
    let trail = admin.get(town, "/v1/audit?limit=100").expect(200).json();
    let actions: Vec<&str> = trail["results"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
    for action in
        ["take_role", "withdraw_partner_opportunity", "cancel_opportunity", "approve_group", "suspend_group", "create_group", "verify_account", "log_in"]
    {
        assert!(actions.contains(&action), "{action} among {actions:?}");
    }
}

/// Two nodes over one PostgreSQL: each believes the other's tokens, and a right that was taken on one is gone on the other.
#[test]
fn what_one_node_takes_the_other_does_not_give() {
    let Some(database) = Database::fresh() else { return };
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let a = Service::start(here.path(), &["--demo", "--database-url", &database.url, "--public-url", "http://town.example.jp"]);
    let b = Service::start(there.path(), &["--database-url", &database.url, "--public-url", "http://town.example.jp"]);
    let accounts = Accounts::of(here.path());
    let (admin, auditor) = (accounts.person(&a, "admin"), accounts.person(&b, "auditor"));
    wait_until(|| auditor.get(&a, "/v1/audit").status == 200 && admin.get(&b, "/v1/accounts").status == 200);
    let account = auditor.get(&a, "/v1/me").json()["id"].as_str().unwrap().to_owned();
    admin.send(&a, "POST", &format!("/v1/accounts/{account}/disable"), &json!({"reason": "退職したため"})).expect(200);
    assert_eq!(auditor.get(&b, "/v1/audit").status, 401, "the other node asks the same database");
    wait_until(|| auditor.get(&b, "/v1/themes").status == 401);
}
