use super::code::Code;
use crate::opportunity::local;
use crate::participation::{ThemeSumView, by_theme, hours};
use chrono::{DateTime, FixedOffset, NaiveDate};
use enmusubi_domain::certificate::Certificate;
use enmusubi_domain::city::City;
use enmusubi_domain::participation::{Participation, Summary};
use enmusubi_domain::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where a certificate is checked.
pub const CHECK: &str = "/v1/certificates/check";

/// A certificate, for whom it was made to take along. 活動証明書。
#[derive(Serialize, ToSchema)]
#[schema(as = Certificate)]
pub struct CertificateView {
    /// Its id (UUIDv7).
    id: Uuid,
    /// Whose it is.
    holder: HolderView,
    /// From which date on; null from the first.
    from: Option<NaiveDate>,
    /// Until which date; null until the last.
    to: Option<NaiveDate>,
    /// With which group only; null with all.
    group_id: Option<Uuid>,
    /// Where they were, by date.
    participations: Vec<CertifiedView>,
    /// Minutes together.
    #[schema(example = 1530)]
    minutes_total: u64,
    /// The same in hours, to a tenth.
    #[schema(example = 25.5)]
    hours_total: f64,
    /// By theme, most minutes first; one with two themes counts in both.
    by_theme: Vec<ThemeSumView>,
    /// When it was made.
    issued_at: DateTime<FixedOffset>,
    /// How others check it.
    verification: VerificationView,
}

/// Whose a certificate is. 本人。
#[derive(Serialize, ToSchema)]
#[schema(as = CertificateHolder)]
pub struct HolderView {
    /// Their name.
    #[schema(example = "北野ゆき")]
    name: String,
}

/// A line of a certificate. 証明する参加。
#[derive(Serialize, ToSchema)]
#[schema(as = CertifiedParticipation)]
pub struct CertifiedView {
    /// The civil date.
    date: NaiveDate,
    /// With whom.
    #[schema(example = "北24条ゆきみち隊")]
    group_name: String,
    /// At what.
    #[schema(example = "通学路の朝の雪かき")]
    title: String,
    /// For how many minutes.
    #[schema(example = 150, minimum = 1, maximum = 1440)]
    minutes: u32,
}

/// How others check a certificate. 確認の方法。
#[derive(Serialize, ToSchema)]
#[schema(as = CertificateVerification)]
pub struct VerificationView {
    /// The code; it is shown here only, and kept nowhere.
    #[schema(example = "7K3M-0QXZ-9B2D-HT5W-4C8R-J6VN-1GFP", pattern = "^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}$")]
    code: String,
    /// Where it is sent, by `POST`.
    #[schema(example = "https://enmusubi.example.jp/v1/certificates/check")]
    check_url: String,
}

/// A certificate as it is listed: without its code, which nobody knows any more. 発行済みの証明書。
#[derive(Serialize, ToSchema)]
#[schema(as = IssuedCertificate)]
pub struct IssuedView {
    /// Its id (UUIDv7).
    id: Uuid,
    /// From which date on; null from the first.
    from: Option<NaiveDate>,
    /// Until which date; null until the last.
    to: Option<NaiveDate>,
    /// With which group only; null with all.
    group_id: Option<Uuid>,
    /// How many participations it shows.
    #[schema(example = 12)]
    participations: usize,
    /// Minutes together.
    #[schema(example = 1530)]
    minutes_total: u64,
    /// When it was made.
    issued_at: DateTime<FixedOffset>,
    /// When it was taken back; null while it counts.
    revoked_at: Option<DateTime<FixedOffset>>,
    /// Whether something it shows was corrected since: then make another one.
    superseded: bool,
}

/// What a certificate that was shown is worth. 確認の結果。
#[derive(Default, Serialize, ToSchema)]
#[schema(as = CertificateCheck)]
pub struct CheckView {
    /// Whether it was made here and counts. Everything else is null where it does not.
    #[schema(example = true)]
    pub valid: bool,
    /// When it was made.
    pub issued_at: Option<DateTime<FixedOffset>>,
    /// Minutes together, as they stand on it.
    #[schema(example = 1530)]
    pub minutes_total: Option<u64>,
    /// How many participations stand on it.
    #[schema(example = 12)]
    pub participations: Option<usize>,
    /// From which date on; null also where it goes back to the first.
    pub from: Option<NaiveDate>,
    /// Until which date; null also where it goes on to the last.
    pub to: Option<NaiveDate>,
    /// Whether something on it was corrected since.
    #[schema(example = false)]
    pub superseded: Option<bool>,
    /// Whether it is made out to the name that was sent; null where none was sent, or the holder has left.
    #[schema(example = true)]
    pub name_matches: Option<bool>,
}

impl CertificateView {
    /// Shows a certificate with its code, for the only time.
    pub fn of(c: &Certificate, name: &str, lines: &[&Participation], code: &Code, issuer: &str, city: &City, lang: Lang) -> Self {
        let own: Vec<Participation> = lines.iter().map(|line| (*line).clone()).collect();
        let certified =
            |p: &&Participation| CertifiedView { date: p.held_on, group_name: p.group_name.clone(), title: p.title.clone(), minutes: p.noted.minutes };
        Self {
            id: c.id.0,
            holder: HolderView { name: name.to_owned() },
            from: c.extent.from,
            to: c.extent.to,
            group_id: c.extent.group.map(|id| id.0),
            participations: lines.iter().map(certified).collect(),
            minutes_total: c.minutes,
            hours_total: hours(c.minutes),
            by_theme: by_theme(&Summary::of(&own), city, lang),
            issued_at: local(c.issued_at, city.calendar.tz),
            verification: VerificationView { code: code.reveal(), check_url: format!("{issuer}{CHECK}") },
        }
    }
}

impl IssuedView {
    /// Shows one of a list.
    pub fn of(c: &Certificate, superseded: bool, tz: chrono_tz::Tz) -> Self {
        Self {
            id: c.id.0,
            from: c.extent.from,
            to: c.extent.to,
            group_id: c.extent.group.map(|id| id.0),
            participations: c.participations.len(),
            minutes_total: c.minutes,
            issued_at: local(c.issued_at, tz),
            revoked_at: c.revoked_at.map(|at| local(at, tz)),
            superseded,
        }
    }
}

impl CheckView {
    /// Shows what one is worth that counts.
    pub fn of(c: &Certificate, superseded: bool, name_matches: Option<bool>, tz: chrono_tz::Tz) -> Self {
        Self {
            valid: true,
            issued_at: Some(local(c.issued_at, tz)),
            minutes_total: Some(c.minutes),
            participations: Some(c.participations.len()),
            from: c.extent.from,
            to: c.extent.to,
            superseded: Some(superseded),
            name_matches,
        }
    }
}
