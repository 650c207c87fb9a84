use crate::input::Wrong;
use crate::problem::Problem;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_persistence::{GroupLimits, OwnLimits};
use serde::Deserialize;
use utoipa::ToSchema;

/// Most sessions a week that a limit can allow: three a day.
const SESSIONS_MAX: i64 = 21;
/// Most invitations a week that a limit can allow.
const INVITATIONS_MAX: i64 = 100;

/// How much one wants at most. What is left out has no limit of one's own. 自分で決める上限。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MyLimitsRequest)]
pub struct MyLimitsRequest {
    /// Sessions a civil week, Monday to Sunday.
    #[schema(minimum = 1, maximum = 21, example = 2)]
    sessions_per_week: Option<i64>,
    /// Invitations and introductions within seven days; 0: none. The city's own limit holds all the same.
    #[schema(minimum = 0, maximum = 100, example = 1)]
    invitations_per_week: Option<i64>,
}

/// How much a group gives one person at most. 団体が決める上限。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GroupLimitsRequest)]
pub struct GroupLimitsRequest {
    /// Sessions of this group that one person has in a civil week, so that there is room for others; left out: no limit.
    #[schema(minimum = 1, maximum = 21, example = 1)]
    sessions_per_person_week: Option<i64>,
}

fn within(wrong: &mut Wrong, field: &str, value: Option<i64>, min: i64, max: i64) -> Option<u32> {
    let value = value?;
    let read = u32::try_from(value).ok().filter(|_| (min..=max).contains(&value));
    wrong.take(read.ok_or_else(|| Invalid::new(field, Why::OutOfRange { min: min as f64, max: max as f64 })))
}

impl MyLimitsRequest {
    /// The limits, or every member that is wrong.
    pub fn read(&self) -> Result<OwnLimits, Problem> {
        let mut wrong = Wrong::default();
        let sessions_per_week = within(&mut wrong, "sessions_per_week", self.sessions_per_week, 1, SESSIONS_MAX);
        let invitations_per_week = within(&mut wrong, "invitations_per_week", self.invitations_per_week, 0, INVITATIONS_MAX);
        wrong.finish()?;
        Ok(OwnLimits { version: 0, sessions_per_week, invitations_per_week })
    }
}

impl GroupLimitsRequest {
    /// The limits, or every member that is wrong.
    pub fn read(&self) -> Result<GroupLimits, Problem> {
        let mut wrong = Wrong::default();
        let sessions_per_person_week = within(&mut wrong, "sessions_per_person_week", self.sessions_per_person_week, 1, SESSIONS_MAX);
        wrong.finish()?;
        Ok(GroupLimits { version: 0, sessions_per_person_week })
    }
}
