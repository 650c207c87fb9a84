use super::NoticeRow;
use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::notice;
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Circumstances};
use enmusubi_domain::id::{AccountId, GroupId, NoticeId};
use enmusubi_domain::notice::{Due, KEPT, Matter, Notice, NoticeKind, NoticeSettings, Reader, due_at, holds, presses};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::Session;
use uuid::Uuid;

/// A notice that may go now, with how things stand.
#[derive(Debug, Clone)]
pub struct ReadyNotice {
    /// What is to be told.
    pub notice: Notice,
    /// The application it is about.
    pub application: Option<Application>,
    /// The opportunity it is about.
    pub opportunity: Opportunity,
    /// The sessions it is about, by begin: the one it names, or those of the application.
    pub sessions: Vec<Session>,
}

impl ReadyNotice {
    fn due(&self, settings: &NoticeSettings, last: Option<DateTime<Utc>>, at: &Circumstances) -> Due {
        let presses = self.application.as_ref().and_then(|a| presses(self.notice.kind, a, &self.sessions, at.now));
        due_at(&Matter { kind: self.notice.kind, since: self.notice.created_at, presses }, settings, last, at.now, at.tz)
    }
}

/// Neither sent nor dropped.
macro_rules! waiting {
    ($account:expr) => {
        notice::table.filter(notice::account_id.eq(Id($account.0))).filter(notice::sent_at.is_null()).filter(notice::dropped_at.is_null())
    };
}

