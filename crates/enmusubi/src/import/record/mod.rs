//! What one row of a file says, before anybody believes it. These shapes are the public JSON Lines format.

/// One area.
pub mod area;
/// Fields that are looked at one by one, so that every wrong one is named.
pub mod field;
/// One group.
pub mod group;
/// One opportunity.
pub mod opportunity;
/// When it happens.
pub mod schedule;
/// One theme.
pub mod theme;

pub use area::AreaRecord;
pub use group::{GroupRecord, PlaceRecord};
pub use opportunity::OpportunityRecord;
pub use theme::ThemeRecord;
