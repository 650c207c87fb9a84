use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::invitation::Invitation;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An invitation that can still be accepted. 招待。
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationView {
    /// Its id.
    id: Uuid,
    /// Where the letter went.
    #[schema(example = "haru@example.jp")]
    email: String,
    /// The role that is offered.
    #[schema(value_type = code::GroupRole, example = "helper")]
    role: &'static str,
    /// The account of whoever invited.
    invited_by: Uuid,
    /// When.
    created_at: DateTime<FixedOffset>,
    /// Until when it can be accepted.
    expires_at: DateTime<FixedOffset>,
}

impl InvitationView {
    /// Shows an invitation.
    pub fn of(invitation: &Invitation, city: &City) -> Self {
        let at = |instant| local(instant, city.calendar.tz);
        Self {
            id: invitation.id.0,
            email: invitation.email.as_str().to_owned(),
            role: invitation.role.code(),
            invited_by: invitation.invited_by.0,
            created_at: at(invitation.created_at),
            expires_at: at(invitation.expires_at),
        }
    }
}

/// What one belongs to now. 参加した団体。
#[derive(Serialize, ToSchema)]
#[schema(as = AcceptedInvitation)]
pub struct AcceptedView {
    /// The group.
    group_id: Uuid,
    /// What it is called.
    #[schema(example = "北24条ゆきみち隊")]
    group_name: String,
    /// What one may do in it.
    #[schema(value_type = code::GroupRole, example = "helper")]
    role: &'static str,
}

impl AcceptedView {
    /// Shows what was accepted.
    pub fn of(group: &Group, role: RoleKind) -> Self {
        Self { group_id: group.id.0, group_name: group.details.name.clone(), role: role.code() }
    }
}
