//! One's own calendar: what one takes part in, at a secret address that calendar programs can subscribe to.
//!
//! Whoever has the address can read the calendar, so it is made, renewed and taken back like a key, and only its hash is kept.

/// `DELETE /v1/me/calendar`
mod delete;
/// What stands in it.
mod entries;
/// Examples for the document.
mod examples;
/// `GET /v1/me/calendar`
mod read;
/// `POST /v1/me/calendar`
mod renew;
/// `GET /v1/calendars/{key}.ics`
mod subscribe;
/// What is shown.
mod view;

pub use delete::delete_my_calendar;
pub use read::read_my_calendar;
pub use renew::renew_my_calendar;
pub use subscribe::read_calendar;
