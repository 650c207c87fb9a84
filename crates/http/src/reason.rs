use crate::problem::Problem;
use enmusubi_domain::audit;
use serde::Deserialize;
use utoipa::ToSchema;

/// Why something is done to somebody, or to a group. 理由。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Reason)]
pub struct ReasonRequest {
    /// In a sentence; it is kept in the audit trail. Name no person in it.
    #[schema(example = "連絡先が確認できないため", min_length = 4, max_length = 400)]
    reason: String,
}

impl ReasonRequest {
    /// The reason, if it is one.
    pub fn reason(self) -> Result<String, Problem> {
        audit::reason("reason", &self.reason).map_err(|invalid| Problem::wrong_members(vec![invalid]))
    }
}
