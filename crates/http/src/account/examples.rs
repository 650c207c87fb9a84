use super::PostedView;
use super::view::AccountView;
use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::text::Lang;
use serde_json::{Value, json, to_value};

/// When the examples were born, in milliseconds since 1970.
pub const BORN: u64 = 1_763_900_000_000;
/// The city's time zone.
pub const TZ: Tz = Tz::Asia__Tokyo;

/// A moment on Monday, 23 November 2026.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default()
}

/// Somebody.
pub fn somebody() -> Option<Account> {
    let email = Email::parse("email", "yuki@example.jp").ok()?;
    Some(Account::open(AccountId::derived(BORN, "account"), email, "北野ゆき".into(), Lang::Ja, now()))
}

/// An account.
pub fn account() -> Value {
    to_value(somebody().map(|account| AccountView::of(&account, TZ))).unwrap_or_default()
}

/// An application for an account.
pub fn registration() -> Value {
    json!({"email": "yuki@example.jp", "password": "雪がとけたら川べりで会おう", "name": "北野ゆき", "language": "ja"})
}

/// That a letter is on its way.
pub fn posted() -> Value {
    to_value(PostedView::of(Lang::Ja)).unwrap_or_default()
}

/// What a letter carried.
pub fn token() -> Value {
    json!({"token": "enl_2vX8mQd0RkYw5sTfJb7uLhZcN4gEaP9iVxKoC1yMrWtD3qS0AbCdEf"})
}

/// The code of a letter, and the password of the registration.
pub fn verification() -> Value {
    json!({"token": "enl_4kq0Zt7Q1mWc9XhJ2sVb8RfY6nLd3GpA5eTu0oKiB1xCz7MwQ2yN", "password": "雪がとけたら川べりで会おう"})
}