impl Tx<'_> {
    /// What stands in a letter that goes to somebody now. What they do not want, what is over and what is too old is dropped; what must wait is
    /// given the time at which it is looked at again. A letter that is written a second time says what it said the first time, unless the night has come meanwhile.
    pub fn notices_for_letter(&mut self, account: AccountId, letter: Uuid, at: &Circumstances) -> Result<Vec<ReadyNotice>, StoreError> {
        let rows = waiting!(account).order((notice::created_at, notice::id)).select((NoticeRow::as_select(), notice::letter_id)).load(self.db);
        let rows: Vec<(NoticeRow, Option<Id>)> = self.look("notice", rows)?;
        let written_before = rows.iter().any(|(_, of)| *of == Some(Id(letter)));
        let settings = self.notice_settings(account)?.settings;
        let last = self.last_gathered_letter(account)?;
        let mut ready = vec![];
        for (row, of) in rows {
            let notice = row.into_notice()?;
            let (id, due_at) = (notice.id, notice.due_at);
            let wanted = settings.wants(notice.kind) && at.now < notice.created_at + KEPT;
            let Some(found) = (if wanted { self.as_it_stands(notice, at)? } else { None }) else {
                self.drop_notice(id, at.now)?;
                continue;
            };
            let due = found.due(&settings, last, at);
            let goes = due.at <= at.now && (!written_before || of == Some(Id(letter)));
            if goes {
                self.put_into_letter(id, letter, due.gathered)?;
                ready.push(found);
            } else if due_at != due.at || of == Some(Id(letter)) {
                // It stands in this letter no longer: when that is sent, this is not.
                self.postpone_notice(id, due.at)?;
            }
        }
        Ok(ready)
    }

    /// How things stand with what a notice is about; nothing if it is no news any more.
    fn as_it_stands(&mut self, notice: Notice, at: &Circumstances) -> Result<Option<ReadyNotice>, StoreError> {
        let application = notice.application.map(|id| self.application(id)).transpose()?.flatten();
        if application.as_ref().is_some_and(|a| !holds(notice.kind, a)) || application.is_none() != notice.application.is_none() {
            return Ok(None);
        }
        let Some(id) = notice.opportunity else { return Ok(None) };
        let Some(opportunity) = self.opportunity(id)? else { return Ok(None) };
        if !self.may_know(&notice, application.as_ref(), opportunity.group, at)? {
            return Ok(None);
        }
        let is_meant = |s: &Session| match (notice.session, &application) {
            (Some(id), _) => s.id == id,
            (None, Some(a)) => a.sessions.contains(&s.id),
            (None, None) => true,
        };
        let sessions: Vec<Session> = opportunity.details.schedule.sessions.iter().filter(|s| is_meant(s)).cloned().collect();
        let is_news = match notice.kind {
            NoticeKind::Reminder => sessions.iter().any(|s| !s.cancelled && s.starts_at > at.now),
            NoticeKind::ConsentNeeded => application.as_ref().map_or(Ok(false), |a| self.consent_is_missing(a, at))?,
            NoticeKind::AttendanceDue => notice.session.map_or(Ok(false), |id| self.attendance_is_missing(id))?,
            _ => true,
        };
        Ok(is_news.then_some(ReadyNotice { notice, application, opportunity, sessions }))
    }

    /// Whether somebody still is who must know: since it was noted, a role may have ended, or a ward come of age.
    fn may_know(&mut self, notice: &Notice, application: Option<&Application>, group: GroupId, at: &Circumstances) -> Result<bool, StoreError> {
        let volunteer = application.and_then(|a| a.volunteer);
        if volunteer == Some(notice.account) {
            return Ok(true);
        }
        let (guardians, answering) = match notice.kind.reader() {
            Reader::Volunteer => (false, false),
            Reader::Guardian => (true, false),
            Reader::Group => (false, true),
            // What a minor is written, the guardians hear of too.
            Reader::Everyone => (true, true),
        };
        let stands_in = guardians && volunteer.map_or(Ok(false), |ward| self.is_guardian(notice.account, ward))?;
        Ok(stands_in || (answering && self.answering_for(group, at.now)?.contains(&notice.account)))
    }

    /// The letter is on its way: what stood in it is told.
    pub fn notices_sent(&mut self, account: AccountId, letter: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
        let told = waiting!(account).filter(notice::letter_id.eq(Id(letter)));
        let done = diesel::update(told).set(notice::sent_at.eq(Some(Ts::of(now)))).execute(self.db);
        self.look("notice", done).map(drop)
    }

    /// Drops whatever somebody was to be told: there is nobody to write to.
    pub fn drop_notices(&mut self, account: AccountId, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let done = diesel::update(waiting!(account)).set(notice::dropped_at.eq(Some(Ts::of(now)))).execute(self.db);
        self.look("notice", done)
    }

    /// When something that somebody must know is looked at next, if anything waits.
    pub fn next_notice(&mut self, account: AccountId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let first = waiting!(account).order(notice::due_at).select(notice::due_at).first::<Ts>(self.db).optional();
        Ok(self.look("notice", first)?.map(|at| at.0))
    }

    /// Has what still waits looked at in time.
    pub fn wake_for_notices(&mut self, account: AccountId) -> Result<(), StoreError> {
        match self.next_notice(account)? {
            Some(at) => self.wake_for(account, at),
            None => Ok(()),
        }
    }

    /// When the last letter went whose notices had been gathered.
    fn last_gathered_letter(&mut self, account: AccountId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sent = notice::table.filter(notice::account_id.eq(Id(account.0))).filter(notice::gathered.eq(true)).filter(notice::sent_at.is_not_null());
        let last = sent.order(notice::sent_at.desc()).select(notice::sent_at).first::<Option<Ts>>(self.db).optional();
        Ok(self.look("notice", last)?.flatten().map(|at| at.0))
    }

    fn drop_notice(&mut self, id: NoticeId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let done = diesel::update(notice::table.filter(notice::id.eq(Id(id.0)))).set(notice::dropped_at.eq(Some(Ts::of(now)))).execute(self.db);
        self.look("notice", done).map(drop)
    }

    fn postpone_notice(&mut self, id: NoticeId, to: DateTime<Utc>) -> Result<(), StoreError> {
        let set = (notice::due_at.eq(Ts::of(to)), notice::letter_id.eq(None::<Id>));
        let done = diesel::update(notice::table.filter(notice::id.eq(Id(id.0)))).set(set).execute(self.db);
        self.look("notice", done).map(drop)
    }

    fn put_into_letter(&mut self, id: NoticeId, letter: Uuid, gathered: bool) -> Result<(), StoreError> {
        let set = (notice::letter_id.eq(Some(Id(letter))), notice::gathered.eq(gathered));
        let done = diesel::update(notice::table.filter(notice::id.eq(Id(id.0)))).set(set).execute(self.db);
        self.look("notice", done).map(drop)
    }
}
