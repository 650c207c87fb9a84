use enmusubi_domain::application::Circumstances;
use enmusubi_persistence::{GroupLimits, OwnLimits};
use serde::Serialize;
use utoipa::ToSchema;

/// How much one wants at most. 自分で決めた上限。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyLimits)]
pub struct MyLimitsView {
    /// Counts its changes; 0 while nothing was said.
    #[schema(example = 1, minimum = 0)]
    pub version: i64,
    /// Sessions a civil week; null: no limit.
    #[schema(example = 2)]
    pub sessions_per_week: Option<u32>,
    /// Invitations and introductions within seven days; null: only the city's limit.
    #[schema(example = 1)]
    pub invitations_per_week: Option<u32>,
    /// The city's limit of them, which holds for everybody.
    #[schema(example = 3)]
    pub city_invitations_per_week: u8,
    /// Minutes by which two sessions may overlap, for handing over: the city's rule.
    #[schema(example = 0)]
    pub handover_minutes: u16,
}

/// How much a group gives one person at most. 団体が決めた上限。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupLimits)]
pub struct GroupLimitsView {
    /// Counts its changes; 0 while nothing was said.
    #[schema(example = 1, minimum = 0)]
    pub version: i64,
    /// Sessions of this group for one person in a civil week; null: no limit.
    #[schema(example = 1)]
    pub sessions_per_person_week: Option<u32>,
}

impl MyLimitsView {
    /// Shows them beside what the city says.
    pub fn of(limits: &OwnLimits, at: &Circumstances) -> Self {
        Self {
            version: limits.version,
            sessions_per_week: limits.sessions_per_week,
            invitations_per_week: limits.invitations_per_week,
            city_invitations_per_week: at.rules.invitations_per_week,
            handover_minutes: at.rules.handover_minutes,
        }
    }
}

impl GroupLimitsView {
    /// Shows them.
    pub fn of(limits: &GroupLimits) -> Self {
        Self { version: limits.version, sessions_per_person_week: limits.sessions_per_person_week }
    }
}
