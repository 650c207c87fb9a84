//! Review: groups that wait are let in or turned away, and groups in public view can be taken out of it and brought back.

/// `POST /v1/groups/{id}/approve`
mod approve;
/// Examples for the document.
mod examples;
/// `GET /v1/reviews`
mod list;
/// `POST /v1/groups/{id}/refuse`
mod refuse;
/// `POST /v1/groups/{id}/reinstate`
mod reinstate;
/// What the four moves share.
mod settle;
/// `POST /v1/groups/{id}/suspend`
mod suspend;
/// What waits.
mod view;

pub use approve::approve_group;
pub use list::list_reviews;
pub use refuse::refuse_group;
pub use reinstate::reinstate_group;
pub use suspend::suspend_group;
