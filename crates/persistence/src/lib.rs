//! Floor 1: where things are kept, truthfully, in SQLite or PostgreSQL.
//!
//! Start at [`Store`]. Everything is synchronous; whoever is async leaves that world before calling.

/// Accounts, and who wants one.
mod account;
/// Which address names which database, and what of it may be shown.
mod address;
/// How much somebody wants at most, and how much a group gives one person.
mod allowance;
/// Applications: their rows, the seats they take, and the steps that need both.
mod application;
/// Areas of the city.
mod area;
/// What was done, and the seals that show whether anybody touched it.
mod audit;
/// Many rows at once: sample cities and large imports.
mod bulk;
/// People's own calendars.
mod calendar;
/// Certificates of participations.
mod certificate;
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
/// The ledger of consent, and what follows from it.
mod consent;
/// How volunteers can be reached.
mod contact;
/// How many rows there are, and their versions.
mod count;
/// To whom somebody's contact was opened, and who looked.
mod disclosure;
/// Why the store cannot do what was asked.
mod error;
/// What is kept about one person that no other room asks for.
mod export;
/// Groups.
mod group;
/// Guardians of minors.
mod guardian;
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
/// Messages within applications.
mod message;
/// Both trees of migrations, embedded.
mod migrations;
/// What people must know.
mod notice;
/// Opportunities and their sessions.
mod opportunity;
/// Who was there, how that was corrected, and what follows.
mod participation;
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
/// For how long things are kept.
mod retention;
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
/// What was erased is gone from the file as well.
mod tidy;
/// One transaction.
mod tx;

pub use account::Registration;
pub use allowance::{GroupLimits, OwnLimits};
pub use application::{Asking, Of, StepError};
pub use audit::{AuditCheck, AuditFault, AuditFilter, AuditKey};
pub use calendar::CalendarEntry;
pub use change::{Batch, Changed, Cursor, CursorError, Follow, KEYS_MAX, Kind, Row};
pub use contact::KeptContact;
pub use count::Counts;
pub use error::{Constraint, StoreError};
pub use export::LetterNote;
pub use idempotency::Stored;
pub use job::{JOB_ATTEMPTS_MAX, Job, JobKind, NewJob};
pub use letter::{Letter, Purpose};
pub use limit::{Bucket, Taken};
pub use notice::{KeptNoticeSettings, ReadyNotice};
pub use participation::Line;
pub use profile::KeptProfile;
pub use refresh::Turned;
pub use seen::SEEN_MAX;
pub use signing_key::SigningKey;
pub use store::Store;
pub use tx::{Tx, Written};
