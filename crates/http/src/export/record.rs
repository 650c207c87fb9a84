use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;
use enmusubi_domain::certificate::Certificate;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::participation::{Correction, Participation};
use enmusubi_persistence::{StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of one's record. 参加記録。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedParticipation)]
pub struct ParticipationPart {
    /// Its id.
    id: Uuid,
    /// Counts its changes.
    #[schema(example = 1)]
    version: i64,
    /// The application it came from.
    application_id: Uuid,
    /// The opportunity.
    opportunity_id: Uuid,
    /// What it was called then.
    #[schema(example = "通学路の朝の雪かき")]
    title: String,
    /// The group.
    group_id: Uuid,
    /// What it was called then.
    #[schema(example = "北24条ゆきみち隊")]
    group_name: String,
    /// What sort of thing it was.
    #[schema(value_type = code::OpportunityKind, example = "activity")]
    kind: &'static str,
    /// The level it was for.
    #[schema(value_type = Option<code::Level>)]
    level: Option<&'static str>,
    /// Codes of its themes.
    themes: Vec<String>,
    /// How much responsibility it carried.
    #[schema(value_type = code::Responsibility, example = "help")]
    responsibility: &'static str,
    /// The session, if it had dates.
    session_id: Option<Uuid>,
    /// The civil date.
    held_on: NaiveDate,
    /// When the session began.
    starts_at: Option<DateTime<FixedOffset>>,
    /// When it ended.
    ends_at: Option<DateTime<FixedOffset>>,
    /// Whether one was there.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    outcome: &'static str,
    /// For how many minutes.
    #[schema(example = 120)]
    minutes: u32,
    /// Whether an absence was announced.
    notice: bool,
    /// What one has to say against it.
    objection: Option<String>,
    /// When one said so.
    objected_at: Option<DateTime<FixedOffset>>,
    /// When it was first noted.
    recorded_at: DateTime<FixedOffset>,
    /// How it was corrected.
    corrections: Vec<CorrectionPart>,
}

/// How a line was corrected. 訂正。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedCorrection)]
pub struct CorrectionPart {
    /// The version that was corrected.
    #[schema(example = 1)]
    from_version: i64,
    /// When.
    corrected_at: DateTime<FixedOffset>,
    /// Whether one was there, as it stood before.
    #[schema(value_type = code::AttendanceOutcome, example = "absent")]
    before_outcome: &'static str,
    /// Minutes before.
    #[schema(example = 0)]
    before_minutes: u32,
    /// Whether an absence was announced, before.
    before_notice: bool,
    /// Whether one was there, as it stands after.
    #[schema(value_type = code::AttendanceOutcome, example = "attended")]
    after_outcome: &'static str,
    /// Minutes after.
    #[schema(example = 120)]
    after_minutes: u32,
    /// Whether an absence was announced, after.
    after_notice: bool,
    /// Why.
    reason: Option<String>,
}

/// A certificate one made; nobody knows its code any more. 証明書。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedCertificate)]
pub struct CertificatePart {
    /// Its id.
    id: Uuid,
    /// The participations it shows.
    participations: Vec<Uuid>,
    /// Minutes together.
    #[schema(example = 1530)]
    minutes: u64,
    /// From which date on.
    from_date: Option<NaiveDate>,
    /// Until which.
    to_date: Option<NaiveDate>,
    /// With which group only.
    group_id: Option<Uuid>,
    /// When it was made.
    issued_at: DateTime<FixedOffset>,
    /// When it was taken back.
    revoked_at: Option<DateTime<FixedOffset>>,
}

impl ParticipationPart {
    /// The whole record of somebody.
    pub fn all(tx: &mut Tx<'_>, account: AccountId, tz: Tz) -> Result<Vec<Self>, StoreError> {
        let lines = tx.participations_of_account(account)?;
        let corrections = tx.corrections_of(&lines.iter().map(|line| line.id).collect::<Vec<_>>())?;
        Ok(lines.into_iter().map(|line| Self::of(line, &corrections, tz)).collect())
    }

    /// Shows a line, with those of these corrections that are of it.
    pub fn of(p: Participation, corrections: &[Correction], tz: Tz) -> Self {
        Self {
            id: p.id.0,
            version: p.version,
            application_id: p.application.0,
            opportunity_id: p.opportunity.0,
            title: p.title,
            group_id: p.group.0,
            group_name: p.group_name,
            kind: p.kind.code(),
            level: p.level.map(|level| level.code()),
            themes: p.themes,
            responsibility: p.responsibility.code(),
            session_id: p.session.map(|id| id.0),
            held_on: p.held_on,
            starts_at: p.starts_at.map(|at| local(at, tz)),
            ends_at: p.ends_at.map(|at| local(at, tz)),
            outcome: p.noted.outcome.code(),
            minutes: p.noted.minutes,
            notice: p.noted.notice,
            objected_at: p.objection.as_ref().map(|o| local(o.at, tz)),
            objection: p.objection.map(|o| o.text),
            recorded_at: local(p.recorded_at, tz),
            corrections: corrections.iter().filter(|c| c.participation == p.id).map(|c| CorrectionPart::of(c, tz)).collect(),
        }
    }
}

impl CorrectionPart {
    fn of(c: &Correction, tz: Tz) -> Self {
        Self {
            from_version: c.from_version,
            corrected_at: local(c.at, tz),
            before_outcome: c.before.outcome.code(),
            before_minutes: c.before.minutes,
            before_notice: c.before.notice,
            after_outcome: c.after.outcome.code(),
            after_minutes: c.after.minutes,
            after_notice: c.after.notice,
            reason: c.reason.clone(),
        }
    }
}

impl CertificatePart {
    /// Shows a certificate.
    pub fn of(c: &Certificate, tz: Tz) -> Self {
        Self {
            id: c.id.0,
            participations: c.participations.iter().map(|id| id.0).collect(),
            minutes: c.minutes,
            from_date: c.extent.from,
            to_date: c.extent.to,
            group_id: c.extent.group.map(|id| id.0),
            issued_at: local(c.issued_at, tz),
            revoked_at: c.revoked_at.map(|at| local(at, tz)),
        }
    }
}
