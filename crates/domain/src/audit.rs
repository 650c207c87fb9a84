//! The audit trail: who did what to which object, when and why. Never what stood in it.

use crate::id::{AccountId, ClientId, LoginId};
use crate::invalid::{Invalid, Why};
use crate::level::words;
use crate::text;
use chrono::{DateTime, Utc};
use uuid::Uuid;

words! {
    /// What sort of thing something was done to.
    ObjectKind {
        /// An account.
        Account = "account", "アカウント", "account";
        /// A login.
        Login = "login", "ログイン", "login";
        /// A role that was given.
        Role = "role", "役割", "role";
        /// A client.
        Client = "client", "クライアント", "client";
        /// A company.
        Company = "company", "企業", "company";
        /// A group.
        Group = "group", "団体", "group";
        /// A group's member.
        Member = "member", "メンバー", "member";
        /// An invitation.
        Invitation = "invitation", "招待", "invitation";
        /// An opportunity.
        Opportunity = "opportunity", "募集", "opportunity";
        /// A ranking policy.
        RankingPolicy = "ranking_policy", "掲載順ポリシー", "ranking policy";
        /// An application.
        Application = "application", "応募", "application";
        /// A participation.
        Participation = "participation", "参加記録", "participation";
        /// A certificate.
        Certificate = "certificate", "証明書", "certificate";
        /// A disclosure.
        Disclosure = "disclosure", "開示", "disclosure";
        /// A consent.
        Consent = "consent", "同意", "consent";
        /// A guardianship.
        Guardianship = "guardianship", "保護者との関係", "guardianship";
        /// A key that signs tokens.
        SigningKey = "signing_key", "署名鍵", "signing key";
    }
}

/// Shortest reason where one is demanded, in characters.
pub const REASON_MIN: usize = 4;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Nobody signed in: a registration, a wrong password.
    Anyone,
    /// A person, on one of their devices.
    Person(AccountId, LoginId),
    /// A client.
    Client(ClientId),
    /// Whoever runs the program, from the command line.
    Operator,
    /// The service itself: a job.
    Service,
}

impl Actor {
    /// Its code, its id and its login.
    pub fn parts(self) -> (&'static str, Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Anyone => ("anyone", None, None),
            Self::Person(account, login) => ("person", Some(account.0), Some(login.0)),
            Self::Client(client) => ("client", Some(client.0), None),
            Self::Operator => ("operator", None, None),
            Self::Service => ("service", None, None),
        }
    }

    /// Puts the parts together again.
    pub fn of(code: &str, id: Option<Uuid>, login: Option<Uuid>) -> Option<Self> {
        match (code, id, login) {
            ("anyone", None, None) => Some(Self::Anyone),
            ("person", Some(id), Some(login)) => Some(Self::Person(AccountId(id), LoginId(login))),
            ("client", Some(id), None) => Some(Self::Client(ClientId(id))),
            ("operator", None, None) => Some(Self::Operator),
            ("service", None, None) => Some(Self::Service),
            _ => None,
        }
    }
}

/// Something that was done. Names of fields stand in it, values never do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Who did it.
    pub actor: Actor,
    /// What was done: the code of an operation, or a word of a command or job.
    pub action: &'static str,
    /// To what.
    pub object: (ObjectKind, Uuid),
    /// Which fields were touched.
    pub fields: Vec<&'static str>,
    /// Why, in the actor's own words, where a reason is demanded.
    pub reason: Option<String>,
    /// The id under which the logs know the request; empty outside of one.
    pub trace_id: String,
}

/// A line of the trail as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number; numbers grow, with gaps.
    pub seq: i64,
    /// When, by the database's clock.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: (ObjectKind, Uuid),
    /// Which fields.
    pub fields: Vec<String>,
    /// Why.
    pub reason: Option<String>,
    /// The request.
    pub trace_id: String,
}

/// Reads a reason that is demanded.
pub fn reason(field: &str, raw: &str) -> Result<String, Invalid> {
    let text = text::line(field, raw, text::SUMMARY_MAX)?;
    if text.chars().count() < REASON_MIN { Err(Invalid::new(field, Why::TooShort { min: REASON_MIN })) } else { Ok(text) }
}
