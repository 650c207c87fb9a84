//! Certificates: their row, row to domain and back, their queries. Of the code only a hash is kept.

use crate::columns::{Id, Json, Reading, Ts};
use crate::error::StoreError;
use crate::participation::date;
use crate::schema::certificate;
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::certificate::{Certificate, Extent};
use enmusubi_domain::id::{AccountId, CertificateId, GroupId, ParticipationId};

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = certificate, treat_none_as_default_value = false)]
struct CertificateRow {
    id: Id,
    account_id: Option<Id>,
    code_hash: Vec<u8>,
    holder: Option<Vec<u8>>,
    digest: Vec<u8>,
    participations: Json,
    minutes: i64,
    from_date: Option<String>,
    to_date: Option<String>,
    group_id: Option<Id>,
    issued_at: Ts,
    revoked_at: Option<Ts>,
}

impl CertificateRow {
    fn of(c: &Certificate) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id(c.id.0),
            account_id: c.account.map(|id| Id(id.0)),
            code_hash: c.code_hash.to_vec(),
            holder: c.holder.map(|hash| hash.to_vec()),
            digest: c.digest.to_vec(),
            participations: Json::of(&c.participations.iter().map(ToString::to_string).collect::<Vec<_>>())?,
            minutes: i64::try_from(c.minutes).map_err(|_| StoreError::Other("more minutes than can be kept".into()))?,
            from_date: c.extent.from.map(|d| d.to_string()),
            to_date: c.extent.to.map(|d| d.to_string()),
            group_id: c.extent.group.map(|id| Id(id.0)),
            issued_at: Ts::of(c.issued_at),
            revoked_at: c.revoked_at.map(Ts::of),
        })
    }

    fn into_certificate(self) -> Result<Certificate, StoreError> {
        let r = Reading::new("certificate", self.id.0);
        let day = |column: &str, raw: Option<String>| raw.map(|d| date(&r, column, &d)).transpose();
        let extent = Extent { from: day("from_date", self.from_date)?, to: day("to_date", self.to_date)?, group: self.group_id.map(|id| GroupId(id.0)) };
        Ok(Certificate {
            id: CertificateId(self.id.0),
            account: self.account_id.map(|id| AccountId(id.0)),
            code_hash: r.hash("code_hash", &self.code_hash)?,
            holder: self.holder.map(|hash| r.hash("holder", &hash)).transpose()?,
            digest: r.hash("digest", &self.digest)?,
            participations: ids(&r, &self.participations)?,
            minutes: r.number("minutes", self.minutes)?,
            extent,
            issued_at: self.issued_at.0,
            revoked_at: self.revoked_at.map(|at| at.0),
        })
    }
}

/// The ids of the lines it shows.
fn ids(r: &Reading, raw: &Json) -> Result<Vec<ParticipationId>, StoreError> {
    let texts = r.doc::<Vec<String>>("participations", raw)?;
    texts.iter().map(|id| id.parse().map_err(|_| r.damaged("participations holds what is no id"))).collect()
}

impl Tx<'_> {
    /// Keeps a certificate.
    pub fn insert_certificate(&mut self, c: &Certificate) -> Result<(), StoreError> {
        let done = diesel::insert_into(certificate::table).values(&CertificateRow::of(c)?).execute(self.db);
        self.look("certificate", done).map(drop)
    }

    /// A certificate, taken back or not.
    pub fn certificate(&mut self, id: CertificateId) -> Result<Option<Certificate>, StoreError> {
        let row = certificate::table.filter(certificate::id.eq(Id(id.0))).select(CertificateRow::as_select()).first(self.db).optional();
        self.look("certificate", row)?.map(CertificateRow::into_certificate).transpose()
    }

    /// The certificate whose code has this hash, taken back or not.
    pub fn certificate_by_code(&mut self, hash: &[u8; 32]) -> Result<Option<Certificate>, StoreError> {
        let row = certificate::table.filter(certificate::code_hash.eq(hash.to_vec())).select(CertificateRow::as_select()).first(self.db).optional();
        self.look("certificate", row)?.map(CertificateRow::into_certificate).transpose()
    }

    /// Somebody's certificates, the latest first.
    pub fn certificates_of_account(&mut self, account: AccountId) -> Result<Vec<Certificate>, StoreError> {
        let query = certificate::table.filter(certificate::account_id.eq(Id(account.0))).order(certificate::id.desc());
        let rows = query.select(CertificateRow::as_select()).load(self.db);
        self.look("certificate", rows)?.into_iter().map(CertificateRow::into_certificate).collect()
    }

    /// Takes a certificate back; answers whether it still counted.
    pub fn revoke_certificate(&mut self, id: CertificateId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let counts = certificate::table.filter(certificate::id.eq(Id(id.0))).filter(certificate::revoked_at.is_null());
        let done = diesel::update(counts).set(certificate::revoked_at.eq(Ts::of(now))).execute(self.db);
        Ok(self.look("certificate", done)? > 0)
    }
}
