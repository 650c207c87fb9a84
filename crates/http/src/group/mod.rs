//! Groups: whoever asks for help.

/// `GET /v1/groups`
mod list;
/// `GET /v1/groups/{id}`
mod read;
/// What everybody may see.
mod view;

pub use list::list_groups;
pub use read::read_group;
pub use view::{GroupView, group_document};
