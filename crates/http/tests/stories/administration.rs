use crate::office::{Office, refused, text};
use crate::people::{Who, email};
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::AccountId;
use enmusubi_persistence::StoreError;
use serde_json::json;

#[test]
fn whoever_looks_at_an_account_leaves_a_line() {
    let office = Office::open();
    let id = office.volunteer.account.id.to_string();
    let read = office.get(&office.auditor.who, &format!("/v1/accounts/{id}")).expect(200);
    assert_eq!(read.header("cache-control"), Some("no-store"));
    let body = read.json();
    let members: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["id", "name", "email", "disabled_at", "created_at", "roles"], "no more than it is for");
    assert_eq!((text(&body, "/email").as_str(), &body["roles"]), ("volunteer@example.jp", &json!([])));
    let found = office.get(&office.admin.who, "/v1/accounts?email=Volunteer%40Example.jp").expect(200);
    assert_eq!(found.ids(), std::slice::from_ref(&id));
    assert!(found.json()["results"][0].get("roles").is_none());
    let lines = office.trail(ObjectKind::Account, &id);
    let short: Vec<_> = lines.iter().map(|line| (line.action.as_str(), line.actor.parts().1.unwrap())).collect();
    assert_eq!(short, [("read_account", office.auditor.account.id.0), ("list_accounts", office.admin.account.id.0)]);
    assert!(!office.whole_trail().contains("example.jp"));
    assert_eq!(office.get(&office.admin.who, "/v1/accounts?email=nobody@example.jp").expect(200).ids(), Vec::<String>::new());
    assert_eq!(office.get(&office.admin.who, "/v1/accounts?limit=2").ids().len(), 2);
    assert_eq!(office.deeds(ObjectKind::Account, &id).len(), 2, "it was not on that page");
}

