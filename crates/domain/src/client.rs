//! A client: a server of a partner or a company, or a public front end, that calls for itself and not for a person.

use crate::id::{ClientId, CompanyId, SecretId};
use crate::invalid::{Invalid, Why};
use crate::level::words;
use crate::text;
use chrono::{DateTime, TimeDelta, Utc};

words! {
    /// How a client proves who it is.
    ClientKind {
        /// A server: it exchanges its secret for short-lived access tokens (RFC 6749, 4.4).
        Server = "server", "サーバー", "server";
        /// A front end for public data: it sends its key with each request.
        FrontEnd = "front_end", "フロントエンド", "front end";
    }
}

words! {
    /// What a client may do.
    Scope {
        /// Read public data, with a quota of its own.
        Read = "read", "公開データの閲覧", "read public data";
        /// Bring in groups and opportunities under its own references.
        PartnerWrite = "partner:write", "提携サイトからの掲載", "bring in listings";
        /// Read feeds that are not public.
        Feed = "feed", "フィードの購読", "read feeds";
        /// Act for its company.
        Company = "company", "企業の手続き", "act for its company";
    }
}

/// Most live secrets of one client: one in use, and one that takes over.
pub const SECRETS_MAX: usize = 2;
/// Longest life of a secret, in days.
pub const SECRET_DAYS_MAX: i64 = 400;
/// Most origins of one client.
pub const ORIGINS_MAX: usize = 20;
/// Greatest number of requests a minute that can be granted.
pub const QUOTA_MAX: u32 = 1_000_000;

/// What an administrator says of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientDetails {
    /// Its name.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// The company it acts for; needed for the scope `company`.
    pub company: Option<CompanyId>,
    /// The name under which its listings are known (`source.name` of what it brings in); needed for the scope `partner:write`, and nobody
    /// else's.
    pub source: Option<String>,
    /// Origins (`https://www.example.jp`) whose pages may use it from a browser; none means: not from a browser.
    pub origins: Vec<String>,
    /// Requests a minute.
    pub requests_per_minute: u32,
}

/// A client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// Counts its changes.
    pub version: i64,
    /// How it proves who it is.
    pub kind: ClientKind,
    /// What an administrator says of it.
    pub details: ClientDetails,
    /// When it was last seen, to the minute.
    pub used_at: Option<DateTime<Utc>>,
    /// Since when it may not be used.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// What may be known of a client's secret: never the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSecret {
    /// Its id.
    pub id: SecretId,
    /// Whose it is.
    pub client: ClientId,
    /// Its last four characters, so that people can tell two apart.
    pub hint: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl ClientSecret {
    /// Whether it still opens anything.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    /// How long a secret lives if nothing else is asked for.
    pub fn usual_life() -> TimeDelta {
        TimeDelta::days(SECRET_DAYS_MAX)
    }
}

impl ClientDetails {
    /// Whether it acts for a company in its own business only: then the company's managers look after its secrets.
    pub fn is_a_company_s_own(&self) -> bool {
        self.company.is_some() && !self.scopes.contains(&Scope::PartnerWrite)
    }

    /// Looks at every field; names each that is wrong.
    pub fn check(&self, kind: ClientKind) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        wrong.extend(text::line("name", &self.name, text::TITLE_MAX).err());
        if self.scopes.is_empty() {
            wrong.push(Invalid::new("scopes", Why::Required));
        }
        for (i, scope) in self.scopes.iter().enumerate() {
            let at = format!("scopes/{i}");
            if self.scopes[..i].contains(scope) {
                wrong.push(Invalid::new(&at, Why::Duplicate(scope.code().into())));
            }
            // A key in a page is public: it opens nothing but public data.
            if kind == ClientKind::FrontEnd && *scope != Scope::Read {
                wrong.push(Invalid::new(&at, Why::NotOneOf("read")));
            }
            if *scope == Scope::Company && self.company.is_none() {
                wrong.push(Invalid::new("company_id", Why::Required));
            }
            if *scope == Scope::PartnerWrite && self.source.is_none() {
                wrong.push(Invalid::new("source", Why::Required));
            }
        }
        if self.source.as_deref().is_some_and(|name| !is_source_name(name)) {
            wrong.push(Invalid::new("source", Why::Malformed("[a-z0-9-]{3,40}")));
        }
        if self.origins.len() > ORIGINS_MAX {
            wrong.push(Invalid::new("origins", Why::TooMany { max: ORIGINS_MAX }));
        }
        for (i, origin) in self.origins.iter().enumerate() {
            if !is_origin(origin) {
                wrong.push(Invalid::new(format!("origins/{i}"), Why::Malformed("https://www.example.jp")));
            }
        }
        if !(1..=QUOTA_MAX).contains(&self.requests_per_minute) {
            wrong.push(Invalid::new("requests_per_minute", Why::OutOfRange { min: 1.0, max: f64::from(QUOTA_MAX) }));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// Whether a text may name a source: 3 to 40 small letters, digits and hyphens.
pub fn is_source_name(text: &str) -> bool {
    (3..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether a text is an origin as browsers send it (RFC 6454, 6.2): a scheme, a host in lower case, perhaps a port, and nothing else.
/// Plain `http` is for machines of developers only.
pub fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(h, p)| (h, Some(p)));
    let host_is_fine = !host.is_empty() && host.len() <= 253 && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b));
    let port_is_fine = port.is_none_or(|p| p.parse::<u16>().is_ok_and(|n| n > 0) && !p.starts_with(['0', '+']));
    let scheme_is_fine = scheme == "https" || (scheme == "http" && matches!(host, "localhost" | "127.0.0.1"));
    scheme_is_fine && host_is_fine && port_is_fine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_perhaps_a_port() {
        for good in ["https://www.example.jp", "https://example.jp:8443", "http://localhost:3000", "http://127.0.0.1:5173"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "*",
            "null",
            "https://",
            "http://example.jp",
            "https://Example.jp",
            "https://example.jp/",
            "https://a.jp:0",
            "https://a.jp:099",
            "https://a.jp:x",
            "example.jp",
            "https://a b.jp",
            "https://a@b.jp",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }

    #[test]
    fn a_key_in_a_page_opens_public_data_only() {
        let source = Some("hokkaido-net".to_owned());
        let details = |scopes, company| ClientDetails { name: "x".into(), scopes, company, source: source.clone(), origins: vec![], requests_per_minute: 60 };
        assert!(details(vec![Scope::Read], None).check(ClientKind::FrontEnd).is_ok());
        assert!(details(vec![Scope::PartnerWrite], None).check(ClientKind::FrontEnd).is_err());
        assert!(details(vec![Scope::PartnerWrite], None).check(ClientKind::Server).is_ok());
        assert!(details(vec![Scope::Company], None).check(ClientKind::Server).is_err());
        assert!(details(vec![Scope::Company], Some(CompanyId::new())).check(ClientKind::Server).is_ok());
        assert!(details(vec![], None).check(ClientKind::Server).is_err());
    }
}
