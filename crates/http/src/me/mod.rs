//! One's own account: who one is, one's devices, one's groups, and leaving.

/// The password once more, before something that cannot be taken back.
mod confirm;
/// `DELETE /v1/me`
mod delete;
/// `POST /v1/me/email`
mod email;
/// `DELETE /v1/me/logins/{id}`
mod end_login;
/// `DELETE /v1/me/logins`
mod end_logins;
/// What goes when somebody leaves.
mod erase;
/// Examples for the document.
pub mod examples;
/// `GET /v1/me/groups`
mod list_groups;
/// `GET /v1/me/logins`
mod list_logins;
/// `POST /v1/me/password`
mod password;
/// `GET /v1/me`
mod read;
/// What is asked.
mod request;
/// `PATCH /v1/me`
mod update;
/// What is shown.
mod view;

pub use delete::delete_me;
pub use email::change_email;
pub use end_login::end_my_login;
pub use end_logins::end_my_logins;
pub use list_groups::list_my_groups;
pub use list_logins::list_my_logins;
pub use password::change_password;
pub use read::read_me;
pub use update::update_me;
