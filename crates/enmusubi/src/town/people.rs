//! The people and machines of the demo town: one of every role, with passwords of their own in every installation.

use crate::{password, private, town};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::access::{Grant, Role, RoleKind};
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_domain::client::{Client, ClientDetails, ClientKind, ClientSecret, Scope};
use enmusubi_domain::company::Company;
use enmusubi_domain::id::{AccountId, ClientId, CompanyId, GrantId, GroupId, SecretId};
use enmusubi_domain::password::About;
use enmusubi_domain::text::Lang;
use enmusubi_http::secret::{Hasher, Kind, Opaque};
use enmusubi_persistence::{Store, StoreError, Tx};
use serde_json::{Value, json};
use std::path::Path;
use uuid::Uuid;

/// The group whose people can be tried.
const GROUP: &str = "chuo-yukihane";
/// The ward whose coordinator can be tried: 中央区.
const WARD: &str = "011011";
/// The company whose people can be tried. It is made up.
const COMPANY: &str = "北のあかり株式会社（見本）";

/// Somebody of the town.
struct Person {
    account: Account,
    hash: String,
    role: Option<Role>,
}

/// A server or a front end of the town.
struct Machine {
    client: Client,
    secret: ClientSecret,
    hash: [u8; 32],
}

/// Everybody, and what is told of them.
struct Cast {
    company: Company,
    people: Vec<Person>,
    machines: Vec<Machine>,
    told: Vec<Value>,
}

/// Settles everybody in a database without accounts, and writes `<data-dir>/demo-accounts.json`, for its owner only. Otherwise does nothing.
pub fn settle(store: &Store, data: &Path, hasher: &Hasher, now: DateTime<Utc>) -> Result<(), String> {
    let group = town::group_id(GROUP);
    if !store.read(|tx| is_free(tx, group)).map_err(|e: StoreError| e.to_string())? {
        return Ok(());
    }
    let cast = Cast::new(group, hasher, now)?;
    let file = data.join("demo-accounts.json");
    let text = serde_json::to_string_pretty(&cast.told).map_err(|e| e.to_string())? + "\n";
    // Written first: without it nobody could use the accounts, and without the accounts the next start writes it anew.
    private::write(&file, text.as_bytes()).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
    store.write(|tx| if is_free(tx, group)? { cast.enter(tx, now) } else { Ok(()) }).map_err(|e: StoreError| e.to_string())
}

/// Whether the demo town is there and nobody lives in it yet.
fn is_free(tx: &mut Tx<'_>, group: GroupId) -> Result<bool, StoreError> {
    Ok(tx.group(group)?.is_some() && tx.accounts_page(None, None, 1)?.is_empty() && tx.clients_page(None, None, 1)?.is_empty())
}

impl Cast {
    fn new(group: GroupId, hasher: &Hasher, now: DateTime<Utc>) -> Result<Self, String> {
        let company = Company { id: CompanyId::new(), version: 1, name: COMPANY.into(), created_at: now, updated_at: now };
        let mut cast = Self { people: vec![], machines: vec![], told: vec![], company };
        let company = cast.company.id;
        for (name, role) in [
            ("雪野 はじめ", None),
            ("山鼻 さとる", Some(Role::Owner(group))),
            ("円山 みのり", Some(Role::Manager(group))),
            ("伏見 こはる", Some(Role::Helper(group))),
            ("豊平 かなえ", Some(Role::Coordinator { areas: vec![WARD.into()], themes: vec![] })),
            ("大通 まこと", Some(Role::CompanyManager(company))),
            ("時計 あきら", Some(Role::Administrator)),
            ("藻岩 しずか", Some(Role::Auditor)),
        ] {
            cast.person(name, role, hasher, now)?;
        }
        let machine = |name: &str, scopes: &[Scope]| ClientDetails {
            name: name.into(),
            scopes: scopes.to_vec(),
            company: None,
            source: None,
            origins: vec![],
            requests_per_minute: 600,
        };
        let partner =
            ClientDetails { source: Some("demo-partner".into()), ..machine("提携サイト（見本）", &[Scope::Read, Scope::PartnerWrite, Scope::Feed]) };
        cast.machine("partner", ClientKind::Server, partner, now)?;
        let office = ClientDetails { company: Some(company), ..machine("企業のサーバー（見本）", &[Scope::Read, Scope::Feed, Scope::Company]) };
        cast.machine("company", ClientKind::Server, office, now)?;
        let origins = ["http://localhost:3000", "http://localhost:5173"].map(String::from).to_vec();
        cast.machine("front_end", ClientKind::FrontEnd, ClientDetails { origins, ..machine("フロントエンド（見本）", &[Scope::Read]) }, now)?;
        Ok(cast)
    }

    fn person(&mut self, name: &str, role: Option<Role>, hasher: &Hasher, now: DateTime<Utc>) -> Result<(), String> {
        let code = role.as_ref().map_or("volunteer", |role| RoleKind::code(role.kind()));
        let email = Email::parse("email", &format!("{}@example.jp", code.replace('_', "-"))).map_err(|e| e.to_string())?;
        let password = password::generated(&About { email: email.as_str(), name })?;
        let hash = hasher.hash(&password).map_err(|e| e.to_string())?;
        self.told.push(json!({"role": code, "email": email.as_str(), "password": password}));
        let account = Account {
            id: AccountId::new(),
            version: 1,
            email,
            name: name.into(),
            lang: Lang::Ja,
            security_version: 1,
            disabled_at: None,
            created_at: now,
            updated_at: now,
        };
        self.people.push(Person { account, hash, role });
        Ok(())
    }

