use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::guardian_code;
use crate::tx::Tx;
use chrono::TimeDelta;
use diesel::prelude::*;
use enmusubi_domain::guardian::CODE_DAYS;
use enmusubi_domain::id::AccountId;

impl Tx<'_> {
    /// Keeps the hash of a code; every earlier one of the same person that was not used goes. Answers until when it works.
    pub fn insert_guardian_code(&mut self, ward: AccountId, hash: &[u8; 32]) -> Result<chrono::DateTime<chrono::Utc>, StoreError> {
        let now = self.clock()?;
        let earlier = guardian_code::table.filter(guardian_code::ward_id.eq(Id(ward.0)));
        let done = diesel::delete(earlier).execute(self.db);
        self.look("guardian_code", done)?;
        let expires_at = now + TimeDelta::days(CODE_DAYS);
        let row = (
            guardian_code::hash.eq(hash.as_slice()),
            guardian_code::ward_id.eq(Id(ward.0)),
            guardian_code::created_at.eq(Ts(now)),
            guardian_code::expires_at.eq(Ts(expires_at)),
        );
        let done = diesel::insert_into(guardian_code::table).values(row).execute(self.db);
        self.look("guardian_code", done).map(|_| expires_at)
    }

    /// Uses a code up: answers whose it is once, and nothing if it was used, has expired, or is none.
    pub fn use_guardian_code(&mut self, hash: &[u8; 32]) -> Result<Option<AccountId>, StoreError> {
        let now = Ts(self.clock()?);
        let this = guardian_code::table.filter(guardian_code::hash.eq(hash.as_slice()));
        let unused = this.filter(guardian_code::used_at.is_null()).filter(guardian_code::expires_at.gt(now));
        let done = diesel::update(unused).set(guardian_code::used_at.eq(now)).execute(self.db);
        if self.look("guardian_code", done)? == 0 {
            return Ok(None);
        }
        let ward = this.select(guardian_code::ward_id).first::<Id>(self.db);
        Ok(Some(AccountId(self.look("guardian_code", ward)?.0)))
    }
}
