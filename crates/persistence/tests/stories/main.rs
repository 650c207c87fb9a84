//! The stories of the store, each told to SQLite and to PostgreSQL.
//!
//! PostgreSQL takes part where `ENMUSUBI_TEST_POSTGRES_URL` names a server on which schemas may be made; with
//! `ENMUSUBI_REQUIRE_POSTGRES=1` its absence is a failure.

/// Every database a story is told to.
mod backends;
/// Damaged rows are errors with a name.
mod damage;
/// The follower finds everything, whatever commits late.
mod follow;
/// Eight writers and one follower for a few seconds.
mod follow_crowd;
/// Groups.
mod group;
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
/// The schema's manners: triggers, pragmas, limits.
mod schema;
/// How long things take; told only when asked for.
mod speed;
/// Themes and areas.
mod taxonomy;
/// Transactions: all or nothing, and no lost update.
mod transaction;
