//! For how long things are kept: what the rules say is forgotten, and counted hours outlive whoever gave them.

use crate::columns::{Id, Instant, Ts};
use crate::error::StoreError;
use crate::schema::{application, message};
use crate::tx::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::Circumstances;

/// An application stays while its person may still ask to whom it opened their contact. The record names applications and needs none of them.
const APPLICATIONS: &str = "DELETE FROM application WHERE ended_at < $1 AND NOT EXISTS (SELECT 1 FROM disclosure d WHERE d.application_id = application.id)";

impl Tx<'_> {
    /// Forgets whatever the rules keep no longer; answers how many rows went or lost something.
    pub fn forget_by(&mut self, at: &Circumstances) -> Result<usize, StoreError> {
        let keep = at.rules.retention;
        let ago = |days: u16| at.now - TimeDelta::days(days.into());
        let mut gone = self.forget_messages_before(ago(keep.messages))?;
        gone += self.forget_words_before(ago(keep.messages))?;
        gone += self.forget_people_before(ago(keep.applications))?;
        gone += self.forget_disclosures_before(ago(keep.consents))?;
        gone += self.forget_consents_before(ago(keep.consents))?;
        let done = diesel::sql_query(APPLICATIONS).bind::<Instant, _>(Ts::of(ago(keep.ended_applications))).execute(self.db);
        gone += self.look("application", done)?;
        gone += self.forget_old_participations(at)?;
        gone += self.forget_notices_before(ago(keep.notices))?;
        if gone > 0 {
            self.note_traces()?;
        }
        Ok(gone)
    }

    /// Takes out what people wrote into applications that ended before a moment.
    fn forget_words_before(&mut self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let wordy = application::message.is_not_null().or(application::reason_text.is_not_null());
        let old = application::table.filter(application::ended_at.lt(Ts::of(at))).filter(wordy);
        let none = (application::message.eq(None::<String>), application::reason_text.eq(None::<String>));
        let done = diesel::update(old).set(none).execute(self.db);
        self.look("application", done)
    }

    /// Takes the people out of applications that ended before a moment, and out of what they wrote to each other in them.
    fn forget_people_before(&mut self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let ended = application::ended_at.lt(Ts::of(at));
        let done = diesel::update(
            message::table
                .filter(message::application_id.eq_any(application::table.filter(ended).select(application::id)))
                .filter(message::author_id.is_not_null()),
        )
        .set(message::author_id.eq(None::<Id>))
        .execute(self.db);
        let authors = self.look("message", done)?;
        let named = application::account_id.is_not_null().or(application::begun_by.is_not_null());
        let old = application::table.filter(application::ended_at.lt(Ts::of(at))).filter(named);
        let done = diesel::update(old).set((application::account_id.eq(None::<Id>), application::begun_by.eq(None::<Id>))).execute(self.db);
        Ok(authors + self.look("application", done)?)
    }
}
