//! Groups: whoever asks for help.

/// `POST /v1/groups`
mod create;
/// Examples for the document.
pub(crate) mod examples;
/// `GET /v1/groups/{id}/full`
mod full;
/// `GET /v1/groups`
mod list;
/// The group something is to be done to.
mod lookup;
/// `GET /v1/groups/{id}`
mod read;
/// What a group says of itself, as it is sent.
mod request;
/// `PATCH /v1/groups/{id}`
mod update;
/// What everybody may see, and what those see who look after it.
mod view;

pub use create::create_group;
pub use full::read_group_in_full;
pub use list::list_groups;
pub use read::read_group;
pub use update::update_group;
pub use view::{GroupView, group_document};

pub(crate) use lookup::{in_full, reached};
pub(crate) use request::{GroupRequest, differences as group_differences};
pub(crate) use view::FullGroupView;
