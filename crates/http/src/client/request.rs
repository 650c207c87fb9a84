use crate::code;
use crate::input::Wrong;
use crate::problem::Problem;
use enmusubi_domain::client::{ClientDetails, ClientKind, SECRET_DAYS_MAX, Scope};
use enmusubi_domain::invalid::{Invalid, Why};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Requests a minute of a client of which nothing else is said.
const QUOTA: u32 = 6_000;

/// A new client. クライアントの登録。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClientRequest)]
pub struct ClientRequest {
    /// How it proves who it is; it stays so.
    #[schema(value_type = code::ClientKind, example = "server")]
    kind: String,
    /// Its name.
    #[schema(max_length = 120, example = "北海道まちの掲示板")]
    name: String,
    /// What it may do. A front end may `read`, and nothing else: its key can be seen in the page.
    #[schema(value_type = Vec<code::ClientScope>, max_items = 50)]
    scopes: Vec<String>,
    /// The company it acts for; needed for `company`. It stays so.
    #[schema(format = Uuid, max_length = 36)]
    company_id: Option<String>,
    /// The name under which its listings are known (`source.name`), nobody else's; needed for `partner:write`.
    #[schema(pattern = "^[a-z0-9-]{3,40}$", max_length = 40, example = "hokkaido-net")]
    source: Option<String>,
    /// Origins whose pages may use it from a browser; none: not from a browser.
    #[schema(max_items = 20, example = json!(["https://www.example.jp"]))]
    origins: Option<Vec<String>>,
    /// Requests a minute.
    #[schema(minimum = 1, maximum = 1_000_000, default = 6_000, example = 6_000)]
    requests_per_minute: Option<u32>,
    /// For how many days its first secret is good.
    #[schema(minimum = 1, maximum = 400, default = 400, example = 400)]
    secret_days: Option<u32>,
}

/// What can be changed about a client. クライアントの変更。
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClientChange)]
pub struct ClientChange {
    /// Its name.
    #[schema(max_length = 120, example = "北海道まちの掲示板")]
    name: String,
    /// What it may do. A scope that is taken is gone at once; one that is given comes with the next token.
    #[schema(value_type = Vec<code::ClientScope>, max_items = 50)]
    scopes: Vec<String>,
    /// The name under which its listings are known.
    #[schema(pattern = "^[a-z0-9-]{3,40}$", max_length = 40, example = "hokkaido-net")]
    source: Option<String>,
    /// Origins whose pages may use it from a browser.
    #[schema(max_items = 20, example = json!(["https://www.example.jp"]))]
    origins: Option<Vec<String>>,
    /// Requests a minute.
    #[schema(minimum = 1, maximum = 1_000_000, example = 6_000)]
    requests_per_minute: u32,
}

/// A further secret. 鍵の追加。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClientSecretRequest)]
pub struct SecretRequest {
    /// For how many days it is good.
    #[schema(minimum = 1, maximum = 400, default = 400, example = 180)]
    days: Option<u32>,
}

impl ClientRequest {
    /// Kind, details, and the days of the first secret; or every member that is wrong.
    pub fn read(self) -> Result<(ClientKind, ClientDetails, i64), Problem> {
        let mut wrong = Wrong::default();
        let kind = wrong.word("kind", &self.kind, ClientKind::parse, ClientKind::CODES);
        let company = self.company_id.map(|id| wrong.id("company_id", &id));
        let days = days("secret_days", self.secret_days, &mut wrong);
        let mut details = ClientDetails {
            name: self.name.trim().to_owned(),
            scopes: scopes(self.scopes, &mut wrong),
            company: None,
            source: self.source,
            origins: self.origins.unwrap_or_default(),
            requests_per_minute: self.requests_per_minute.unwrap_or(QUOTA),
        };
        details.company = company.flatten();
        let kind_or_wider = kind.unwrap_or(ClientKind::Server);
        wrong.with(details.check(kind_or_wider)).finish()?;
        Ok((kind_or_wider, details, days))
    }
}

impl ClientChange {
    /// What stands.
    pub fn of(details: &ClientDetails) -> Self {
        Self {
            name: details.name.clone(),
            scopes: details.scopes.iter().map(|scope| scope.code().to_owned()).collect(),
            source: details.source.clone(),
            origins: Some(details.origins.clone()),
            requests_per_minute: details.requests_per_minute,
        }
    }

    /// What shall stand, or every member that is wrong.
    pub fn read(self, stands: &ClientDetails, kind: ClientKind) -> Result<ClientDetails, Problem> {
        let mut wrong = Wrong::default();
        let details = ClientDetails {
            name: self.name.trim().to_owned(),
            scopes: scopes(self.scopes, &mut wrong),
            company: stands.company,
            source: self.source,
            origins: self.origins.unwrap_or_default(),
            requests_per_minute: self.requests_per_minute,
        };
        wrong.with(details.check(kind)).finish()?;
        Ok(details)
    }
}

impl SecretRequest {
    /// The days it is good for.
    pub fn read(self) -> Result<i64, Problem> {
        let mut wrong = Wrong::default();
        let days = days("days", self.days, &mut wrong);
        wrong.finish()?;
        Ok(days)
    }
}

/// Scopes that are scopes. Where one is not, that is all there is to say of them.
fn scopes(codes: Vec<String>, wrong: &mut Wrong) -> Vec<Scope> {
    let asked = codes.len();
    let scopes = wrong.words("scopes", Some(codes), Scope::parse, Scope::CODES);
    if scopes.len() < asked { vec![Scope::Read] } else { scopes }
}

fn days(at: &str, days: Option<u32>, wrong: &mut Wrong) -> i64 {
    let days = days.map_or(SECRET_DAYS_MAX, i64::from);
    if !(1..=SECRET_DAYS_MAX).contains(&days) {
        wrong.add(Invalid::new(at, Why::OutOfRange { min: 1.0, max: SECRET_DAYS_MAX as f64 }));
    }
    days
}
