use crate::problem::Problem;
use enmusubi_domain::audit;
use serde::Deserialize;
use utoipa::ToSchema;

/// Why an account is closed or opened. 理由。
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountReason)]
pub struct ReasonRequest {
    /// In a sentence; it is kept in the audit trail. Name no person in it.
    #[schema(min_length = 4, max_length = 400, example = "乗っ取りの疑いがあるため")]
    reason: String,
}

impl ReasonRequest {
    /// The reason, if it is one.
    pub fn reason(self) -> Result<String, Problem> {
        audit::reason("reason", &self.reason).map_err(|invalid| Problem::wrong_members(vec![invalid]))
    }
}
