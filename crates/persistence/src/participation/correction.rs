use super::row::noted;
use crate::columns::{Id, Reading, Ts, maybe_text};
use crate::error::StoreError;
use crate::schema::{participation, participation_correction};
use crate::tx::Tx;
use diesel::prelude::*;
use enmusubi_domain::id::{AccountId, ParticipationId};
use enmusubi_domain::participation::{Correction, Participation};

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = participation_correction, treat_none_as_default_value = false)]
struct CorrectionRow {
    participation_id: Id,
    from_version: i64,
    corrected_at: Ts,
    corrected_by: Option<Id>,
    before_outcome: String,
    before_minutes: i64,
    before_notice: bool,
    after_outcome: String,
    after_minutes: i64,
    after_notice: bool,
    reason: Option<String>,
}

impl CorrectionRow {
    fn of(c: &Correction) -> Result<Self, StoreError> {
        Ok(Self {
            participation_id: Id(c.participation.0),
            from_version: c.from_version,
            corrected_at: Ts::of(c.at),
            corrected_by: c.by.map(|id| Id(id.0)),
            before_outcome: c.before.outcome.code().into(),
            before_minutes: i64::from(c.before.minutes),
            before_notice: c.before.notice,
            after_outcome: c.after.outcome.code().into(),
            after_minutes: i64::from(c.after.minutes),
            after_notice: c.after.notice,
            reason: maybe_text(c.reason.as_ref())?,
        })
    }

    fn into_correction(self) -> Result<Correction, StoreError> {
        let r = Reading::new("participation_correction", self.participation_id.0);
        Ok(Correction {
            participation: ParticipationId(self.participation_id.0),
            from_version: self.from_version,
            at: self.corrected_at.0,
            by: self.corrected_by.map(|id| AccountId(id.0)),
            before: noted(&r, &self.before_outcome, self.before_minutes, self.before_notice)?,
            after: noted(&r, &self.after_outcome, self.after_minutes, self.after_notice)?,
            reason: self.reason,
        })
    }
}

impl Tx<'_> {
    /// Corrects a line and keeps what stood there; its version is the store's own. Two who correct the same version cannot both be right: the
    /// second is refused by the database.
    pub fn correct_participation(&mut self, after: &Participation, correction: &Correction) -> Result<(), StoreError> {
        let done = diesel::insert_into(participation_correction::table).values(&CorrectionRow::of(correction)?).execute(self.db);
        self.look("participation_correction", done)?;
        let set = (
            participation::outcome.eq(after.noted.outcome.code()),
            participation::minutes.eq(i64::from(after.noted.minutes)),
            participation::notice.eq(after.noted.notice),
        );
        let done = diesel::update(participation::table.filter(participation::id.eq(Id(after.id.0)))).set(set).execute(self.db);
        self.look("participation", done).map(drop)
    }

    /// How lines were corrected, in the order in which it happened.
    pub fn corrections_of(&mut self, lines: &[ParticipationId]) -> Result<Vec<Correction>, StoreError> {
        let mut all = vec![];
        for chunk in lines.chunks(500) {
            let query = participation_correction::table
                .filter(participation_correction::participation_id.eq_any(chunk.iter().map(|id| Id(id.0)).collect::<Vec<_>>()))
                .order((participation_correction::participation_id, participation_correction::from_version));
            let rows = query.select(CorrectionRow::as_select()).load(self.db);
            for row in self.look("participation_correction", rows)? {
                all.push(row.into_correction()?);
            }
        }
        Ok(all)
    }
}
