use crate::problem::Problem;
use actix_web::rt::time::timeout;
use actix_web::web;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// A way out of the async world for one sort of blocking work: so many at a time, so many waiting, nobody for long.
#[derive(Debug)]
pub struct Lane {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    most: usize,
    patience: Duration,
}

/// The lanes of a service: searches, reads and writes of the database, and hashing do not stand in one another's way.
#[derive(Debug)]
pub struct Lanes {
    /// Searches in the index.
    pub searches: Lane,
    /// Reads of the database.
    pub reads: Lane,
    /// Writes to the database.
    pub writes: Lane,
    /// Hashing of passwords: each needs 19 MiB, so few run at a time.
    pub hashes: Lane,
}

impl Lane {
    /// A lane in which `width` run and at most `most` wait, none longer than `patience`.
    pub fn new(width: usize, most: usize, patience: Duration) -> Self {
        Self { turns: Arc::new(Semaphore::new(width.max(1))), waiting: AtomicUsize::new(0), most: most.max(1), patience }
    }

    /// Leaves the async world: the one place where blocking work runs. Whoever finds the line full, or waits too long, is told to come back.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let place = Waiting::join(&self.waiting, self.most)?;
        let turn = timeout(self.patience, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| Problem::Busy)?.map_err(|_| Problem::Internal)?;
        drop(place);
        let span = tracing::Span::current();
        // The turn is over when the work is, not when the caller hangs up.
        let done = web::block(move || {
            let _turn = turn;
            span.in_scope(work)
        });
        done.await.map_err(|error| {
            tracing::error!(error = %error, "blocking work broke");
            Problem::Internal
        })
    }
}

/// A place in the waiting line, given back when dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn join(line: &'a AtomicUsize, most: usize) -> Result<Self, Problem> {
        if line.fetch_add(1, Ordering::Relaxed) >= most {
            line.fetch_sub(1, Ordering::Relaxed);
            return Err(Problem::Busy);
        }
        Ok(Self(line))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
