//! Clients and their secrets, companies, keys that sign.

use crate::backends::{Backend, on_every_backend};
use crate::people::{full_group, full_opportunity, plain_group};
use crate::persons::hash;
use crate::time::{Town, in_every_town};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use enmusubi_domain::client::{Client, ClientDetails, ClientKind, ClientSecret, Scope};
use enmusubi_domain::company::Company;
use enmusubi_domain::id::{ClientId, CompanyId, SecretId};
use enmusubi_domain::opportunity::Source;
use enmusubi_persistence::{Constraint, SigningKey, Store, StoreError, Written};

fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// A company.
pub fn company(name: &str) -> Company {
    Company { id: CompanyId::new(), version: 1, name: name.into(), created_at: now(), updated_at: now() }
}

/// A client of no company.
pub fn client(name: &str) -> Client {
    let details = ClientDetails {
        name: name.into(),
        scopes: vec![Scope::Read, Scope::PartnerWrite],
        company: None,
        source: Some(format!("source-{name}")),
        origins: vec!["https://www.example.jp".into()],
        requests_per_minute: 1_000_000,
    };
    Client { id: ClientId::new(), version: 1, kind: ClientKind::Server, details, used_at: None, revoked_at: None, created_at: now(), updated_at: now() }
}

fn secret(client: &Client, now: DateTime<Utc>, days: i64) -> ClientSecret {
    ClientSecret { id: SecretId::new(), client: client.id, hint: "wxyz".into(), created_at: now, expires_at: now + TimeDelta::days(days), revoked_at: None }
}

fn standing(store: &Store, name: &str) -> Client {
    let client = client(name);
    store.write(|tx| tx.insert_client(&client)).unwrap();
    client
}

fn opens(town: &Town<'_>, text: &str) -> Option<SecretId> {
    town.store.read(|tx| tx.client_by_secret(&hash(text))).unwrap().map(|(_, secret)| secret.id)
}

#[test]
fn a_source_is_used_once_a_group_or_an_opportunity_bears_its_name() {
    on_every_backend(|store| {
        let used = |name: &str| store.read(|tx| tx.source_is_used(name)).unwrap();
        let (group, home) = (full_group("雪の会"), plain_group("雪の家"));
        let mut listing = full_opportunity("雪かき", &home);
        listing.source = Some(Source { name: "listings".into(), reference: "1".into() });
        assert!(!used("open-data") && !used("listings"));
        store.write(|tx| tx.put_group(&group).and(tx.put_group(&home))).unwrap();
        assert!(used("open-data") && !used("listings") && !used("open") && !used("Open-Data") && !used(""));
        store.write(|tx| tx.put_opportunity(&listing)).unwrap();
        assert!(used("listings"));
    });
}

#[test]
fn a_client_comes_back_as_it_was_given_and_counts_its_changes() {
    on_every_backend(|store| {
        let mut client = client("a");
        let ours = company("会社");
        (client.details.company, client.details.scopes) = (Some(ours.id), vec![Scope::Company]);
        store.write(|tx| tx.insert_company(&ours).and(tx.insert_client(&client))).unwrap();
        let get = || store.read(|tx| tx.client(client.id)).unwrap().unwrap();
        assert_eq!(get(), client);
        assert_eq!(store.write(|tx| tx.put_client(&Client { version: 9, updated_at: now(), ..client.clone() })), Ok(Written::Unchanged));
        let mut changed = Client { revoked_at: Some(now()), ..client.clone() };
        changed.details.origins = vec![];
        assert_eq!(store.write(|tx| tx.put_client(&changed)), Ok(Written::Updated));
        assert_eq!(get(), Client { version: 2, ..changed });
        client.details.source = None;
        assert_eq!(store.write(|tx| tx.insert_client(&client)), Err(StoreError::Constraint(Constraint::Id("client"))));
    });
}

#[test]
fn no_two_clients_have_the_same_source() {
    on_every_backend(|store| {
        let first = standing(store, "a");
        let mut second = client("b");
        second.details.source = first.details.source.clone();
        assert_eq!(store.write(|tx| tx.insert_client(&second)), Err(StoreError::Constraint(Constraint::ClientSource)));
        for name in ["c", "d"] {
            let mut none = client(name);
            none.details.source = None;
            assert_eq!(store.write(|tx| tx.insert_client(&none)), Ok(()), "many have none");
        }
    });
}

#[test]
fn a_secret_opens_until_it_ends_or_is_taken_back_and_two_work_side_by_side() {
    in_every_town(|town| {
        let client = standing(&town.store, "a");
        let (old, new) = (secret(&client, town.now(), 1), secret(&client, town.now(), 400));
        town.store.write(|tx| tx.insert_client_secret(&old, &hash("old")).and(tx.insert_client_secret(&new, &hash("new")))).unwrap();
        assert_eq!((opens(town, "old"), opens(town, "new"), opens(town, "none")), (Some(old.id), Some(new.id), None));
        assert_eq!(town.store.read(|tx| tx.client_by_secret(&hash("new"))).unwrap().unwrap().0.details, client.details);
        town.pass(TimeDelta::hours(23));
        assert_eq!(opens(town, "old"), Some(old.id), "in its last hour");
        town.pass(TimeDelta::hours(2));
        assert_eq!((opens(town, "old"), opens(town, "new")), (None, Some(new.id)));
        assert_eq!(town.store.write(|tx| tx.revoke_client_secret(new.id)), Ok(true));
        assert_eq!(town.store.write(|tx| tx.revoke_client_secret(new.id)), Ok(false), "once");
        assert_eq!(opens(town, "new"), None);
        let all = town.store.read(|tx| tx.client_secrets(client.id)).unwrap();
        assert_eq!(all.iter().map(|s| (s.id, s.revoked_at.is_some())).collect::<Vec<_>>(), [(old.id, false), (new.id, true)]);
    });
}

