use crate::code;
use crate::input::Wrong;
use crate::problem::Problem;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::account::Email;
use enmusubi_domain::member;
use serde::Deserialize;
use utoipa::ToSchema;

/// Who is invited, and as what. 招待の内容。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitationRequest)]
pub struct InvitationRequest {
    /// Where the letter goes; only an account with this address can accept.
    #[schema(format = "email", max_length = 254, example = "haru@example.jp")]
    email: String,
    /// The role that is offered.
    #[schema(value_type = code::GroupRole, example = "helper")]
    role: String,
}

impl InvitationRequest {
    /// The address and the role, or every member that is wrong.
    pub fn read(&self) -> Result<(Email, RoleKind), Problem> {
        let mut wrong = Wrong::default();
        let email = wrong.take(Email::parse("email", &self.email));
        let role = wrong.take(member::role("role", &self.role));
        wrong.finish()?;
        email.zip(role).ok_or(Problem::Internal)
    }
}
