//! Letters that wait in the database are written and sent, one at a time.
//!
//! A job says which letter to whom, by ids. Whatever opens something is made here, at the moment of sending: what stands in the database
//! is a hash, and the token itself exists in the letter alone. A crash between sending and noting it sends the letter once more, under the
//! same Message-ID.
//!
//! What people must know is written the same way: a job says who, and the letter what is so at that moment, as far as it may go by then.

/// From a job to a letter.
mod errand;
/// One letter with everything somebody must know.
mod notices;

use super::worker::{Bell, Complaint, Work, Worker};
use crate::mail::{Link, Post, PostError};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::application::Rules;
use enmusubi_domain::id::AccountId;
use enmusubi_http::StopSeal;
use enmusubi_http::secret::{Kind, Opaque};
use enmusubi_persistence::{Job, JobKind, Store, StoreError};
use errand::{Errand, Prepared};
use std::sync::Arc;
use std::time::Duration;

/// How often the database is asked for jobs when nobody rings.
const EVERY: Duration = Duration::from_millis(250);
/// How long it rests when the database cannot be asked.
const REST: Duration = Duration::from_secs(2);
/// For how long a job is ours.
const LEASE: Duration = Duration::from_secs(60);

/// How letters look and how they leave.
#[derive(Debug)]
pub struct Office {
    /// The way out.
    pub post: Post,
    /// The page where the code of a letter is entered, if there is one.
    pub link: Option<Link>,
    /// The address under which the outside knows this service, without a slash at its end.
    pub public_url: String,
    /// Makes what stops letters with one click.
    pub stops: StopSeal,
    /// The zone of the city.
    pub tz: Tz,
    /// Who needs a guardian's word, among other things.
    pub rules: Rules,
}

/// The thread that sends letters.
#[derive(Debug)]
pub struct Postman {
    worker: Worker,
}

impl Postman {
    /// Begins.
    pub fn start(store: Store, office: Office, clock: fn() -> DateTime<Utc>) -> Result<Self, String> {
        let round = Round { store, office, clock, complaint: Complaint::default() };
        let worker = Worker::start("postman", round).map_err(|e| format!("the postman cannot start: {e}"))?;
        Ok(Self { worker })
    }

    /// Rung after a commit that left a letter to send, so that nobody waits for the next round.
    pub fn bell(&self) -> Arc<Bell> {
        self.worker.bell()
    }

    /// Ends after the letter under way.
    pub fn stop(&self) {
        self.worker.stop();
    }
}

struct Round {
    store: Store,
    office: Office,
    clock: fn() -> DateTime<Utc>,
    complaint: Complaint,
}

impl Work for Round {
    fn step(&mut self) -> Duration {
        let done = self.next();
        match self.complaint.about("letters cannot be sent", done) {
            Some(true) => Duration::ZERO,
            Some(false) => EVERY,
            None => REST,
        }
    }
}

impl Round {
    /// Takes the next job, if there is one, and sees to it.
    fn next(&self) -> Result<bool, StoreError> {
        let Some(job) = self.store.write_by_locks(|tx| tx.lease_job(&[JobKind::Mail, JobKind::Notices], LEASE))? else { return Ok(false) };
        let whose = if job.kind == JobKind::Notices { notices::whose(&job.payload) } else { None };
        let done = match (job.kind, whose) {
            (JobKind::Mail, _) => self.deliver(&job)?,
            (JobKind::Notices, Some(account)) => self.tell(&job, account)?,
            (JobKind::Notices, None) => Err(PostError::Never("the job cannot be understood".into())),
        };
        self.store.write(|tx| match (&done, whose) {
            (Ok(()), None) => tx.finish_job(job.id),
            (Ok(()), Some(account)) => notices::done(tx, account, &job),
            (Err(PostError::Later(why)), _) => tx.fail_job(job.id, why, Some(pause(job.attempts))),
            (Err(PostError::Never(why)), _) => whose.map_or(Ok(()), |account| notices::give_up(tx, account)).and(tx.fail_job(job.id, why, None)),
        })?;
        if let Err(error) = done {
            tracing::warn!(job = %job.id, attempt = job.attempts, %error, "a letter was not sent");
        }
        Ok(true)
    }

    /// Tells somebody what they must know, if that may be now.
    fn tell(&self, job: &Job, account: AccountId) -> Result<Result<(), PostError>, StoreError> {
        let Some((to, written)) = self.store.write(|tx| notices::prepare(tx, account, job.id, &self.office))? else { return Ok(Ok(())) };
        Ok(self.office.post.send(job.id, &to, &written, (self.clock)()))
    }

    /// The outer error is the database's: the job stays ours until its lease runs out.
    fn deliver(&self, job: &Job) -> Result<Result<(), PostError>, StoreError> {
        let Some(errand) = Errand::read(&job.payload) else { return Ok(Err(PostError::Never("the job cannot be understood".into()))) };
        let token = match Opaque::new(Kind::Letter) {
            Ok(token) => token,
            Err(error) => return Ok(Err(PostError::Later(error.to_string()))),
        };
        let Some(Prepared { to, lang, letter }) = self.store.write(|tx| errand.prepare(tx, &token))? else { return Ok(Ok(())) };
        let written = letter.written(lang, self.office.link.as_ref());
        Ok(self.office.post.send(job.id, &to, &written, (self.clock)()))
    }
}

/// Two minutes after the first attempt, and twice as long after each other one.
fn pause(attempts: u32) -> Duration {
    Duration::from_secs(60 << attempts.min(12))
}

#[cfg(test)]
mod tests;
