use crate::code;
use crate::input::Wrong;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use enmusubi_domain::access::{Role, RoleKind};
use enmusubi_domain::audit;
use enmusubi_domain::city::City;
use enmusubi_domain::id::{AccountId, CompanyId, GroupId};
use enmusubi_domain::invalid::{Invalid, Why};
use serde::Deserialize;
use utoipa::ToSchema;

/// Most codes of a list.
const CODES_MAX: usize = 50;

/// A role to be given. 役割の付与。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoleRequest)]
pub struct RoleRequest {
    /// To whom.
    #[schema(format = Uuid, max_length = 36)]
    account_id: String,
    /// Which role.
    #[schema(value_type = code::RoleKind, example = "coordinator")]
    role: String,
    /// The group, for `owner`, `manager` and `helper`.
    #[schema(format = Uuid, max_length = 36)]
    group_id: Option<String>,
    /// The company, for `company_manager`.
    #[schema(format = Uuid, max_length = 36)]
    company_id: Option<String>,
    /// Area codes, for `coordinator`; what lies below them is included.
    #[schema(max_items = 50, example = json!(["011029"]))]
    areas: Option<Vec<String>>,
    /// Theme codes, for `coordinator`; none means all.
    #[schema(max_items = 50, example = json!(["snow"]))]
    themes: Option<Vec<String>>,
    /// Until when (RFC 3339); left out, until it is taken.
    #[schema(format = DateTime, max_length = 40, example = "2027-03-31T23:59:59+09:00")]
    until: Option<String>,
    /// Why, in a sentence; it is kept in the audit trail. Name no person in it.
    #[schema(min_length = 4, max_length = 400, example = "北区の担当になったため")]
    reason: String,
}

/// A role to be given, once it was looked at.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// To whom.
    pub account: AccountId,
    /// Which.
    pub role: Role,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
    /// The members that were named, for the audit trail.
    pub fields: Vec<&'static str>,
}

impl RoleRequest {
    /// The role, or every member that is wrong. Whether account, group and company are there, the store knows.
    pub fn read(self, city: &City) -> Result<Wanted, Problem> {
        let mut wrong = Wrong::default();
        let kind = wrong.word("role", &self.role, RoleKind::parse, RoleKind::CODES);
        let account = wrong.id("account_id", &self.account_id);
        let until = self.until.as_deref().map(|text| wrong.take(moment("until", text)));
        let reason = wrong.take(audit::reason("reason", &self.reason));
        let fields = self.fields();
        let role = kind.and_then(|kind| self.role(kind, city, &mut wrong));
        wrong.finish()?;
        let (Some(account), Some(role), Some(reason)) = (account, role, reason) else { return Err(Problem::Internal) };
        Ok(Wanted { account, role, until: until.flatten(), reason, fields })
    }

    fn fields(&self) -> Vec<&'static str> {
        let named = [
            ("account_id", true),
            ("role", true),
            ("group_id", self.group_id.is_some()),
            ("company_id", self.company_id.is_some()),
            ("areas", self.areas.is_some()),
            ("themes", self.themes.is_some()),
            ("until", self.until.is_some()),
        ];
        named.into_iter().filter_map(|(name, is_there)| is_there.then_some(name)).collect()
    }

    /// What the role is in: what it needs must be there, and nothing else may.
    fn role(self, kind: RoleKind, city: &City, wrong: &mut Wrong) -> Option<Role> {
        let in_group = matches!(kind, RoleKind::Owner | RoleKind::Manager | RoleKind::Helper);
        let (in_company, in_areas) = (kind == RoleKind::CompanyManager, kind == RoleKind::Coordinator);
        for (name, is_there, is_meant) in [
            ("group_id", self.group_id.is_some(), in_group),
            ("company_id", self.company_id.is_some(), in_company),
            ("areas", self.areas.is_some(), in_areas),
            ("themes", self.themes.is_some(), in_areas),
        ] {
            if is_there && !is_meant {
                wrong.add(Invalid::new(name, Why::Contradiction("role")));
            } else if is_meant && !is_there && name != "themes" {
                wrong.add(Invalid::new(name, Why::Required));
            }
        }
        match kind {
            RoleKind::Owner | RoleKind::Manager | RoleKind::Helper => {
                let group: GroupId = wrong.id("group_id", &self.group_id?)?;
                Role::in_group(kind, group)
            }
            RoleKind::CompanyManager => {
                let company: CompanyId = wrong.id("company_id", &self.company_id?)?;
                Some(Role::CompanyManager(company))
            }
            RoleKind::Coordinator => {
                let themes = codes("themes", self.themes.unwrap_or_default(), |code| city.themes.number(code).is_some(), wrong);
                let areas = codes("areas", self.areas?, |code| city.areas.number(code).is_some(), wrong);
                if areas.is_empty() {
                    wrong.add(Invalid::new("areas", Why::Required));
                }
                Some(Role::Coordinator { areas, themes })
            }
            RoleKind::Administrator => Some(Role::Administrator),
            RoleKind::Auditor => Some(Role::Auditor),
        }
    }
}

/// Codes of the city, each once. The order means nothing, so that the same codes are the same role.
fn codes(at: &str, codes: Vec<String>, known: impl Fn(&str) -> bool, wrong: &mut Wrong) -> Vec<String> {
    if codes.len() > CODES_MAX {
        wrong.add(Invalid::new(at, Why::TooMany { max: CODES_MAX }));
        return codes;
    }
    for (i, code) in codes.iter().enumerate() {
        if !known(code) {
            wrong.add(Invalid::new(format!("{at}/{i}"), Why::UnknownCode(code.clone())));
        } else if codes[..i].contains(code) {
            wrong.add(Invalid::new(format!("{at}/{i}"), Why::Duplicate(code.clone())));
        }
    }
    let mut sorted = codes;
    sorted.sort_unstable();
    sorted
}

/// An instant (RFC 3339), to the microsecond.
pub fn moment(at: &str, text: &str) -> Result<DateTime<Utc>, Invalid> {
    let read = DateTime::parse_from_rfc3339(text).ok().and_then(|at| DateTime::from_timestamp_micros(at.timestamp_micros()));
    read.ok_or_else(|| Invalid::new(at, Why::Malformed("2027-03-31T23:59:59+09:00")))
}
