//! Ranking policies: public, versioned, measured, and one of them in force.

/// `POST /v1/ranking-policies`
mod create;
/// What the document shows.
pub mod examples;
/// `GET /v1/ranking-policies`
mod list;
/// `PUT /v1/ranking-policies/{id}/measured-effect`
mod measure;
/// What the lab measured, as it is sent and shown.
mod measured;
/// The parameters, as they are shown.
mod parameters;
/// `GET /v1/ranking-policies/{id}`
mod read;
/// `GET /v1/ranking-policies/current`
mod read_current;
/// What is said of a policy; may be wrong.
mod request;
/// `PUT /v1/ranking-policies/current`
mod switch;
/// What everybody may see.
mod view;

pub use create::create_ranking_policy;
pub use list::list_ranking_policies;
pub use measure::record_measured_effect;
pub use read::read_ranking_policy;
pub use read_current::read_current_policy;
pub use switch::switch_ranking_policy;
