use crate::problem::Problem;
use enmusubi_domain::company;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is said of a company. 企業の内容。
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CompanyRequest)]
pub struct CompanyRequest {
    /// Its name.
    #[schema(max_length = 120, example = "株式会社北の灯り")]
    name: String,
}

impl CompanyRequest {
    /// What stands.
    pub fn of(name: &str) -> Self {
        Self { name: name.to_owned() }
    }

    /// The name, if it is one.
    pub fn name(self) -> Result<String, Problem> {
        company::name("name", &self.name).map_err(|invalid| Problem::wrong_members(vec![invalid]))
    }
}
