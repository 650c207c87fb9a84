//! Who may do what: one pure function, one table.
//!
//! ```text
//!   caller ─────────┐
//!   operation ──────┼──> decide ──> allow (on which ground) · sign in · forbidden · not found
//!   target's facts ─┘
//! ```
//!
//! [`Operation`] is the table: one line per operation of the API, with the [`Ground`]s on which it is open. A ground is a relation between a
//! caller and an object: "owner of the group it belongs to", "coordinator of one of its areas". Whatever is foreign is answered as if it
//! were not there; only what a caller could never do to anything is answered as forbidden, before any object is looked at.

/// Who asks.
mod caller;
/// Yes, no, or not found.
mod decide;
/// On what ground something is open.
mod ground;
/// The table: every operation, and on which grounds it is open.
mod operation;
/// What a caller may see of a list.
mod reach;
/// Random callers and objects against the rules said in words.
#[cfg(test)]
mod tests;

pub use caller::{Caller, ClientCaller, Grant, Person, Role, RoleKind};
pub use decide::{Decision, Facts, Target, decide};
pub use ground::Ground;
pub use operation::{Names, Operation, op};
pub use reach::{Reach, reach};
