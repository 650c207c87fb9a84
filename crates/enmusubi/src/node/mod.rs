//! One node: the store, what public reads are answered from, and the follower that keeps the two the same.

/// From rows to what the index holds.
mod documents;
/// Reading the change log and keeping the shelf true.
mod follower;
/// Sessions of recurring opportunities, made ahead of time.
mod horizon;
/// Where a node keeps its index, and which of the directories is the one in use.
mod places;
/// Building a shelf beside the one that serves.
mod rebuild;
/// Comparing the index with the database.
mod verify;

pub use follower::Follower;
pub use horizon::extend_recurrences;
pub use places::Places;
pub use rebuild::{Workshop, WorkshopError};
pub use verify::{Difference, verify};
