use super::About;
use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{account, role_grant};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::application::{Application, Circumstances, Side};
use enmusubi_domain::id::{AccountId, GroupId};
use enmusubi_domain::notice::{NoticeKind, Reader, told};

impl About {
    /// About an application.
    fn application(a: &Application) -> Self {
        Self { application: Some(a.id), opportunity: Some(a.opportunity), session: None }
    }
}

impl Tx<'_> {
    /// Tells whoever must know that an application has changed: the volunteer, those who answer for the group, the guardians.
    pub fn notices_follow(&mut self, before: Option<&Application>, after: &Application, at: &Circumstances) -> Result<(), StoreError> {
        for (reader, kind) in told(before, after) {
            let people = self.readers(reader, after)?;
            self.tell(&people, kind, About::application(after), at.now)?;
        }
        Ok(())
    }

    /// Tells one side that the other one wrote. What a group writes to a minor, the guardians hear of too.
    pub fn notice_message(&mut self, a: &Application, from: Side, at: &Circumstances) -> Result<(), StoreError> {
        let readers: &[Reader] = match from {
            Side::Volunteer => &[Reader::Group],
            Side::Group => &[Reader::Volunteer, Reader::Guardian],
            Side::Service => &[Reader::Volunteer, Reader::Group],
        };
        for reader in readers {
            let people = self.readers(*reader, a)?;
            self.tell(&people, NoticeKind::Message, About::application(a), at.now)?;
        }
        Ok(())
    }

    /// Tells one person something about an application.
    pub fn notice_about(&mut self, account: AccountId, kind: NoticeKind, a: &Application, at: &Circumstances) -> Result<(), StoreError> {
        self.tell(&[account], kind, About::application(a), at.now).map(drop)
    }

    fn readers(&mut self, reader: Reader, a: &Application) -> Result<Vec<AccountId>, StoreError> {
        match reader {
            Reader::Volunteer => Ok(a.volunteer.into_iter().collect()),
            Reader::Group => self.answering_for(a.group),
            Reader::Guardian => a.volunteer.map_or(Ok(vec![]), |ward| self.guardians_of(ward)),
            Reader::Everyone => Ok(a.volunteer.into_iter().chain(self.answering_for(a.group)?).collect()),
        }
    }

    /// Owners and managers of a group, by id: whoever locks rows for several people does so in one order.
    pub(super) fn answering_for(&mut self, group: GroupId) -> Result<Vec<AccountId>, StoreError> {
        let now = Ts(self.clock()?);
        let ids = role_grant::table
            .inner_join(account::table.on(account::id.eq(role_grant::account_id)))
            .filter(role_grant::group_id.eq(Id(group.0)))
            .filter(role_grant::kind.eq_any([RoleKind::Owner.code(), RoleKind::Manager.code()]))
            .filter(role_grant::taken_at.is_null())
            .filter(role_grant::until.is_null().or(role_grant::until.gt(now)))
            .filter(account::disabled_at.is_null())
            .select(account::id)
            .distinct()
            .order(account::id)
            .load::<Id>(self.db);
        Ok(self.look("role_grant", ids)?.into_iter().map(|id| AccountId(id.0)).collect())
    }
}
