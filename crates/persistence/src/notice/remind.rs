use super::About;
use crate::columns::{Id, Instant, Ts, Uid};
use crate::error::StoreError;
use crate::schema::notice;
use crate::tx::Tx;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::Nullable;
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::id::{AccountId, ApplicationId, GroupId, OpportunityId, SessionId};
use enmusubi_domain::notice::NoticeKind;
use enmusubi_domain::schedule::instant;

/// How long before its deadline a group is reminded.
const BEFORE_THE_DEADLINE: TimeDelta = TimeDelta::days(1);
/// A group that was asked a moment ago needs no reminder.
const JUST_ASKED: TimeDelta = TimeDelta::hours(12);
/// How long after a session the group is asked who was there, and until when.
const AFTER_A_SESSION: (TimeDelta, TimeDelta) = (TimeDelta::hours(2), TimeDelta::days(3));
/// What has been due for so long was forgotten: somebody was at work when it came.
const FORGOTTEN: TimeDelta = TimeDelta::minutes(1);
/// Most that is found at a time; the rest comes with the next round.
const AT_A_TIME: i64 = 500;

// Everywhere the accepted applications come first (a CROSS JOIN keeps SQLite from turning that round): they are few, and a city has many sessions.

/// Accepted sessions between two moments whose people knew of them before a third, and have not been reminded.
const SOON: &str = "SELECT a.id AS application_id, a.account_id AS somebody, a.opportunity_id AS opportunity_id, s.id AS session_id
  FROM application a CROSS JOIN application_session x CROSS JOIN session s
  WHERE x.application_id = a.id AND s.id = x.session_id AND s.starts_at >= $1 AND s.starts_at < $2 AND a.accepted_at < $3
    AND a.state = 'accepted' AND a.account_id IS NOT NULL AND x.seated AND NOT s.cancelled
    AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.session_id = s.id AND n.kind = 'reminder' AND n.application_id = a.id)
  ORDER BY s.starts_at, a.id LIMIT 500";
/// Sessions that were called off while others of the same application go on: the end of a whole application is told by itself.
const CALLED_OFF: &str = "SELECT a.id AS application_id, a.account_id AS somebody, a.opportunity_id AS opportunity_id, s.id AS session_id
  FROM application a CROSS JOIN application_session x CROSS JOIN session s
  WHERE x.application_id = a.id AND s.id = x.session_id AND s.cancelled AND s.starts_at > $1 AND a.state = 'accepted' AND a.account_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM application_session y JOIN session t ON t.id = y.session_id WHERE y.application_id = a.id AND NOT t.cancelled)
    AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.session_id = s.id AND n.kind = 'called_off' AND n.application_id = a.id)
  ORDER BY s.starts_at, a.id LIMIT 500";
/// Whether anybody answers for an application's group at a moment, under the same conditions as `answering_for`: what nobody would be told of must
/// not be found again and again, and keep the rest waiting.
macro_rules! somebody_answers {
    ($now:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM role_grant r JOIN account c ON c.id = r.account_id WHERE r.group_id = a.group_id AND r.kind IN ('owner', 'manager')
      AND r.taken_at IS NULL AND (r.until IS NULL OR r.until > ",
            $now,
            ") AND c.disabled_at IS NULL)"
        )
    };
}

/// Applications a group must soon have answered.
const TO_ANSWER: &str = concat!(
    "SELECT a.id AS application_id, a.group_id AS somebody, a.opportunity_id AS opportunity_id, CAST(NULL AS uuid) AS session_id
  FROM application a WHERE a.answer_by > $1 AND a.answer_by <= $2 AND a.applied_at < $3 AND a.state = 'applied'
    AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.application_id = a.id AND n.kind = 'answer_due')
    AND ",
    somebody_answers!("$1"),
    "
  ORDER BY a.answer_by, a.id LIMIT 500"
);
/// Sessions that are over with people of whom nobody noted whether they were there.
const TO_NOTE: &str = concat!(
    "SELECT DISTINCT CAST(NULL AS uuid) AS application_id, a.group_id AS somebody, a.opportunity_id AS opportunity_id, s.id AS session_id
  FROM application a CROSS JOIN application_session x CROSS JOIN session s
  WHERE x.application_id = a.id AND s.id = x.session_id AND s.ends_at > $1 AND s.ends_at <= $2 AND a.state = 'accepted' AND x.seated AND NOT s.cancelled
    AND NOT EXISTS (SELECT 1 FROM participation p WHERE p.application_id = a.id AND p.session_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.session_id = s.id AND n.kind = 'attendance_due')
    AND ",
    somebody_answers!("$3"),
    "
  ORDER BY session_id LIMIT 500"
);
/// Whether there is still somebody at a session of whom nobody noted whether they were there.
const MISSING: &str = "SELECT a.id AS id FROM application_session x JOIN application a ON a.id = x.application_id
  WHERE x.session_id = $1 AND x.seated AND a.state = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM participation p WHERE p.application_id = a.id AND p.session_id = x.session_id) LIMIT 1";

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Nullable<Uid>)]
    application_id: Option<Id>,
    #[diesel(sql_type = Uid)]
    somebody: Id,
    #[diesel(sql_type = Uid)]
    opportunity_id: Id,
    #[diesel(sql_type = Nullable<Uid>)]
    session_id: Option<Id>,
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = Uid)]
    #[expect(dead_code, reason = "that there is a row is the answer")]
    id: Id,
}

