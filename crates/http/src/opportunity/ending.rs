use enmusubi_domain::audit;
use enmusubi_domain::invalid::Invalid;
use serde::Deserialize;
use utoipa::ToSchema;

/// Why something ends early. 理由。
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EndingRequest)]
pub struct EndingRequest {
    /// Why; kept in the audit trail.
    #[schema(example = "大雪のため、会場が使えなくなりました。", min_length = 4, max_length = 400)]
    reason: Option<String>,
}

impl EndingRequest {
    /// The reason, where one must be given.
    pub fn demanded(&self) -> Result<String, Invalid> {
        audit::reason("reason", self.reason.as_deref().unwrap_or_default())
    }

    /// The reason, where one may be given.
    pub fn offered(&self) -> Result<Option<String>, Invalid> {
        self.reason.as_deref().map(|reason| audit::reason("reason", reason)).transpose()
    }
}
