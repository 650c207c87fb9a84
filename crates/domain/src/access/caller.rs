use crate::audit::Actor;
use crate::client::Scope;
use crate::id::{AccountId, ClientId, CompanyId, GrantId, GroupId, LoginId};
use crate::level::words;
use chrono::{DateTime, Utc};

words! {
    /// The sort of a role, whatever it is a role in.
    RoleKind {
        /// Owner of a group.
        Owner = "owner", "団体の代表", "group owner";
        /// Manager of a group.
        Manager = "manager", "団体の担当者", "group manager";
        /// Helper of a group.
        Helper = "helper", "団体の補助者", "group helper";
        /// Coordinator of areas, and perhaps of themes.
        Coordinator = "coordinator", "コーディネーター", "coordinator";
        /// Manager of a company.
        CompanyManager = "company_manager", "企業の担当者", "company manager";
        /// Administrator.
        Administrator = "admin", "管理者", "administrator";
        /// Auditor.
        Auditor = "auditor", "監査担当", "auditor";
    }
}

/// A role somebody has, and in what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Speaks for a group, and says who else does.
    Owner(GroupId),
    /// Speaks for a group.
    Manager(GroupId),
    /// Sees what a group plans, and helps on the day.
    Helper(GroupId),
    /// Joins people and groups in areas (what lies below them included), and only in these themes if any are named.
    Coordinator {
        /// Area codes; never empty.
        areas: Vec<String>,
        /// Theme codes; empty means all.
        themes: Vec<String>,
    },
    /// Acts for a company.
    CompanyManager(CompanyId),
    /// Runs the service for the city.
    Administrator,
    /// Reads what was done.
    Auditor,
}

impl Role {
    /// Its sort.
    pub fn kind(&self) -> RoleKind {
        match self {
            Self::Owner(_) => RoleKind::Owner,
            Self::Manager(_) => RoleKind::Manager,
            Self::Helper(_) => RoleKind::Helper,
            Self::Coordinator { .. } => RoleKind::Coordinator,
            Self::CompanyManager(_) => RoleKind::CompanyManager,
            Self::Administrator => RoleKind::Administrator,
            Self::Auditor => RoleKind::Auditor,
        }
    }

    /// The group it is a role in, if it is one in a group.
    pub fn group(&self) -> Option<GroupId> {
        match self {
            Self::Owner(g) | Self::Manager(g) | Self::Helper(g) => Some(*g),
            Self::Coordinator { .. } | Self::CompanyManager(_) | Self::Administrator | Self::Auditor => None,
        }
    }

    /// The same group in another capacity.
    pub fn in_group(kind: RoleKind, group: GroupId) -> Option<Self> {
        match kind {
            RoleKind::Owner => Some(Self::Owner(group)),
            RoleKind::Manager => Some(Self::Manager(group)),
            RoleKind::Helper => Some(Self::Helper(group)),
            RoleKind::Coordinator | RoleKind::CompanyManager | RoleKind::Administrator | RoleKind::Auditor => None,
        }
    }
}

/// A role as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub account: AccountId,
    /// Which role.
    pub role: Role,
    /// Until when; nothing means until it is taken.
    pub until: Option<DateTime<Utc>>,
    /// By whom; nothing means from the command line or by founding the group.
    pub given_by: Option<AccountId>,
    /// When.
    pub given_at: DateTime<Utc>,
    /// When it was taken, if it was.
    pub taken_at: Option<DateTime<Utc>>,
}

impl Grant {
    /// Whether it counts at a moment.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.taken_at.is_none() && self.until.is_none_or(|until| now < until)
    }
}

/// Somebody signed in, on one device, with the roles that count now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// The device.
    pub login: LoginId,
    /// Their live roles.
    pub roles: Vec<Role>,
}

/// A client that calls for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCaller {
    /// Which.
    pub id: ClientId,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// The company it acts for.
    pub company: Option<CompanyId>,
    /// The name under which its listings are known.
    pub source: Option<String>,
    /// Requests a minute.
    pub requests_per_minute: u32,
}

/// Who asks. Made from credentials and the database's present state, never from what a token claims.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Caller {
    /// Nobody in particular.
    #[default]
    Anyone,
    /// Somebody signed in.
    Person(Person),
    /// A client.
    Client(ClientCaller),
}

impl Caller {
    /// The person, if it is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Anyone | Self::Client(_) => None,
        }
    }

    /// The client, if it is one.
    pub fn client(&self) -> Option<&ClientCaller> {
        match self {
            Self::Client(client) => Some(client),
            Self::Anyone | Self::Person(_) => None,
        }
    }

    /// The account, if it is a person.
    pub fn account(&self) -> Option<AccountId> {
        self.person().map(|p| p.account)
    }

    /// How the audit trail names them.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Anyone => Actor::Anyone,
            Self::Person(p) => Actor::Person(p.account, p.login),
            Self::Client(c) => Actor::Client(c.id),
        }
    }
}
