use crate::code;
use crate::language;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::account::Account;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One's own account. 自分のアカウント。
#[derive(Serialize, ToSchema)]
#[schema(as = OwnAccount)]
pub struct AccountView {
    /// Its id (UUIDv7).
    pub id: Uuid,
    /// Counts its changes.
    #[schema(example = 1)]
    pub version: i64,
    /// What the person wants to be called.
    #[schema(example = "北野ゆき")]
    pub name: String,
    /// Where letters reach them.
    #[schema(example = "yuki@example.jp")]
    pub email: String,
    /// The language of letters.
    #[schema(value_type = code::Language, example = "ja")]
    pub language: &'static str,
    /// When it was opened.
    pub created_at: DateTime<FixedOffset>,
}

impl AccountView {
    /// An account, as its owner sees it.
    pub fn of(account: &Account, tz: Tz) -> Self {
        Self {
            id: account.id.0,
            version: account.version,
            name: account.name.clone(),
            email: account.email.as_str().to_owned(),
            language: language::code(account.lang),
            created_at: local(account.created_at, tz),
        }
    }
}