    fn machine(&mut self, role: &str, kind: ClientKind, details: ClientDetails, now: DateTime<Utc>) -> Result<(), String> {
        details.check(kind).map_err(|wrong| wrong.first().map(ToString::to_string).unwrap_or_default())?;
        let secret = Opaque::new(match kind {
            ClientKind::Server => Kind::ClientSecret,
            ClientKind::FrontEnd => Kind::ApiKey,
        });
        let secret = secret.map_err(|e| e.to_string())?;
        let client = Client { id: ClientId::new(), version: 1, kind, details, used_at: None, revoked_at: None, created_at: now, updated_at: now };
        self.told.push(json!({"role": role, "client_id": client.id.to_string(), "client_secret": secret.reveal()}));
        let kept = ClientSecret {
            id: SecretId::new(),
            client: client.id,
            hint: secret.hint().into(),
            created_at: now,
            expires_at: now + TimeDelta::days(enmusubi_domain::client::SECRET_DAYS_MAX),
            revoked_at: None,
        };
        self.machines.push(Machine { client, secret: kept, hash: secret.hash() });
        Ok(())
    }

    fn enter(&self, tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
        let note = |tx: &mut Tx<'_>, action, kind: ObjectKind, id: Uuid| {
            tx.audit(&Event { actor: Actor::Operator, action, object: (kind, id), fields: vec![], reason: None, trace_id: String::new() })
        };
        tx.insert_company(&self.company)?;
        note(tx, "create_company", ObjectKind::Company, self.company.id.0)?;
        for Person { account, hash, role } in &self.people {
            tx.insert_account(account, hash)?;
            note(tx, "create_account", ObjectKind::Account, account.id.0)?;
            if let Some(role) = role {
                let grant = Grant { id: GrantId::new(), account: account.id, role: role.clone(), until: None, given_by: None, given_at: now, taken_at: None };
                tx.give_role(&grant)?;
                note(tx, "give_role", ObjectKind::Role, grant.id.0)?;
            }
        }
        for Machine { client, secret, hash } in &self.machines {
            tx.insert_client(client)?;
            tx.insert_client_secret(secret, hash)?;
            note(tx, "create_client", ObjectKind::Client, client.id.0)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    #[test]
    fn everybody_settles_once_and_can_be_tried() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", dir.path().join("a.db").display())).unwrap();
        let (now, hasher) = (Utc::now(), Hasher::light());
        settle(&store, dir.path(), &hasher, now).unwrap();
        assert!(!dir.path().join("demo-accounts.json").exists(), "nobody settles where the demo town is not");

        let calendar = enmusubi_domain::city::Calendar { tz: chrono_tz::Asia::Tokyo, holidays: enmusubi_domain::holiday::Holidays::Japan };
        let today = now.with_timezone(&FixedOffset::east_opt(9 * 3600).unwrap()).date_naive();
        let (areas, themes, groups, opportunities) = town::load(today, &calendar);
        store
            .write(|tx| {
                tx.put_areas(&areas)?;
                tx.put_themes(&themes)?;
                tx.insert_all(&groups, &opportunities)
            })
            .map_err(|e: StoreError| e)
            .unwrap();
        settle(&store, dir.path(), &hasher, now).unwrap();
        let file = dir.path().join("demo-accounts.json");
        assert!(!private::is_open_to_others(&file).unwrap() || cfg!(not(unix)));
        let text = std::fs::read_to_string(&file).unwrap();
        settle(&store, dir.path(), &hasher, now).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);

        let told: Vec<Value> = serde_json::from_str(&text).unwrap();
        let roles: Vec<_> = told.iter().map(|t| t["role"].as_str().unwrap()).collect();
        let humans = ["volunteer", "owner", "manager", "helper", "coordinator", "company_manager", "admin", "auditor"];
        assert_eq!(roles, [&humans[..], &["partner", "company", "front_end"]].concat());
        for told in told {
            match told["email"].as_str() {
                Some(email) => {
                    let email = Email::parse("email", email).unwrap();
                    let (account, hash, grants) = store
                        .read(|tx| {
                            let account = tx.account_by_email(&email)?.unwrap();
                            Ok::<_, StoreError>((account.clone(), tx.password_of(account.id)?, tx.grants_of(account.id)?))
                        })
                        .unwrap();
                    let verdict = hasher.verify(told["password"].as_str().unwrap(), hash.as_deref());
                    assert!(matches!(verdict, enmusubi_http::secret::Verdict::Right { .. }), "{}", account.name);
                    assert_eq!(grants.first().map_or("volunteer", |g| g.role.kind().code()), told["role"]);
                }
                None => {
                    let secret = told["client_secret"].as_str().unwrap();
                    let found = store.read(|tx| tx.client_by_secret(&enmusubi_http::secret::hash(secret))).map_err(|e: StoreError| e).unwrap();
                    assert_eq!(found.unwrap().0.id.to_string(), told["client_id"].as_str().unwrap());
                }
            }
        }
    }
}
