use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::access::{Grant, Role};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A role somebody has, and in what. 役割。
#[derive(Serialize, ToSchema)]
#[schema(as = Role)]
pub struct RoleView {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub account_id: Uuid,
    /// Which role.
    #[schema(value_type = code::RoleKind, example = "coordinator")]
    pub role: &'static str,
    /// The group it is a role in.
    pub group_id: Option<Uuid>,
    /// The company it is a role in.
    pub company_id: Option<Uuid>,
    /// Area codes, for a coordinator; what lies below them is included.
    #[schema(example = json!(["011029"]))]
    pub areas: Vec<String>,
    /// Theme codes, for a coordinator; empty means all.
    #[schema(example = json!([]))]
    pub themes: Vec<String>,
    /// Until when; null until it is taken.
    pub until: Option<DateTime<FixedOffset>>,
    /// Whose hand gave it; null where it came from the command line or by founding the group.
    pub given_by: Option<Uuid>,
    /// When it was given.
    pub given_at: DateTime<FixedOffset>,
}

impl RoleView {
    /// Shows a role.
    pub fn of(grant: &Grant, tz: Tz) -> Self {
        let (areas, themes) = match &grant.role {
            Role::Coordinator { areas, themes } => (areas.clone(), themes.clone()),
            _ => (vec![], vec![]),
        };
        let company_id = match &grant.role {
            Role::CompanyManager(company) => Some(company.0),
            _ => None,
        };
        Self {
            id: grant.id.0,
            account_id: grant.account.0,
            role: grant.role.kind().code(),
            group_id: grant.role.group().map(|group| group.0),
            company_id,
            areas,
            themes,
            until: grant.until.map(|at| local(at, tz)),
            given_by: grant.given_by.map(|account| account.0),
            given_at: local(grant.given_at, tz),
        }
    }
}
