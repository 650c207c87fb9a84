//! The audit trail: lines that only grow, and a chain of seals that shows whether anybody touched them.
//!
//! ```text
//!   request ──> audit_event        in its own transaction, without waiting for anybody
//!                    │
//!   sealer, every second ──> audit_seal    digest n = HMAC(key, digest n-1 ‖ n ‖ line)
//!                    │
//!   verify ──> faults              with the last head from outside of the database: cut tails too
//! ```
//!
//! A chain made inside the requests would let only one of them write at a time, so it is made afterwards.

/// What a seal is made of.
mod chain;
/// Lines: written, read.
mod event;
/// Seals are put on what can change no more.
mod seal;
/// Everything is looked at again.
mod verify;

pub use chain::AuditKey;
pub use event::AuditFilter;
pub use verify::{AuditCheck, AuditFault};
