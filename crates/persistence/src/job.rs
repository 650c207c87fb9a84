//! What is to be done after a commit: jobs, each leased to one worker at a time.
//!
//! A worker that dies lets its lease run out, and another takes the job: what it does may happen twice, never not at all.

use crate::columns::{Doc, Id, Instant, Json, Reading, Ts, maybe_text};
use crate::error::{StoreError, one_line};
use crate::schema::job;
use crate::tx::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use std::time::Duration;
use uuid::Uuid;

/// How often a job is tried before it is left lying.
pub const JOB_ATTEMPTS_MAX: u32 = 12;

/// What sort of job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// A letter is to be sent.
    Mail,
    /// Somebody must know something.
    Notices,
}

impl JobKind {
    /// Every sort.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Notices];

    /// The word that stands in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Notices => "notices",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A job that is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// What sort.
    pub kind: JobKind,
    /// What the worker needs to know: ids, never a secret.
    pub payload: serde_json::Value,
    /// Not before then; nothing means at once.
    pub run_at: Option<DateTime<Utc>>,
    /// Of the jobs that wait, no two have the same.
    pub dedup_key: Option<String>,
}

/// A job that was leased.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id; whoever does something outside of the database names it there.
    pub id: Uuid,
    /// What sort.
    pub kind: JobKind,
    /// What the worker needs to know.
    pub payload: serde_json::Value,
    /// The how-manieth attempt this is, from 1.
    pub attempts: u32,
}

#[derive(QueryableByName)]
struct Leased {
    #[diesel(sql_type = crate::columns::Uid)]
    id: Id,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Doc)]
    payload: Json,
    #[diesel(sql_type = Integer)]
    attempts: i32,
}

const ENQUEUE: &str = "INSERT INTO job (id, kind, payload, dedup_key, run_at, attempts, created_at) VALUES ($1, $2, $3, $4, $5, 0, $6)
  ON CONFLICT (dedup_key) WHERE done_at IS NULL AND failed_at IS NULL DO NOTHING";

/// Whoever waits for the row of a job that is being finished finds it gone, and adds a new one.
const SOONER: &str = "INSERT INTO job (id, kind, payload, dedup_key, run_at, attempts, created_at) VALUES ($1, $2, $3, $4, $5, 0, $6)
  ON CONFLICT (dedup_key) WHERE done_at IS NULL AND failed_at IS NULL
  DO UPDATE SET run_at = CASE WHEN excluded.run_at < job.run_at AND job.attempts = 0 THEN excluded.run_at ELSE job.run_at END";

