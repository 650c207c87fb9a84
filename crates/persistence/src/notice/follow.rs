use super::About;
use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{account, role_grant};
use crate::tx::Tx;
use chrono::{DateTime, Utc};
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
            let people = self.readers(reader, after, at)?;
            self.tell(&people, kind, About::application(after), at.now)?;
        }
        if before.is_none() {
            self.ask_guardians(after, at)?;
        }
        Ok(())
    }

    /// Tells the guardians of a minor that nothing comes of it without their word.
    fn ask_guardians(&mut self, a: &Application, at: &Circumstances) -> Result<(), StoreError> {
        let guardians = self.readers(Reader::Guardian, a, at)?;
        if guardians.is_empty() || !self.consent_is_missing(a, at)? {
            return Ok(());
        }
        self.tell(&guardians, NoticeKind::ConsentNeeded, About::application(a), at.now).map(drop)
    }

    /// Whether a guardian's word is needed for what lies ahead of an application, and not there.
    pub(super) fn consent_is_missing(&mut self, a: &Application, at: &Circumstances) -> Result<bool, StoreError> {
        let Some(opportunity) = self.opportunity(a.opportunity)? else { return Ok(false) };
        let sessions = opportunity.details.schedule.sessions.iter().filter(|s| a.sessions.contains(&s.id));
        let until = sessions.filter(|s| !s.cancelled && s.ends_at > at.now).map(|s| s.ends_at).max();
        Ok(!self.consent_is_live(a, &opportunity, until, at)?)
    }

    /// Tells one side that the other one wrote. What a group writes to a minor, the guardians hear of too.
    pub fn notice_message(&mut self, a: &Application, from: Side, at: &Circumstances) -> Result<(), StoreError> {
        let readers: &[Reader] = match from {
            Side::Volunteer => &[Reader::Group],
            Side::Group => &[Reader::Volunteer, Reader::Guardian],
            Side::Service => &[Reader::Volunteer, Reader::Group],
        };
        for reader in readers {
            let people = self.readers(*reader, a, at)?;
            self.tell(&people, NoticeKind::Message, About::application(a), at.now)?;
        }
        Ok(())
    }

    /// Tells one person something about an application.
    pub fn notice_about(&mut self, account: AccountId, kind: NoticeKind, a: &Application, at: &Circumstances) -> Result<(), StoreError> {
        self.tell(&[account], kind, About::application(a), at.now).map(drop)
    }

    fn readers(&mut self, reader: Reader, a: &Application, at: &Circumstances) -> Result<Vec<AccountId>, StoreError> {
        match reader {
            Reader::Volunteer => Ok(a.volunteer.into_iter().collect()),
            Reader::Group => self.answering_for(a.group, at.now),
            Reader::Guardian => a.volunteer.map_or(Ok(vec![]), |ward| self.guardians_of(ward)),
            Reader::Everyone => Ok(a.volunteer.into_iter().chain(self.answering_for(a.group, at.now)?).collect()),
        }
    }

    /// Owners and managers of a group, by id: whoever locks rows for several people does so in one order.
    pub(super) fn answering_for(&mut self, group: GroupId, now: DateTime<Utc>) -> Result<Vec<AccountId>, StoreError> {
        let now = Ts::of(now);
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
