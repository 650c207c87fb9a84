//! Areas: the tree prefecture > city > ward > district.

/// `GET /v1/areas`
mod list;
/// What everybody may see.
mod view;

pub use list::list_areas;
pub use view::AreaView;
