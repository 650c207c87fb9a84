use crate::input::Wrong;
use crate::problem::Problem;
use enmusubi_domain::certificate::{Extent, NAME_MAX};
use enmusubi_domain::text;
use serde::Deserialize;
use utoipa::ToSchema;

/// What of one's record a certificate is to show. 証明書の範囲。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CertificateRequest)]
pub struct CertificateRequest {
    /// From this date on.
    #[schema(format = "date", example = "2026-04-01")]
    from: Option<String>,
    /// Until this date.
    #[schema(format = "date", example = "2027-03-31")]
    to: Option<String>,
    /// With this group only.
    #[schema(format = "uuid")]
    group_id: Option<String>,
}

impl CertificateRequest {
    /// The extent, or every member that is wrong.
    pub fn read(&self) -> Result<Extent, Problem> {
        let mut wrong = Wrong::default();
        let from = self.from.as_deref().and_then(|date| wrong.date("from", date));
        let to = self.to.as_deref().and_then(|date| wrong.date("to", date));
        let group = self.group_id.as_deref().and_then(|id| wrong.id("group_id", id));
        let extent = Extent { from, to, group };
        wrong.with(extent.check()).finish().map(|()| extent)
    }
}

/// A certificate that was shown to somebody. 証明書の確認。
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CertificateCheckRequest)]
pub struct CertificateCheckRequest {
    /// The code that stands on it; small letters, spaces and hyphens do not matter.
    #[schema(max_length = 100, example = "7K3M-0QXZ-9B2D-HT5W-4C8R-J6VN-1GFP")]
    code: String,
    /// The name that stands on it, to be compared; spaces, full width and capitals do not matter.
    #[schema(min_length = 1, max_length = 120, example = "北野ゆき")]
    name: Option<String>,
}

impl CertificateCheckRequest {
    /// Longest code that is looked at.
    const CODE_MAX: usize = 100;

    /// Code and name as they were typed.
    pub fn read(&self) -> Result<(String, Option<String>), Problem> {
        let mut wrong = Wrong::default();
        if self.code.chars().count() > Self::CODE_MAX {
            wrong.add(enmusubi_domain::invalid::Invalid::new("code", enmusubi_domain::invalid::Why::TooLong { max: Self::CODE_MAX }));
        }
        let name = self.name.as_deref().and_then(|name| wrong.take(text::line("name", name, NAME_MAX)));
        wrong.finish().map(|()| (self.code.clone(), name))
    }
}
