use crate::matching::{ProfileMembers, ProfileRequest};
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use enmusubi_domain::city::City;
use enmusubi_domain::profile::Gone;
use enmusubi_persistence::KeptProfile;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// One's own profile: what was sent, with what was left out as null, and how it is kept. 自分のプロフィール。
#[derive(Serialize, ToSchema)]
#[schema(as = Profile)]
pub struct ProfileView {
    /// Counts its changes; the `ETag` begins with it.
    #[schema(example = 1)]
    pub version: i64,
    /// When it last changed.
    pub updated_at: DateTime<FixedOffset>,
    /// What was sent.
    #[serde(flatten)]
    pub profile: ProfileMembers,
    /// Codes that were kept and that the city does not know any more; they are left out.
    pub dropped: Vec<DroppedView>,
}

/// A code of a profile that the city does not know any more. なくなったコード。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DroppedCode)]
pub struct DroppedView {
    /// Where it stood: `themes` or `areas`.
    #[schema(example = "themes")]
    pub member: &'static str,
    /// The code.
    #[schema(example = "childcare")]
    pub code: String,
}

impl ProfileView {
    /// Shows a profile in a city.
    pub fn of(kept: KeptProfile, city: &City) -> Self {
        let (known, gone) = kept.profile.known_in(city);
        Self {
            version: kept.version,
            updated_at: local(kept.updated_at, city.calendar.tz),
            profile: ProfileRequest::of(&known).into(),
            dropped: gone.into_iter().map(DroppedView::of).collect(),
        }
    }

    /// Tells apart what the profile's version does not: the codes that went since.
    pub fn beside(&self) -> Option<u64> {
        let hash = || Sha256::digest(serde_json::to_vec(&self.dropped).unwrap_or_default());
        (!self.dropped.is_empty()).then(|| hash().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}

impl DroppedView {
    /// Names a code that went.
    pub fn of(gone: Gone) -> Self {
        Self { member: gone.list, code: gone.code }
    }
}
