//! How much somebody may still do: buckets of tokens, refilled by the database's clock, so that they hold whatever node is asked.

use crate::connection::Db;
use crate::error::StoreError;
use crate::tx::Tx;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Binary, Double, Integer};

/// Longest wait that is ever named.
const WAIT_MAX: f64 = 86_400.0;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// Attempts on one account.
    Account = 1,
    /// Attempts from one network address.
    Address = 2,
    /// Attempts of everybody together.
    Global = 3,
    /// Letters to one address.
    Letter = 4,
}

/// Whether a token was to be had.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Taken {
    /// Yes.
    Allowed {
        /// How many are left.
        left: f64,
    },
    /// No: the bucket is empty.
    Refused {
        /// After how many seconds there is one again.
        retry_after_seconds: u64,
    },
}

/// A row comes back if, and only if, there was a token. A clock that goes back refills nothing until it has caught up.
const TAKE_POSTGRES: &str = "INSERT INTO rate_bucket AS b (scope, subject, tokens, at) VALUES ($1, $2, $3 - 1, clock_timestamp())
  ON CONFLICT (scope, subject) DO UPDATE
    SET tokens = least($3, b.tokens + $4 * greatest(0, extract(epoch FROM clock_timestamp() - b.at))) - 1, at = greatest(b.at, clock_timestamp())
  WHERE least($3, b.tokens + $4 * greatest(0, extract(epoch FROM clock_timestamp() - b.at))) >= 1
  RETURNING tokens";
const LEFT_POSTGRES: &str = "SELECT least($3, tokens + $4 * greatest(0, extract(epoch FROM clock_timestamp() - at)))::double precision AS tokens
  FROM rate_bucket WHERE scope = $1 AND subject = $2";
const TAKE_SQLITE: &str = "INSERT INTO rate_bucket AS b (scope, subject, tokens, at) VALUES (?1, ?2, ?3 - 1, ?5)
  ON CONFLICT (scope, subject) DO UPDATE
    SET tokens = min(?3, b.tokens + ?4 * max(0, ?5 - b.at) / 1e6) - 1, at = max(b.at, ?5)
  WHERE min(?3, b.tokens + ?4 * max(0, ?5 - b.at) / 1e6) >= 1
  RETURNING tokens";
const LEFT_SQLITE: &str = "SELECT min(?3, tokens + ?4 * max(0, ?5 - at) / 1e6) AS tokens FROM rate_bucket WHERE scope = ?1 AND subject = ?2";

#[derive(QueryableByName)]
struct Tokens {
    #[diesel(sql_type = Double)]
    tokens: f64,
}

impl Tx<'_> {
    /// Takes a token out of a subject's bucket, which holds `burst` and gains `per_second`. An empty bucket is not written to.
    ///
    /// `subject` is a keyed hash of whatever is counted: nobody is to be found by it.
    pub fn take(&mut self, scope: Bucket, subject: &[u8; 32], burst: f64, per_second: f64) -> Result<Taken, StoreError> {
        let per_second = per_second.max(0.0);
        let refused = |left: f64| {
            let wait = ((1.0 - left) / per_second).clamp(1.0, WAIT_MAX);
            Taken::Refused { retry_after_seconds: if wait.is_nan() { WAIT_MAX as u64 } else { wait.ceil() as u64 } }
        };
        if burst < 1.0 || burst.is_nan() {
            return Ok(refused(0.0));
        }
        if let Some(left) = self.tokens(TAKE_POSTGRES, TAKE_SQLITE, scope, subject, burst, per_second)? {
            return Ok(Taken::Allowed { left });
        }
        let left = self.tokens(LEFT_POSTGRES, LEFT_SQLITE, scope, subject, burst, per_second)?;
        Ok(refused(left.unwrap_or(0.0)))
    }

    /// Puts a token back that was taken for something that does not count, such as a try that went well.
    pub fn give_back(&mut self, scope: Bucket, subject: &[u8; 32], burst: f64) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE rate_bucket SET tokens = CASE WHEN tokens + 1 < $1 THEN tokens + 1 ELSE $2 END WHERE scope = $3 AND subject = $4";
        let given = sql_query(SQL).bind::<Double, _>(burst).bind::<Double, _>(burst).bind::<Integer, _>(scope as i32).bind::<Binary, _>(subject.as_slice());
        let done = given.execute(self.db);
        self.look("rate_bucket", done).map(drop)
    }

    fn tokens(
        &mut self,
        postgres: &'static str,
        sqlite: &'static str,
        scope: Bucket,
        subject: &[u8; 32],
        burst: f64,
        per_second: f64,
    ) -> Result<Option<f64>, StoreError> {
        // PostgreSQL asks its own clock within the statement.
        let now = if let Db::Sqlite(_) = self.db { self.clock()?.timestamp_micros() } else { 0 };
        macro_rules! ask {
            ($sql:expr) => {
                sql_query($sql).bind::<Integer, _>(scope as i32).bind::<Binary, _>(subject.as_slice()).bind::<Double, _>(burst).bind::<Double, _>(per_second)
            };
        }
        let found = match &mut *self.db {
            Db::Postgres(c) => ask!(postgres).get_result::<Tokens>(c),
            Db::Sqlite(c) => ask!(sqlite).bind::<BigInt, _>(now).get_result::<Tokens>(c),
        };
        Ok(self.look("rate_bucket", found.optional())?.map(|t| t.tokens))
    }
}
