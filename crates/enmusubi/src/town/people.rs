//! The people and machines of the demo town: one of every role, with passwords of their own in every installation.

use super::{profile, wishes};
use crate::{password, private, town};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::access::{Grant, Role, RoleKind};
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::client::{Client, ClientDetails, ClientKind, ClientSecret, Scope};
use enmusubi_domain::company::Company;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{AccountId, ClientId, CompanyId, GrantId, SecretId};
use enmusubi_domain::opportunity::Source;
use enmusubi_domain::password::About;
use enmusubi_domain::place::Place;
use enmusubi_domain::text::Lang;
use enmusubi_http::secret::{Hasher, Kind, Opaque};
use enmusubi_persistence::{Store, StoreError, Tx};
use serde_json::{Value, json};
use std::path::Path;
use uuid::Uuid;

/// The group whose people can be tried.
const GROUP: &str = "chuo-yukihane";
/// The ward whose coordinator can be tried: 中央区.
pub(super) const WARD: &str = "011011";
/// The company whose people can be tried. It is made up.
const COMPANY: &str = "北のあかり株式会社（見本）";

/// The name under which the partner's listings are known, and the reference of the group it may bring them in for.
const PARTNER: (&str, &str) = ("demo-partner", "demo");

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
    /// The group whose people can be tried.
    home: Group,
    company: Company,
    people: Vec<Person>,
    machines: Vec<Machine>,
    told: Vec<Value>,
}

/// Settles everybody in a database without accounts, and writes `<data-dir>/demo-accounts.json`, for its owner only. Otherwise does nothing.
pub fn settle(store: &Store, data: &Path, hasher: &Hasher, now: DateTime<Utc>) -> Result<(), String> {
    let Some(home) = store.read(free_home).map_err(|e: StoreError| e.to_string())? else { return Ok(()) };
    let cast = Cast::new(home, hasher, now)?;
    let file = data.join("demo-accounts.json");
    let text = serde_json::to_string_pretty(&cast.told).map_err(|e| e.to_string())? + "\n";
    // Written first: without it nobody could use the accounts, and without the accounts the next start writes it anew.
    private::write(&file, text.as_bytes()).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
    store.write(|tx| if free_home(tx)?.is_some() { cast.enter(tx, now) } else { Ok(()) }).map_err(|e: StoreError| e.to_string())
}

/// The group whose people can be tried, if the demo town is there and nobody lives in it yet.
fn free_home(tx: &mut Tx<'_>) -> Result<Option<Group>, StoreError> {
    let nobody = tx.accounts_page(None, None, 1)?.is_empty() && tx.clients_page(None, None, 1)?.is_empty();
    if nobody { tx.group(town::group_id(GROUP)) } else { Ok(None) }
}

/// The partner's group, let in already, so that a listing can be brought in at once. Its codes and times are those of the town: every demo is
/// the same.
fn brought(home: &Group) -> Group {
    let details = GroupDetails {
        name: "提携サイトの団体（見本）".into(),
        name_en: Some("A partner's group (sample)".into()),
        kind: GroupKind::Other,
        summary: "提携サイトからの掲載を試すための団体です。".into(),
        description: "架空の団体です。".into(),
        themes: home.details.themes.clone(),
        areas: home.details.areas.clone(),
        place: Place::default(),
        members: None,
        founded: None,
        url: None,
        accessibility: vec![],
    };
    let (name, reference) = PARTNER;
    Group {
        id: town::group_id("demo-partner-group"),
        version: 1,
        details,
        standing: Standing::Active,
        source: Some(Source { name: name.into(), reference: reference.into() }),
        imported: false,
        response_hours: None,
        created_at: home.created_at,
        updated_at: home.updated_at,
    }
}

impl Cast {
    fn new(home: Group, hasher: &Hasher, now: DateTime<Utc>) -> Result<Self, String> {
        let company = Company { id: CompanyId::new(), version: 1, name: COMPANY.into(), created_at: now, updated_at: now };
        let mut cast = Self { people: vec![], machines: vec![], told: vec![], company, home };
        let (company, group) = (cast.company.id, cast.home.id);
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
            ClientDetails { source: Some(PARTNER.0.into()), ..machine("提携サイト（見本）", &[Scope::Read, Scope::PartnerWrite, Scope::Feed]) };
        cast.machine("partner", ClientKind::Server, partner, json!({"group_ref": PARTNER.1}), now)?;
        let office = ClientDetails { company: Some(company), ..machine("企業のサーバー（見本）", &[Scope::Read, Scope::Feed, Scope::Company]) };
        cast.machine("company", ClientKind::Server, office, json!({"company_id": company.to_string()}), now)?;
        let origins = ["http://localhost:3000", "http://localhost:5173"].map(String::from).to_vec();
        let front_end = ClientDetails { origins, ..machine("フロントエンド（見本）", &[Scope::Read]) };
        cast.machine("front_end", ClientKind::FrontEnd, front_end, json!({}), now)?;
        Ok(cast)
    }

    fn person(&mut self, name: &str, role: Option<Role>, hasher: &Hasher, now: DateTime<Utc>) -> Result<(), String> {
        let code = role.as_ref().map_or("volunteer", |role| RoleKind::code(role.kind()));
        let email = Email::parse("email", &format!("{}@example.jp", code.replace('_', "-"))).map_err(|e| e.to_string())?;
        let password = password::generated(&About { email: email.as_str(), name })?;
        let hash = hasher.hash(&password).map_err(|e| e.to_string())?;
        let home = &self.home;
        let reach = match &role {
            Some(Role::Owner(id) | Role::Manager(id) | Role::Helper(id)) => json!({"group": home.details.name, "group_id": id.to_string()}),
            Some(Role::Coordinator { areas, .. }) => json!({"areas": areas}),
            Some(Role::CompanyManager(id)) => json!({"company_id": id.to_string()}),
            Some(Role::Administrator | Role::Auditor) | None => json!({}),
        };
        self.told.push(with(json!({"role": code, "email": email.as_str(), "password": password}), reach));
        let account = Account::open(AccountId::new(), email, name.into(), Lang::Ja, now);
        self.people.push(Person { account, hash, role });
        Ok(())
    }

