//! One's own profile: a wish that is kept, so as to be matched again and again.

/// What hangs on a birth date.
mod birth_date;
/// `DELETE /v1/me/profile`
mod delete;
/// Examples for the document.
pub(crate) mod examples;
/// `PUT /v1/me/profile`
mod put;
/// `GET /v1/me/profile`
mod read;
/// What is shown.
mod view;

pub use delete::delete_my_profile;
pub use put::put_my_profile;
pub use read::read_my_profile;
pub use view::{DroppedView, ProfileView};
