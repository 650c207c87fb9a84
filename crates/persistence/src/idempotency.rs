//! Answers that are kept, so that asking twice does a thing once.

use crate::columns::{Json, Reading, Ts, text};
use crate::error::StoreError;
use crate::schema::idempotency;
use crate::tx::Tx;
use diesel::prelude::*;

/// An answer that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The hash of what was asked.
    pub fingerprint: [u8; 32],
    /// The status.
    pub status: u16,
    /// The headers that belong to the answer.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Tx<'_> {
    /// What was answered when the same caller asked for the same operation under the same key.
    pub fn replay(&mut self, principal: &[u8; 32], operation: &str, key: &str) -> Result<Option<Stored>, StoreError> {
        let found = idempotency::table
            .filter(idempotency::principal.eq(principal.to_vec()))
            .filter(idempotency::operation.eq(operation))
            .filter(idempotency::key.eq(key))
            .select((idempotency::fingerprint, idempotency::status, idempotency::headers, idempotency::body))
            .first::<(Vec<u8>, i32, Json, String)>(self.db)
            .optional();
        let Some((fingerprint, status, headers, body)) = self.look("idempotency", found)? else { return Ok(None) };
        let r = Reading::new("idempotency", operation);
        Ok(Some(Stored {
            fingerprint: fingerprint.try_into().map_err(|_| r.damaged("fingerprint is no hash"))?,
            status: r.number("status", status)?,
            headers: r.doc("headers", &headers)?,
            body,
        }))
    }

    /// Keeps an answer in the transaction whose effect it tells of.
    ///
    /// Of two that do the same at once, one commits; the other's transaction is tried again, and finds the answer with [`Tx::replay`].
    pub fn keep(&mut self, principal: &[u8; 32], operation: &str, key: &str, answer: &Stored) -> Result<(), StoreError> {
        let now = Ts(self.clock()?);
        let row = (
            idempotency::principal.eq(principal.to_vec()),
            idempotency::operation.eq(text(operation)?),
            idempotency::key.eq(text(key)?),
            idempotency::fingerprint.eq(answer.fingerprint.to_vec()),
            idempotency::status.eq(i32::from(answer.status)),
            idempotency::headers.eq(Json::of(&answer.headers)?),
            idempotency::body.eq(text(&answer.body)?),
            idempotency::created_at.eq(now),
        );
        let done = diesel::insert_into(idempotency::table).values(row).execute(self.db);
        self.look("idempotency", done).map(drop)
    }
}