#[test]
fn a_revoked_client_opens_nothing_whatever_its_secrets_say() {
    in_every_town(|town| {
        let mut client = standing(&town.store, "a");
        let one = secret(&client, town.now(), 400);
        town.store.write(|tx| tx.insert_client_secret(&one, &hash("s"))).unwrap();
        assert_eq!(town.store.read(|tx| tx.live_origins()).unwrap(), [(client.id, client.details.origins.clone())]);
        client.revoked_at = Some(town.now());
        town.store.write(|tx| tx.put_client(&client)).unwrap();
        assert_eq!(opens(town, "s"), None);
        assert_eq!(town.store.read(|tx| tx.live_origins()).unwrap(), []);
    });
}

#[test]
fn only_the_hash_of_a_secret_is_kept_and_never_twice() {
    in_every_town(|town| {
        let client = standing(&town.store, "a");
        let insert = |secret: &ClientSecret| town.store.write(|tx| tx.insert_client_secret(secret, &hash("the very secret")));
        insert(&secret(&client, town.now(), 1)).unwrap();
        assert!(matches!(insert(&secret(&client, town.now(), 1)), Err(StoreError::Constraint(_))), "no two secrets are the same");
        let kept = town.place.raw().lines(&format!(
            "SELECT hint || ' ' || {} AS line FROM client_secret",
            if town.place.backend == Backend::Sqlite { "lower(hex(hash))" } else { "encode(hash, 'hex')" }
        ));
        let hex: String = hash("the very secret").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(kept, [format!("wxyz {hex}")]);
    });
}

#[test]
fn being_used_is_noted_once_a_minute_and_is_no_change() {
    in_every_town(|town| {
        let client = standing(&town.store, "a");
        let touch = || {
            town.store.write(|tx| tx.touch_client(client.id)).unwrap();
            town.store.read(|tx| tx.client(client.id)).unwrap().unwrap()
        };
        let first = touch();
        assert!(first.used_at.is_some());
        assert_eq!((first.version, first.updated_at), (1, client.updated_at), "no change");
        assert_eq!(touch(), first, "not twice within a minute");
        town.pass(TimeDelta::seconds(61));
        let before = town.store.read(|tx| tx.client(client.id)).unwrap().unwrap().used_at;
        assert!(touch().used_at > before);
    });
}

#[test]
fn clients_and_companies_are_listed_page_by_page_and_only_those_that_may_be_seen() {
    on_every_backend(|store| {
        let companies: Vec<Company> = (0..5).map(|n| company(&format!("c{n}"))).collect();
        let clients: Vec<Client> = (0..10)
            .map(|n| {
                let mut client = client(&format!("n{n}"));
                client.details.company = Some(companies[n % 5].id);
                client
            })
            .collect();
        store.write(|tx| companies.iter().try_for_each(|c| tx.insert_company(c))).unwrap();
        store.write(|tx| clients.iter().try_for_each(|c| tx.insert_client(c))).unwrap();
        let some = [companies[1].id, companies[3].id];
        store
            .read(|tx| {
                assert_eq!(tx.clients_page(None, None, 4)?, clients[..4]);
                assert_eq!(tx.clients_page(None, Some(clients[3].id), 100)?, clients[4..]);
                assert_eq!(tx.clients_page(Some(&some), None, 3)?, [1, 3, 6].map(|n| clients[n].clone()));
                assert_eq!(tx.clients_page(Some(&[]), None, 3)?, []);
                assert_eq!(tx.companies_page(None, Some(companies[2].id), 9)?, companies[3..]);
                assert_eq!(tx.companies_page(Some(&some), None, 9)?, [companies[1].clone(), companies[3].clone()]);
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let renamed = Company { name: "新しい名前".into(), ..companies[0].clone() };
        assert_eq!(store.write(|tx| tx.put_company(&renamed)), Ok(Written::Updated));
        assert_eq!(store.write(|tx| tx.put_company(&renamed)), Ok(Written::Unchanged));
        assert_eq!(store.read(|tx| tx.company(renamed.id)), Ok(Some(Company { version: 2, ..renamed })));
    });
}

#[test]
fn keys_are_known_until_long_after_they_signed_their_last() {
    in_every_town(|town| {
        let now = town.now();
        let key = |kid: &str| SigningKey { kid: kid.into(), public: "x".into(), created_at: now, active_from: now, retired_at: None, revoked_at: None };
        let kids = || {
            town.store.read(|tx| tx.signing_keys()).unwrap().into_iter().map(|k| (k.kid, k.retired_at.is_some(), k.revoked_at.is_some())).collect::<Vec<_>>()
        };
        town.store.write(|tx| ["k1", "k2", "k3"].iter().try_for_each(|kid| tx.insert_signing_key(&key(kid)))).unwrap();
        assert_eq!(town.store.write(|tx| tx.insert_signing_key(&key("k1"))), Err(StoreError::Constraint(Constraint::Id("signing key"))));
        assert_eq!(town.store.write(|tx| tx.retire_signing_key("k1")), Ok(true));
        assert_eq!(town.store.write(|tx| tx.revoke_signing_key("k2")), Ok(true));
        assert_eq!(town.store.write(|tx| tx.revoke_signing_key("unknown")), Ok(false));
        assert_eq!(kids(), [("k1".into(), true, false), ("k2".into(), false, true), ("k3".into(), false, false)]);
        town.pass(TimeDelta::hours(25));
        assert_eq!(kids(), [("k3".into(), false, false)]);
    });
}
