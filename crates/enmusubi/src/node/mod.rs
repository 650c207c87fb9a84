//! One node: the store, what public reads are answered from, and the follower that keeps the two the same.

/// From rows to what the index holds.
mod documents;
/// Reading the change log and keeping the shelf true.
mod follower;
/// The head of the audit trail, noted outside of the database.
mod heads;
/// Sessions of recurring opportunities, made ahead of time.
mod horizon;
/// Housekeeping: sealing, keys, sweeping.
mod keeper;
/// The private keys of a node.
mod keys;
/// Where a node keeps its index, and which of the directories is the one in use.
mod places;
/// Letters that wait are written and sent.
mod postman;
/// Building a shelf beside the one that serves.
mod rebuild;
/// How many connections count against each listing.
mod recent;
/// What time does to applications.
mod timekeeper;
/// Comparing the index with the database.
mod verify;
/// A thread that does a little and rests a little.
mod worker;

pub use follower::Follower;
pub use heads::{Head, Heads};
pub use horizon::extend_recurrences;
pub use keeper::Keeper;
pub use keys::{Asked, Keys};
pub use places::Places;
pub use postman::{Office, Postman};
pub use rebuild::{Workshop, WorkshopError};
pub use timekeeper::Timekeeper;
pub use verify::{Difference, verify};
pub use worker::Bell;