impl Found {
    fn about(&self) -> About {
        About {
            application: self.application_id.map(|id| ApplicationId(id.0)),
            opportunity: Some(OpportunityId(self.opportunity_id.0)),
            session: self.session_id.map(|id| SessionId(id.0)),
        }
    }
}

impl Tx<'_> {
    /// Tells people what the clock alone brings about: a session begins on the next civil day of the city, a group must answer, a session is over
    /// and nobody noted who was there; and what nobody else tells: one session of several was called off. Each is told once. Answers how many
    /// notices that were.
    pub fn remind(&mut self, at: &Circumstances) -> Result<usize, StoreError> {
        let (now, today) = (at.now, at.today());
        let edge = |days: i64| {
            let day = if days < 0 { today.checked_sub_days(Days::new(days.unsigned_abs())) } else { today.checked_add_days(Days::new(days.unsigned_abs())) };
            day.and_then(|day| instant(day.and_time(NaiveTime::MIN), at.tz)).unwrap_or(now)
        };
        let mut told = 0;
        // Tomorrow's; and today's, if nobody looked yesterday. Who was accepted on the day before, or later, has just been told.
        for (from, to, known_before) in [(edge(1), edge(2), edge(0)), (now, edge(1), edge(-1))] {
            let found = self.found(SOON, &[from, to, known_before])?;
            told += self.tell_volunteers(NoticeKind::Reminder, &found, now)?;
        }
        let found = self.found(CALLED_OFF, &[now])?;
        told += self.tell_volunteers(NoticeKind::CalledOff, &found, now)?;
        let found = self.found(TO_ANSWER, &[now, now + BEFORE_THE_DEADLINE, now - JUST_ASKED])?;
        told += self.tell_groups(NoticeKind::AnswerDue, &found, now)?;
        let (after, until) = AFTER_A_SESSION;
        let found = self.found(TO_NOTE, &[now - until, now - after, now])?;
        told += self.tell_groups(NoticeKind::AttendanceDue, &found, now)?;
        self.look_after_the_forgotten(now)?;
        Ok(told)
    }

    /// Whether there is still somebody at a session of whom nobody noted whether they were there.
    pub(super) fn attendance_is_missing(&mut self, session: SessionId) -> Result<bool, StoreError> {
        let missing = diesel::sql_query(MISSING).bind::<Uid, _>(Id(session.0)).load::<Key>(self.db);
        Ok(!self.look("participation", missing)?.is_empty())
    }

    fn found(&mut self, sql: &str, moments: &[DateTime<Utc>]) -> Result<Vec<Found>, StoreError> {
        let query = moments.iter().fold(diesel::sql_query(sql).into_boxed(), |query, at| query.bind::<Instant, _>(Ts::of(*at)));
        let found = query.load::<Found>(self.db);
        self.look("application", found)
    }

    fn tell_volunteers(&mut self, kind: NoticeKind, found: &[Found], now: DateTime<Utc>) -> Result<usize, StoreError> {
        found.iter().try_fold(0, |told, one| Ok(told + self.tell(&[AccountId(one.somebody.0)], kind, one.about(), now)?))
    }

    fn tell_groups(&mut self, kind: NoticeKind, found: &[Found], now: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut told = 0;
        for one in found {
            let people = self.answering_for(GroupId(one.somebody.0), now)?;
            told += self.tell(&people, kind, one.about(), now)?;
        }
        Ok(told)
    }

    /// Has notices looked at that have been due for a while without anybody being asked to: their job was finished in the moment they came, or
    /// was given up.
    fn look_after_the_forgotten(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let overdue = notice::table.filter(notice::due_at.lt(Ts::of(now - FORGOTTEN))).filter(notice::sent_at.is_null()).filter(notice::dropped_at.is_null());
        let people = overdue.select(notice::account_id).distinct().limit(AT_A_TIME).load::<Id>(self.db);
        for person in self.look("notice", people)? {
            // One that is asked already, and waits for the mail server, is left alone.
            self.enqueue(&Self::notices_job(AccountId(person.0), now))?;
        }
        Ok(())
    }
}
