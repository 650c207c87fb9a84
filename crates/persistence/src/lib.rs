//! Floor 1: where things are kept, truthfully, in SQLite or PostgreSQL.
//!
//! Start at [`Store`]. Everything is synchronous; whoever is async leaves that world before calling.

/// Which address names which database, and what of it may be shown.
mod address;
/// Areas of the city.
mod area;
/// Many rows at once: sample cities and large imports.
mod bulk;
/// What has changed since a node last looked.
mod change;
/// How ids, instants, words and documents look in a column, on both databases.
mod columns;
/// A connection to SQLite or PostgreSQL.
mod connection;
/// How many rows there are, and their versions.
mod count;
/// Why the store cannot do what was asked.
mod error;
/// Groups.
mod group;
/// One process per SQLite file.
mod lock;
/// Both trees of migrations, embedded.
mod migrations;
/// Opportunities and their sessions.
mod opportunity;
/// A few connections, lent out one at a time.
mod pool;
/// The tables.
mod schema;
/// The store: open, read, write, follow.
mod store;
/// Themes, and the order of lists that are merged.
mod theme;
/// One transaction.
mod tx;

pub use change::{Batch, Changed, Cursor, CursorError, Follow, KEYS_MAX, Kind, Row};
pub use count::Counts;
pub use error::{Constraint, StoreError};
pub use store::Store;
pub use tx::{Tx, Written};
