//! What people must know: kept as pointers, without a text and without a name. Whoever writes the letter looks at how things stand then.

/// What a change of an application means, told to whoever must know.
mod follow;
/// What stands in the next letter to somebody.
mod letter;
/// What the clock alone brings about.
mod remind;
/// Of what somebody wants to hear, and when.
mod settings;

pub use letter::ReadyNotice;
pub use settings::KeptNoticeSettings;

use crate::columns::{Id, Instant, Reading, Ts, Uid};
use crate::error::StoreError;
use crate::job::{JobKind, NewJob};
use crate::schema::notice;
use crate::tx::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use enmusubi_domain::id::{AccountId, ApplicationId, NoticeId, OpportunityId, SessionId};
use enmusubi_domain::notice::{Notice, NoticeKind};

/// For how long a notice is kept at least: what the clock brings about must not come twice.
const KEPT_AT_LEAST: TimeDelta = TimeDelta::days(7);

/// A row of the table.
#[derive(Queryable, Selectable)]
#[diesel(table_name = notice)]
struct NoticeRow {
    id: Id,
    account_id: Id,
    kind: String,
    application_id: Option<Id>,
    opportunity_id: Option<Id>,
    session_id: Option<Id>,
    due_at: Ts,
    created_at: Ts,
    sent_at: Option<Ts>,
    dropped_at: Option<Ts>,
}

impl NoticeRow {
    fn into_notice(self) -> Result<Notice, StoreError> {
        let r = Reading::new("notice", self.id.0);
        Ok(Notice {
            id: NoticeId(self.id.0),
            account: AccountId(self.account_id.0),
            kind: r.word("kind", &self.kind, NoticeKind::parse)?,
            application: self.application_id.map(|id| ApplicationId(id.0)),
            opportunity: self.opportunity_id.map(|id| OpportunityId(id.0)),
            session: self.session_id.map(|id| SessionId(id.0)),
            due_at: self.due_at.0,
            created_at: self.created_at.0,
            sent_at: self.sent_at.map(|at| at.0),
            dropped_at: self.dropped_at.map(|at| at.0),
        })
    }
}

/// What somebody is to be told about.
#[derive(Debug, Clone, Copy, Default)]
struct About {
    application: Option<ApplicationId>,
    opportunity: Option<OpportunityId>,
    session: Option<SessionId>,
}

/// Whoever is told the same thing twice before the letter is written is told once.
const TELL: &str = "INSERT INTO notice (id, account_id, kind, application_id, opportunity_id, session_id, due_at, created_at, gathered)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
/// What was sent or dropped before a moment, and is about nothing that begins after another one.
const FORGET: &str = "DELETE FROM notice WHERE (sent_at IS NOT NULL OR dropped_at IS NOT NULL) AND created_at < $1
  AND NOT EXISTS (SELECT 1 FROM session s WHERE s.id = notice.session_id AND s.starts_at > $2)";

impl Tx<'_> {
    /// Notes that these people must know something, and wakes whoever writes to them. Answers how many did not wait for it already.
    ///
    /// When the letter may go is not asked here: a step of an application must not wait for it.
    fn tell(&mut self, people: &[AccountId], kind: NoticeKind, about: About, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut told = 0;
        for person in people {
            let done = diesel::sql_query(TELL)
                .bind::<Uid, _>(Id(NoticeId::new().0))
                .bind::<Uid, _>(Id(person.0))
                .bind::<Text, _>(kind.code())
                .bind::<Nullable<Uid>, _>(about.application.map(|id| Id(id.0)))
                .bind::<Nullable<Uid>, _>(about.opportunity.map(|id| Id(id.0)))
                .bind::<Nullable<Uid>, _>(about.session.map(|id| Id(id.0)))
                .bind::<Instant, _>(Ts::of(now))
                .bind::<Instant, _>(Ts::of(now))
                .bind::<Bool, _>(false)
                .execute(self.db);
            told += self.look("notice", done)?;
            self.wake_for(*person, now)?;
        }
        Ok(told)
    }

    /// Has somebody's notices looked at, not before a moment.
    fn wake_for(&mut self, account: AccountId, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.enqueue_sooner(&Self::notices_job(account, at))
    }

    fn notices_job(account: AccountId, at: DateTime<Utc>) -> NewJob {
        NewJob {
            kind: JobKind::Notices,
            payload: serde_json::json!({ "account": account.to_string() }),
            run_at: Some(at),
            dedup_key: Some(format!("notices:{account}")),
        }
    }

    /// Every notice of somebody that is kept, the newest first.
    pub fn notices_of_account(&mut self, account: AccountId) -> Result<Vec<Notice>, StoreError> {
        let query = notice::table.filter(notice::account_id.eq(Id(account.0))).order((notice::created_at.desc(), notice::id.desc()));
        let rows = query.select(NoticeRow::as_select()).load(self.db);
        self.look("notice", rows)?.into_iter().map(NoticeRow::into_notice).collect()
    }

    /// Forgets what was sent or dropped and is older than a moment; answers how many. The last days stay in any case, and so does what is about a
    /// session that still lies ahead: that it was told is known from here alone.
    pub fn forget_notices_before(&mut self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let now = self.clock()?;
        let before = at.min(now - KEPT_AT_LEAST);
        let done = diesel::sql_query(FORGET).bind::<Instant, _>(Ts::of(before)).bind::<Instant, _>(Ts::of(now)).execute(self.db);
        self.look("notice", done)
    }
}