    fn machine(&mut self, role: &str, kind: ClientKind, details: ClientDetails, reach: Value, now: DateTime<Utc>) -> Result<(), String> {
        details.check(kind).map_err(|wrong| wrong.first().map(ToString::to_string).unwrap_or_default())?;
        let secret = Opaque::new(match kind {
            ClientKind::Server => Kind::ClientSecret,
            ClientKind::FrontEnd => Kind::ApiKey,
        });
        let secret = secret.map_err(|e| e.to_string())?;
        let client = Client { id: ClientId::new(), version: 1, kind, details, used_at: None, revoked_at: None, created_at: now, updated_at: now };
        self.told.push(with(json!({"role": role, "client_id": client.id.to_string(), "client_secret": secret.reveal()}), reach));
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
        let brought = brought(&self.home);
        tx.put_group(&brought)?;
        note(tx, "create_group", ObjectKind::Group, brought.id.0)?;
        tx.insert_company(&self.company)?;
        note(tx, "create_company", ObjectKind::Company, self.company.id.0)?;
        for Person { account, hash, role } in &self.people {
            tx.insert_account(account, hash)?;
            note(tx, "create_account", ObjectKind::Account, account.id.0)?;
            if let Some(role) = role {
                let grant = Grant { id: GrantId::new(), account: account.id, role: role.clone(), until: None, given_by: None, given_at: now, taken_at: None };
                tx.give_role(&grant)?;
                note(tx, "give_role", ObjectKind::Role, grant.id.0)?;
            } else {
                tx.put_profile(account.id, &profile::of_the_volunteer(), now)?;
                note(tx, "put_my_profile", ObjectKind::Account, account.id.0)?;
            }
        }
        for volunteer in self.people.iter().filter(|person| person.role.is_none()) {
            wishes::ask(tx, volunteer.account.id, &self.home, Calendar::default().tz, now)?;
        }
        for Machine { client, secret, hash } in &self.machines {
            tx.insert_client(client)?;
            tx.insert_client_secret(secret, hash)?;
            note(tx, "create_client", ObjectKind::Client, client.id.0)?;
        }
        Ok(())
    }
}

/// An entry, and what can be reached with it.
fn with(mut entry: Value, reach: Value) -> Value {
    if let (Value::Object(entry), Value::Object(reach)) = (&mut entry, reach) {
        entry.extend(reach);
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;
    use enmusubi_domain::area::AreaTree;
    use enmusubi_domain::city::City;
    use enmusubi_domain::holiday::Holidays;
    use enmusubi_domain::theme::Themes;

    #[test]
    fn everybody_settles_once_and_can_be_tried() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", dir.path().join("a.db").display())).unwrap();
        let (now, hasher) = (Utc::now(), Hasher::light());
        settle(&store, dir.path(), &hasher, now).unwrap();
        assert!(!dir.path().join("demo-accounts.json").exists(), "nobody settles where the demo town is not");

        let calendar = Calendar { tz: chrono_tz::Asia::Tokyo, holidays: Holidays::Japan };
        let today = now.with_timezone(&FixedOffset::east_opt(9 * 3600).unwrap()).date_naive();
        let (areas, themes, groups, opportunities) = town::load(today, &calendar);
        let city = City { areas: AreaTree::new(areas.clone()).unwrap(), themes: Themes::new(themes.clone()).unwrap(), calendar };
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
                    let role = grants.first().map(|g| g.role.clone());
                    let kept = store.read(|tx| tx.profile(account.id)).map_err(|e: StoreError| e).unwrap();
                    assert_eq!(kept.is_some(), told["role"] == "volunteer", "{} can ask what fits on the first evening", account.name);
                    assert_eq!(role.as_ref().map_or("volunteer", |r| r.kind().code()), told["role"]);
                    let reach = match role {
                        Some(Role::Owner(g) | Role::Manager(g) | Role::Helper(g)) => json!(["山鼻ゆきはね同好会", g.to_string(), null, null]),
                        Some(Role::Coordinator { areas, .. }) => json!([null, null, areas, null]),
                        Some(Role::CompanyManager(id)) => json!([null, null, null, id.to_string()]),
                        _ => json!([null, null, null, null]),
                    };
                    assert_eq!(json!([told["group"], told["group_id"], told["areas"], told["company_id"]]), reach, "{}", account.name);
                }
                None => {
                    let secret = told["client_secret"].as_str().unwrap();
                    let found = store.read(|tx| tx.client_by_secret(&enmusubi_http::secret::hash(secret))).map_err(|e: StoreError| e).unwrap();
                    let client = found.unwrap().0;
                    assert_eq!(client.id.to_string(), told["client_id"].as_str().unwrap());
                    assert_eq!(told["company_id"], json!(client.details.company.map(|id| id.to_string())));
                    if let (Some(name), reference) = (client.details.source, &told["group_ref"]) {
                        let source = Source { name, reference: reference.as_str().unwrap().into() };
                        let group = store.read(|tx| tx.group_by_source(&source)).map_err(|e: StoreError| e).unwrap().unwrap();
                        assert_eq!((group.standing, group.details.check(&city)), (Standing::Active, Ok(())), "listings can be brought in at once");
                    }
                }
            }
        }
    }
}
