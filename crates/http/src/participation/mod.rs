//! Who was there: noted by the group, from a list or by a code at the door; read, added up and objected to by whom it is about.

/// `POST /v1/opportunities/{id}/check-ins`
mod by_code;
/// `GET /v1/applications/{id}/check-in-code`
mod check_in_code;
/// The code of the day.
mod code;
/// A record as a table for spreadsheets.
mod csv;
/// Examples for the document.
pub(crate) mod examples;
/// `GET /v1/me/participations`
mod list_mine;
/// `GET /v1/opportunities/{id}/participations`
mod list_of_opportunity;
/// What every way of noting shares.
mod note;
/// `POST /v1/me/participations/{id}/objection`
mod object;
/// `GET /v1/me/record`
mod read_record;
/// `POST /v1/applications/{id}/attendance`
mod record;
/// `POST /v1/opportunities/{id}/attendance`
mod record_list;
/// How sums are shown.
mod record_view;
/// What is sent.
mod request;
/// What is shown.
mod view;

pub use by_code::check_in;
pub use check_in_code::read_check_in_code;
pub use list_mine::list_my_participations;
pub use list_of_opportunity::list_opportunity_participations;
pub use object::object_to_participation;
pub use read_record::read_my_record;
pub use record::record_attendance;
pub use record_list::record_attendance_list;
pub use record_view::{ThemeSumView, by_theme, hours, theme_name};
