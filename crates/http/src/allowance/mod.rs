//! How much somebody wants at most, and how much a group gives one person: limits per week that both sides set.

/// Examples for the document.
mod examples;
/// `GET`, `PUT /v1/groups/{id}/limits`
mod of_group;
/// `GET`, `PUT /v1/me/limits`
mod own;
/// What is sent.
mod request;
/// What is shown.
mod view;

pub use of_group::{put_group_limits, read_group_limits};
pub use own::{put_my_limits, read_my_limits};
