use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::company::Company;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A company. 企業。
#[derive(Serialize, ToSchema)]
#[schema(as = Company)]
pub struct CompanyView {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes; the `ETag` begins with it.
    #[schema(example = 1)]
    pub version: i64,
    /// Its name.
    #[schema(example = "株式会社北の灯り")]
    pub name: String,
    /// When it was entered.
    pub created_at: DateTime<FixedOffset>,
    /// When it last changed.
    pub updated_at: DateTime<FixedOffset>,
}

impl CompanyView {
    /// Shows a company.
    pub fn of(company: &Company, tz: Tz) -> Self {
        Self {
            id: company.id.0,
            version: company.version,
            name: company.name.clone(),
            created_at: local(company.created_at, tz),
            updated_at: local(company.updated_at, tz),
        }
    }
}