#[test]
fn accounts_are_listed_page_by_page() {
    let office = Office::open();
    let (mut seen, mut target) = (vec![], "/v1/accounts?limit=3".to_owned());
    loop {
        let page = office.get(&office.auditor.who, &target).expect(200);
        seen.extend(page.ids());
        match page.json()["metadata"]["next_cursor"].as_str() {
            Some(cursor) => target = format!("/v1/accounts?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, [&office.admin, &office.other, &office.auditor, &office.volunteer].map(|somebody| somebody.account.id.to_string()));
    let foreign = target.replace("/v1/accounts", "/v1/roles");
    assert_eq!(refused(&office.get(&office.auditor.who, &foreign)), (400, "invalid_cursor".into()));
}

#[test]
fn a_closed_account_is_signed_out_everywhere_at_once() {
    let office = Office::open();
    let somebody = office.town.somebody("manager", vec![Role::Auditor]);
    let tablet = office.town.sign_in(somebody.account.clone());
    let id = somebody.account.id.to_string();
    let close = |who: &Who| office.post(who, &format!("/v1/accounts/{id}/disable"), &json!({"reason": "乗っ取りの疑いがあるため"}));
    office.get(&tablet.who, "/v1/audit").expect(200);
    let closed = close(&office.admin.who).expect(200).json();
    assert_eq!((text(&closed, "/disabled_at").as_str(), text(&closed, "/roles/0/role").as_str()), ("2026-11-23T09:00:00+09:00", "auditor"));
    for device in [&somebody.who, &tablet.who] {
        assert_eq!(refused(&office.get(device, "/v1/audit")), (401, "invalid_token".into()));
        assert_eq!(refused(&office.get(device, "/v1/themes")), (401, "invalid_token".into()), "not even what is public");
    }
    let account = |id: AccountId| office.town.store.read(|tx| Ok::<_, StoreError>((tx.account(id)?.unwrap(), tx.logins_of(id)?))).unwrap();
    let (now, logins) = account(somebody.account.id);
    assert_eq!((now.security_version, logins.len()), (2, 0));
    close(&office.other.who).expect(200);
    assert_eq!(account(somebody.account.id).0.security_version, 2, "it was closed already");

    let open = json!({"reason": "本人と連絡が取れたため"});
    for _ in 0..2 {
        let opened = office.post(&office.admin.who, &format!("/v1/accounts/{id}/enable"), &open).expect(200).json();
        assert!(opened["disabled_at"].is_null());
    }
    assert_eq!(office.get(&somebody.who, "/v1/audit").status, 401, "the devices stay signed out");
    let anew = office.town.sign_in(account(somebody.account.id).0);
    office.get(&anew.who, "/v1/audit").expect(200);
    let lines = office.trail(ObjectKind::Account, &id);
    let short: Vec<_> = lines.iter().map(|line| (line.action.as_str(), line.reason.as_deref())).collect();
    assert_eq!(short, [("disable_account", Some("乗っ取りの疑いがあるため")), ("enable_account", Some("本人と連絡が取れたため"))]);
    assert_eq!(lines[0].fields, ["disabled_at", "security_version"]);
}

#[test]
fn nobody_closes_their_own_account_and_an_administrator_stays() {
    let office = Office::open();
    let why = json!({"reason": "引き継ぎのため"});
    let own = format!("/v1/accounts/{}/disable", office.admin.account.id);
    assert_eq!(refused(&office.post(&office.admin.who, &own, &why)), (409, "own_rights".into()));
    office.post(&office.admin.who, &format!("/v1/accounts/{}/disable", office.other.account.id), &why).expect(200);
    assert_eq!(office.get(&office.other.who, "/v1/accounts").status, 401);
    assert_eq!(refused(&office.post(&office.admin.who, &own, &why)), (409, "last_administrator".into()));
    office.get(&office.admin.who, "/v1/accounts").expect(200);
}

#[test]
fn accounts_are_the_business_of_administrators_and_auditors() {
    let office = Office::open();
    let id = office.other.account.id;
    let coordinator = office.town.somebody("coordinator", vec![Role::Coordinator { areas: vec!["011002".into()], themes: vec![] }]);
    let why = json!({"reason": "理由のある操作"});
    for (who, status) in [(&Who::Anyone, 401), (&office.volunteer.who, 403), (&coordinator.who, 403)] {
        for target in ["/v1/accounts".to_owned(), format!("/v1/accounts/{id}"), "/v1/audit".into(), "/v1/roles".into()] {
            assert_eq!(office.get(who, &target).status, status, "{target}");
        }
        for deed in ["disable", "enable"] {
            assert_eq!(office.post(who, &format!("/v1/accounts/{id}/{deed}"), &why).status, status, "{deed}");
        }
    }
    assert_eq!(office.post(&office.auditor.who, &format!("/v1/accounts/{id}/disable"), &why).status, 403);
    assert_eq!(office.get(&office.auditor.who, "/v1/accounts/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f").status, 404);
    assert_eq!(office.get(&office.auditor.who, "/v1/accounts/me").status, 404);
    let nobody = "/v1/accounts/019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f/disable";
    assert_eq!(office.post(&office.admin.who, nobody, &why).status, 404);
}

#[test]
fn what_is_wrong_is_named() {
    let office = Office::open();
    let id = office.volunteer.account.id;
    for deed in ["disable", "enable"] {
        for body in [json!({}), json!({"reason": "x"}), json!({"reason": null}), json!({"reason": "長".repeat(401)})] {
            office.names(&office.admin.who, "POST", &format!("/v1/accounts/{id}/{deed}"), &[], Some(&body), &["/reason"]);
        }
    }
    for query in ["email=", "email=yuki", "limit=0"] {
        let name = query.split('=').next().unwrap();
        office.names(&office.admin.who, "GET", &format!("/v1/accounts?{query}"), &[], None, &[name]);
    }
    assert_eq!(office.get(&office.admin.who, "/v1/accounts?name=yuki").refusal(), (400, "unreadable".into(), vec!["name".into()]));
    assert!(office.get(&office.admin.who, &format!("/v1/accounts?email={}", email("volunteer").as_str())).expect(200).ids().len() == 1);
}
