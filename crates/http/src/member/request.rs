use crate::code;
use crate::problem::Problem;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::member;
use serde::Deserialize;
use utoipa::ToSchema;

/// What one of a group's people may do from now on. メンバーの役割。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MemberRequest)]
pub struct MemberRequest {
    /// The role.
    #[schema(value_type = code::GroupRole, example = "manager")]
    role: String,
}

impl MemberRequest {
    /// The role, if it is one in a group.
    pub fn role(&self) -> Result<RoleKind, Problem> {
        member::role("role", &self.role).map_err(|invalid| Problem::wrong_members(vec![invalid]))
    }
}
