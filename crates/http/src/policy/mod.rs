//! The ranking policy: public, versioned, measured.

/// `GET /v1/ranking-policies/current`
mod read;
/// What everybody may see.
mod view;

pub use read::read_current_policy;
pub use view::PolicyView;