impl Tx<'_> {
    /// Adds a job, or brings the one forward that waits under the same `dedup_key`.
    ///
    /// One that nobody works at and that is due by then is left alone, without a lock: many may ask for the same at once. One that went wrong keeps
    /// its time.
    pub fn enqueue_sooner(&mut self, new: &NewJob) -> Result<(), StoreError> {
        let run_at = new.run_at.map_or_else(|| self.clock(), Ok)?;
        if let Some(key) = &new.dedup_key {
            let waits = job::table
                .filter(job::dedup_key.eq(key))
                .filter(job::done_at.is_null())
                .filter(job::failed_at.is_null())
                .filter(job::leased_until.is_null())
                .filter(job::run_at.le(Ts::of(run_at)))
                .select(job::id)
                .first::<Id>(self.db)
                .optional();
            if self.look("job", waits)?.is_some() {
                return Ok(());
            }
        }
        let now = self.clock()?;
        self.insert_job(SOONER, new, now).map(drop)
    }

    /// Adds a job. Answers false, and does nothing, if one with the same `dedup_key` waits already.
    pub fn enqueue(&mut self, new: &NewJob) -> Result<bool, StoreError> {
        let now = self.clock()?;
        self.insert_job(ENQUEUE, new, now).map(|n| n > 0)
    }

    fn insert_job(&mut self, sql: &str, new: &NewJob, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let payload = Json::of(&new.payload)?;
        let done = diesel::sql_query(sql)
            .bind::<crate::columns::Uid, _>(Id(Uuid::now_v7()))
            .bind::<Text, _>(new.kind.code())
            .bind::<Doc, _>(payload)
            .bind::<Nullable<Text>, _>(maybe_text(new.dedup_key.as_ref())?)
            .bind::<Instant, _>(Ts::of(new.run_at.unwrap_or(now)))
            .bind::<Instant, _>(Ts(now))
            .execute(self.db);
        self.look("job", done)
    }

    /// Takes the job of these sorts that has been due for longest, for a while. Nobody else gets it until then.
    pub fn lease_job(&mut self, kinds: &[JobKind], lease: Duration) -> Result<Option<Job>, StoreError> {
        if kinds.is_empty() {
            return Ok(None);
        }
        let now = self.clock()?;
        let until = now + TimeDelta::from_std(lease).unwrap_or(TimeDelta::days(1));
        let lock = match &*self.db {
            crate::connection::Db::Postgres(_) => "FOR UPDATE SKIP LOCKED",
            crate::connection::Db::Sqlite(_) => "",
        };
        let kinds = kinds.iter().map(|k| format!("'{}'", k.code())).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "UPDATE job SET leased_until = $1, attempts = attempts + 1 WHERE id = (
               SELECT id FROM job WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $2 AND (leased_until IS NULL OR leased_until <= $3)
                 AND attempts < $4 AND kind IN ({kinds}) ORDER BY run_at, id LIMIT 1 {lock})
             RETURNING id, kind, payload, attempts"
        );
        let leased = diesel::sql_query(sql)
            .bind::<Instant, _>(Ts::of(until))
            .bind::<Instant, _>(Ts(now))
            .bind::<Instant, _>(Ts(now))
            .bind::<BigInt, _>(i64::from(JOB_ATTEMPTS_MAX))
            .load::<Leased>(self.db);
        let Some(leased) = self.look("job", leased)?.pop() else { return Ok(None) };
        let r = Reading::new("job", leased.id.0);
        Ok(Some(Job {
            id: leased.id.0,
            kind: r.word("kind", &leased.kind, JobKind::parse)?,
            payload: r.doc("payload", &leased.payload)?,
            attempts: r.number("attempts", leased.attempts)?,
        }))
    }

    /// The job is done; what it was about is forgotten at once, because addresses may stand in it.
    pub fn finish_job(&mut self, id: Uuid) -> Result<(), StoreError> {
        let now = Ts(self.clock()?);
        let done = diesel::update(waiting(id))
            .set((job::done_at.eq(Some(now)), job::leased_until.eq(None::<Ts>), job::payload.eq(Json::of(&serde_json::json!({}))?)))
            .execute(self.db);
        self.look("job", done).map(drop)
    }

    /// The job went wrong: it comes back after a while, or, without one or after the twelfth attempt, is left lying for people to see, without what it was about.
    ///
    /// The error is kept, so it must name nobody.
    pub fn fail_job(&mut self, id: Uuid, error: &str, retry_in: Option<Duration>) -> Result<(), StoreError> {
        let now = self.clock()?;
        let error = one_line(&error.replace('\0', " "));
        let attempts = waiting(id).select(job::attempts).first::<i32>(self.db).optional();
        let Some(attempts) = self.look("job", attempts)? else { return Ok(()) };
        let again = retry_in.filter(|_| u32::try_from(attempts).unwrap_or(0) < JOB_ATTEMPTS_MAX);
        let row = match again {
            Some(wait) => {
                let run_at = now + TimeDelta::from_std(wait).unwrap_or(TimeDelta::days(1));
                let set = (job::run_at.eq(Ts::of(run_at)), job::leased_until.eq(None::<Ts>), job::last_error.eq(Some(error)));
                diesel::update(waiting(id)).set(set).execute(self.db)
            }
            None => {
                let set = (
                    job::failed_at.eq(Some(Ts(now))),
                    job::leased_until.eq(None::<Ts>),
                    job::last_error.eq(Some(error)),
                    job::payload.eq(Json::of(&serde_json::json!({}))?),
                );
                diesel::update(waiting(id)).set(set).execute(self.db)
            }
        };
        self.look("job", row).map(drop)
    }
}

/// A job that is neither done nor given up.
#[diesel::dsl::auto_type(no_type_alias)]
fn waiting(id: Uuid) -> _ {
    let key: Id = Id(id);
    job::table.filter(job::id.eq(key)).filter(job::done_at.is_null()).filter(job::failed_at.is_null())
}
