//! Invitations: their row, row to domain and back, their queries.

use crate::columns::{Id, Reading, Ts};
use crate::error::StoreError;
use crate::schema::invitation;
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::id::{AccountId, GroupId, InvitationId};
use enmusubi_domain::invitation::Invitation;

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = invitation, treat_none_as_default_value = false)]
struct InvitationRow {
    id: Id,
    group_id: Id,
    email: String,
    role: String,
    invited_by: Id,
    created_at: Ts,
    expires_at: Ts,
    accepted_at: Option<Ts>,
    cancelled_at: Option<Ts>,
}

impl InvitationRow {
    fn into_invitation(self) -> Result<Invitation, StoreError> {
        let r = Reading::new("invitation", self.id.0);
        Ok(Invitation {
            id: InvitationId(self.id.0),
            group: GroupId(self.group_id.0),
            email: r.email("email", &self.email)?,
            role: r.word("role", &self.role, RoleKind::parse)?,
            invited_by: AccountId(self.invited_by.0),
            created_at: self.created_at.0,
            expires_at: self.expires_at.0,
            accepted_at: self.accepted_at.map(|at| at.0),
            cancelled_at: self.cancelled_at.map(|at| at.0),
        })
    }
}

/// Can be accepted at a moment.
macro_rules! open {
    ($now:expr) => {
        invitation::accepted_at.is_null().and(invitation::cancelled_at.is_null()).and(invitation::expires_at.gt($now))
    };
}

impl Tx<'_> {
    /// Keeps an invitation.
    pub fn insert_invitation(&mut self, i: &Invitation) -> Result<(), StoreError> {
        let row = InvitationRow {
            id: Id(i.id.0),
            group_id: Id(i.group.0),
            email: i.email.as_str().into(),
            role: i.role.code().into(),
            invited_by: Id(i.invited_by.0),
            created_at: Ts::of(i.created_at),
            expires_at: Ts::of(i.expires_at),
            accepted_at: i.accepted_at.map(Ts::of),
            cancelled_at: i.cancelled_at.map(Ts::of),
        };
        let done = diesel::insert_into(invitation::table).values(&row).execute(self.db);
        self.look("invitation", done).map(drop)
    }

    /// An invitation, open or not.
    pub fn invitation(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        let row = invitation::table.filter(invitation::id.eq(Id(id.0))).select(InvitationRow::as_select()).first(self.db).optional();
        self.look("invitation", row)?.map(InvitationRow::into_invitation).transpose()
    }

    /// The open invitations into a group, the oldest first.
    pub fn invitations_of(&mut self, group: GroupId) -> Result<Vec<Invitation>, StoreError> {
        let now = Ts(self.clock()?);
        let query = invitation::table.filter(invitation::group_id.eq(Id(group.0))).filter(open!(now)).order(invitation::id);
        let rows = query.select(InvitationRow::as_select()).load(self.db);
        self.look("invitation", rows)?.into_iter().map(InvitationRow::into_invitation).collect()
    }

    /// Notes that an invitation was accepted; answers whether it was open.
    pub fn accept_invitation(&mut self, id: InvitationId) -> Result<bool, StoreError> {
        let now = Ts(self.clock()?);
        let open = invitation::table.filter(invitation::id.eq(Id(id.0))).filter(open!(now));
        let done = diesel::update(open).set(invitation::accepted_at.eq(now)).execute(self.db);
        Ok(self.look("invitation", done)? > 0)
    }

    /// Takes an invitation back; answers whether it was open.
    pub fn cancel_invitation(&mut self, id: InvitationId) -> Result<bool, StoreError> {
        let now = Ts(self.clock()?);
        let open = invitation::table.filter(invitation::id.eq(Id(id.0))).filter(open!(now));
        let done = diesel::update(open).set(invitation::cancelled_at.eq(now)).execute(self.db);
        Ok(self.look("invitation", done)? > 0)
    }
}
