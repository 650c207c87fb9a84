use crate::columns::Ts;
use crate::error::StoreError;
use crate::schema::{certificate, participation};
use crate::tx::Tx;
use chrono::TimeDelta;
use diesel::prelude::*;
use enmusubi_domain::application::Circumstances;

impl Tx<'_> {
    /// Forgets what the record is kept for no longer, with the corrections of it, and certificates as old; answers how many rows went.
    pub fn forget_old_participations(&mut self, at: &Circumstances) -> Result<usize, StoreError> {
        let oldest = at.now - TimeDelta::days(at.rules.retention.participations.into());
        let first = oldest.with_timezone(&at.tz).date_naive().to_string();
        let done = diesel::delete(participation::table.filter(participation::held_on.lt(first))).execute(self.db);
        let gone = self.look("participation", done)?;
        let done = diesel::delete(certificate::table.filter(certificate::issued_at.lt(Ts::of(oldest)))).execute(self.db);
        Ok(gone + self.look("certificate", done)?)
    }
}
