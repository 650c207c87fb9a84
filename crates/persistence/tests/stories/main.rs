//! The stories of the store, each told to SQLite and to PostgreSQL.
//!
//! PostgreSQL takes part where `ENMUSUBI_TEST_POSTGRES_URL` names a server on which schemas may be made; with
//! `ENMUSUBI_REQUIRE_POSTGRES=1` its absence is a failure.

/// Accounts, who wants one, and letters that work once.
mod account;
/// The audit trail shows who touched it.
mod audit;
/// Whatever is touched in the audit trail is found.
mod audit_tamper;
/// Every database a story is told to.
mod backends;
/// Clients and their secrets, companies, keys that sign.
mod client;
/// Connections, counted.
mod connections;
/// Damaged rows are errors with a name.
mod damage;
/// The follower finds everything, whatever commits late.
mod follow;
/// Eight writers and one follower for a few seconds.
mod follow_crowd;
/// Groups.
mod group;
/// Asking twice does a thing once.
mod idempotency;
/// Jobs: leased to one worker at a time, and never lost.
mod job;
/// Buckets of tokens.
mod limit;
/// Logins and refresh tokens.
mod login;
/// Both trees of migrations: twins, and up, down, up again.
mod migrations;
/// Groups and opportunities with odd values.
mod odd;
/// Opening a store, and being refused.
mod opening;
/// Opportunities and their sessions.
mod opportunity;
/// Groups and opportunities with every field filled.
mod people;
/// People who sign in: accounts, logins, roles, letters.
mod persons;
/// Ranking policies, and which is in force.
mod policy;
/// Volunteers' own profiles.
mod profile;
/// What a list shows is what may be done.
mod reach;
/// Roles and invitations.
mod role;
/// The schema's manners: triggers, pragmas, limits.
mod schema;
/// Which listings somebody was shown already.
mod seen;
/// How long things take; told only when asked for.
mod speed;
/// What is forgotten after a while, and what is not.
mod sweep;
/// Themes and areas.
mod taxonomy;
/// Stories in which time passes.
mod time;
/// Transactions: all or nothing, and no lost update.
mod transaction;
