use crate::town::{ISSUER, Town, ring};
use crate::wire::Answer;
use chrono::TimeDelta;
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::client::{Client, ClientDetails, ClientKind, ClientSecret, Scope};
use enmusubi_domain::company::Company;
use enmusubi_domain::id::{AccountId, ClientId, CompanyId, GrantId, LoginId, SecretId};
use enmusubi_domain::login::Login;
use enmusubi_domain::text::Lang;
use enmusubi_http::secret::{Hasher, Kind, Opaque};
use enmusubi_http::token::{Subject, mint};
use enmusubi_persistence::StoreError;
use serde_json::Value;

/// The password of everybody who was not told another one.
pub const PASSWORD: &str = "雪がとけたら川べりで会おう";

/// How somebody proves who they are.
#[derive(Debug, Clone)]
pub enum Who {
    Anyone,
    Bearer(String),
    Key(String),
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub account: Account,
    pub login: LoginId,
    pub refresh: String,
    pub who: Who,
}

/// A client with its secret.
#[derive(Debug, Clone)]
pub struct Machine {
    pub client: Client,
    pub secret: String,
    pub who: Who,
}

impl Who {
    /// The headers that go with it.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Anyone => vec![],
            Self::Bearer(token) => vec![("Authorization", format!("Bearer {token}"))],
            Self::Key(key) => vec![("X-API-Key", key.clone())],
        }
    }
}

pub fn email(name: &str) -> Email {
    Email::parse("email", &format!("{name}@example.jp")).unwrap()
}

impl Town {
    /// Somebody with an account, the usual password, these roles and a device that is signed in.
    pub fn somebody(&self, name: &str, roles: Vec<Role>) -> Somebody {
        let now = self.now();
        let id = AccountId::new();
        let account = Account {
            id,
            version: 1,
            email: email(name),
            name: format!("{name}さん"),
            lang: Lang::Ja,
            security_version: 1,
            disabled_at: None,
            created_at: now,
            updated_at: now,
        };
        let password = Hasher::light().hash(PASSWORD).unwrap();
        let grants: Vec<Grant> =
            roles.into_iter().map(|role| Grant { id: GrantId::new(), account: id, role, until: None, given_by: None, given_at: now, taken_at: None }).collect();
        let done = self.store.write(|tx| {
            tx.insert_account(&account, &password)?;
            grants.iter().try_for_each(|grant| tx.give_role(grant))
        });
        done.unwrap_or_else(|e: StoreError| panic!("{e}"));
        self.sign_in(account)
    }

    /// Somebody with an account who keeps this profile.
    pub fn volunteer(&self, name: &str, profile: &Value) -> Somebody {
        let somebody = self.somebody(name, vec![]);
        self.call(&somebody.who, "PUT", "/v1/me/profile", &[], Some(profile)).expect(201);
        somebody
    }

    /// Another device of somebody.
    pub fn sign_in(&self, account: Account) -> Somebody {
        let now = self.now();
        let login = Login {
            id: LoginId::new(),
            account: account.id,
            device: "phone".into(),
            created_at: now,
            used_at: now,
            idle_expires_at: now + TimeDelta::days(7),
            absolute_expires_at: now + TimeDelta::days(30),
            ended: None,
        };
        let refresh = Opaque::new(Kind::Refresh).unwrap();
        self.store.write(|tx| tx.insert_login(&login, &refresh.hash())).unwrap_or_else(|e: StoreError| panic!("{e}"));
        let subject = Subject::User { account: account.id, login: login.id, security_version: account.security_version, auth_time: now };
        let token = mint(&ring(), ISSUER, &subject, now).unwrap().text.reveal().to_owned();
        Somebody { account, login: login.id, refresh: refresh.reveal().to_owned(), who: Who::Bearer(token) }
    }

    /// A company.
    pub fn company(&self, name: &str) -> Company {
        let now = self.now();
        let company = Company { id: CompanyId::new(), version: 1, name: name.into(), created_at: now, updated_at: now };
        self.store.write(|tx| tx.insert_company(&company)).unwrap_or_else(|e: StoreError| panic!("{e}"));
        company
    }

    /// A client with a secret; a server comes with an access token, a front end with its key.
    pub fn machine(&self, kind: ClientKind, scopes: Vec<Scope>, company: Option<CompanyId>) -> Machine {
        let now = self.now();
        let id = ClientId::new();
        let source = scopes.contains(&Scope::PartnerWrite).then(|| format!("partner-{}", &id.0.simple().to_string()[20..]));
        let details = ClientDetails { name: "提携サイト".into(), scopes: scopes.clone(), company, source, origins: vec![], requests_per_minute: 6_000 };
        let client = Client { id, version: 1, kind, details, used_at: None, revoked_at: None, created_at: now, updated_at: now };
        let secret = Opaque::new(if kind == ClientKind::FrontEnd { Kind::ApiKey } else { Kind::ClientSecret }).unwrap();
        let kept = ClientSecret {
            id: SecretId::new(),
            client: id,
            hint: secret.hint().into(),
            created_at: now,
            expires_at: now + TimeDelta::days(100),
            revoked_at: None,
        };
        let done = self.store.write(|tx| {
            tx.insert_client(&client)?;
            tx.insert_client_secret(&kept, &secret.hash())
        });
        done.unwrap_or_else(|e: StoreError| panic!("{e}"));
        let who = match kind {
            ClientKind::FrontEnd => Who::Key(secret.reveal().into()),
            ClientKind::Server => Who::Bearer(mint(&ring(), ISSUER, &Subject::Client { client: id, scopes }, now).unwrap().text.reveal().to_owned()),
        };
        Machine { client, secret: secret.reveal().to_owned(), who }
    }

    /// Calls as somebody, with a JSON body if there is one.
    pub fn call(&self, who: &Who, method: &str, target: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let mine = who.headers();
        let mut all: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend_from_slice(headers);
        let bytes = body.map(|b| b.to_string().into_bytes()).unwrap_or_default();
        if body.is_some() && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            all.push(("Content-Type", "application/json"));
        }
        self.send(method, target, &all, &bytes)
    }
}
