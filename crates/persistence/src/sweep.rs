//! What is forgotten after a while.

use crate::columns::{Instant, Json, Ts};
use crate::error::StoreError;
use crate::job::JOB_ATTEMPTS_MAX;
use crate::schema::{connection, guardian_code, idempotency, job, letter, login, registration, seen};
use crate::tx::Tx;
use chrono::TimeDelta;
use diesel::prelude::*;

/// For how long answers are kept: longer than anybody tries again.
const ANSWERS: TimeDelta = TimeDelta::hours(48);
/// For how long letters, codes and jobs are kept after they are used, over, done or given up.
const LETTERS: TimeDelta = TimeDelta::days(7);
/// For how long logins are kept at least after they ended: people look back. One stays longer while it could still have been good.
const LOGINS: TimeDelta = TimeDelta::days(30);
/// For how long it is remembered that somebody has seen a listing.
const SEEN: TimeDelta = TimeDelta::days(180);
/// For how long connections are kept: longer than any window a policy may have.
const CONNECTIONS: TimeDelta = TimeDelta::days(400);
/// After how long an untouched bucket is full in any case.
const BUCKETS: TimeDelta = TimeDelta::days(1);

impl Tx<'_> {
    /// Forgets what nobody needs any more, by the database's clock; answers how many rows.
    ///
    /// A job whose last worker never came back is given up here. Jobs that were given up stay for a week, for people to see.
    pub fn sweep(&mut self) -> Result<usize, StoreError> {
        let now = self.clock()?;
        let ago = |time: TimeDelta| Ts(now - time);
        let mut gone = 0;

        let done = diesel::delete(idempotency::table.filter(idempotency::created_at.lt(ago(ANSWERS)))).execute(self.db);
        gone += self.look("idempotency", done)?;

        let old = letter::expires_at.lt(ago(LETTERS)).or(letter::used_at.lt(ago(LETTERS)));
        let done = diesel::delete(letter::table.filter(old)).execute(self.db);
        gone += self.look("letter", done)?;

        let old = guardian_code::expires_at.lt(ago(LETTERS)).or(guardian_code::used_at.lt(ago(LETTERS)));
        let done = diesel::delete(guardian_code::table.filter(old)).execute(self.db);
        gone += self.look("guardian_code", done)?;

        let done = diesel::delete(registration::table.filter(registration::expires_at.lt(Ts(now)))).execute(self.db);
        gone += self.look("registration", done)?;

        // A token that comes back must be known for as long as it could have been good, so no login goes before its very end, which the
        // end by rest never lies behind.
        let over = login::ended_at.lt(ago(LOGINS)).or(login::idle_expires_at.lt(ago(LOGINS)));
        let done = diesel::delete(login::table.filter(login::absolute_expires_at.lt(Ts(now))).filter(over)).execute(self.db);
        gone += self.look("login", done)?;

        let done = diesel::sql_query("DELETE FROM rate_bucket WHERE at < $1").bind::<Instant, _>(ago(BUCKETS)).execute(self.db);
        gone += self.look("rate_bucket", done)?;

        let done = diesel::delete(seen::table.filter(seen::first_seen_at.lt(ago(SEEN)))).execute(self.db);
        gone += self.look("seen", done)?;

        let done = diesel::delete(connection::table.filter(connection::hour.lt(ago(CONNECTIONS)))).execute(self.db);
        gone += self.look("connection", done)?;

        let done = diesel::delete(job::table.filter(job::done_at.lt(ago(LETTERS)).or(job::failed_at.lt(ago(LETTERS))))).execute(self.db);
        gone += self.look("job", done)?;

        let lost = job::table
            .filter(job::done_at.is_null())
            .filter(job::failed_at.is_null())
            .filter(job::attempts.ge(i32::try_from(JOB_ATTEMPTS_MAX).unwrap_or(i32::MAX)))
            .filter(job::leased_until.lt(Ts(now)));
        let given_up = (
            job::failed_at.eq(Some(Ts(now))),
            job::leased_until.eq(None::<Ts>),
            job::last_error.eq(Some("no worker came back")),
            // Addresses may stand in it.
            job::payload.eq(Json::of(&serde_json::json!({}))?),
        );
        let done = diesel::update(lost).set(given_up).execute(self.db);
        self.look("job", done)?;
        Ok(gone)
    }
}
