//! Roles: who may do what beyond what everybody may. Administrators give and take them, never their own.

/// What the document shows.
mod examples;
/// `POST /v1/roles`
mod give;
/// `GET /v1/roles`
mod list;
/// A role, as it is to be given.
mod request;
/// What nobody may do to roles.
mod rule;
/// `DELETE /v1/roles/{id}`
mod take;
/// What callers see.
mod view;

pub use give::give_role;
pub use list::list_roles;
pub use request::moment;
pub use rule::{an_administrator_stays, not_oneself};
pub use take::take_role;
pub use view::RoleView;
