//! Floor 1: where things are kept, truthfully, in SQLite or PostgreSQL.
//!
//! Start at [`Store`]. Everything is synchronous; whoever is async leaves that world before calling.

/// Accounts, and who wants one.
mod account;
/// Which address names which database, and what of it may be shown.
mod address;
/// Areas of the city.
mod area;
/// What was done, and the seals that show whether anybody touched it.
mod audit;
/// Many rows at once: sample cities and large imports.
mod bulk;
/// What has changed since a node last looked.
mod change;
/// Clients and their secrets.
mod client;
/// How ids, instants, words and documents look in a column, on both databases.
mod columns;
/// Companies.
mod company;
/// A connection to SQLite or PostgreSQL.
mod connection;
/// Connections, counted.
mod connections;
/// How many rows there are, and their versions.
mod count;
/// Why the store cannot do what was asked.
mod error;
/// Groups.
mod group;
/// Answers that are kept, so that asking twice does a thing once.
mod idempotency;
/// Invitations into groups.
mod invitation;
/// What is to be done after a commit.
mod job;
/// What a letter carries, which works once.
mod letter;
/// How much somebody may still do.
mod limit;
/// One process per SQLite file.
mod lock;
/// Signed-in devices.
mod login;
/// Both trees of migrations, embedded.
mod migrations;
/// Opportunities and their sessions.
mod opportunity;
/// Ranking policies, and which is in force.
mod policy;
/// A few connections, lent out one at a time.
mod pool;
/// Volunteers' own profiles.
mod profile;
/// What a caller may see of a list.
mod reach;
/// Refresh tokens: each works once.
mod refresh;
/// Who was given which role, and who asks.
mod role;
/// The tables.
mod schema;
/// Which listings somebody was shown already.
mod seen;
/// The public halves of the keys that sign tokens.
mod signing_key;
/// The store: open, read, write, follow.
mod store;
/// What is forgotten after a while.
mod sweep;
/// Themes, and the order of lists that are merged.
mod theme;
/// One transaction.
mod tx;

pub use account::Registration;
pub use audit::{AuditCheck, AuditFault, AuditFilter, AuditKey};
pub use change::{Batch, Changed, Cursor, CursorError, Follow, KEYS_MAX, Kind, Row};
pub use count::Counts;
pub use error::{Constraint, StoreError};
pub use idempotency::Stored;
pub use job::{JOB_ATTEMPTS_MAX, Job, JobKind, NewJob};
pub use letter::{Letter, Purpose};
pub use limit::{Bucket, Taken};
pub use profile::KeptProfile;
pub use refresh::Turned;
pub use seen::SEEN_MAX;
pub use signing_key::SigningKey;
pub use store::Store;
pub use tx::{Tx, Written};
