//! What every change shares: the key that makes it happen once, the version it is meant for, the answer it gives.

/// Which version a change is meant for.
mod if_match;
/// What a thing that is put at an address is meant for.
mod if_put;
/// The version a step is meant for, where the caller cares.
mod if_seen;
/// Changes to some members of what stands (RFC 7396).
mod merge;
/// The same request twice has one effect.
mod once;
/// What a change answers.
mod reply;

pub use if_match::IfMatch;
pub use if_put::IfPut;
pub use if_seen::IfSeen;
pub use merge::Patch;
pub use once::{Keyed, Once, Running, once};
pub use reply::Reply;
