//! A company whose people take part.

use crate::id::CompanyId;
use crate::invalid::Invalid;
use crate::text;
use chrono::{DateTime, Utc};

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Counts its changes.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Reads the name of a company.
pub fn name(field: &str, raw: &str) -> Result<String, Invalid> {
    text::line(field, raw, text::TITLE_MAX)
}
