//! The stories of the store, each told to SQLite and to PostgreSQL.
//!
//! PostgreSQL takes part where `ENMUSUBI_TEST_POSTGRES_URL` names a server on which schemas may be made; with
//! `ENMUSUBI_REQUIRE_POSTGRES=1` its absence is a failure.

/// Accounts, who wants one, and letters that work once.
mod account;
/// Applications: two yeses, seats, the waiting list, clashes, limits, and time.
mod application;
/// Random histories of applications, seats and waiting lists, against a plain model.
mod application_model;
/// The audit trail shows who touched it.
mod audit;
/// Whatever is touched in the audit trail is found.
mod audit_tamper;
/// Every database a story is told to.
mod backends;
/// People's own calendars.
mod calendar;
/// Clients and their secrets, companies, keys that sign.
mod client;
/// Connections, counted.
mod connections;
/// The ledger of consent.
mod consent;
/// Random lives of a minor and two guardians, against a plain model.
mod consent_histories;
/// What falls with a word that is taken back.
mod consent_places;
/// How volunteers can be reached.
mod contact;
/// Damaged rows are errors with a name.
mod damage;
/// To whom somebody's contact was opened, and who looked.
mod disclosure;
/// Random lives of an application, and who could read a contact meanwhile.
mod disclosure_histories;
/// The follower finds everything, whatever commits late.
mod follow;
/// Eight writers and one follower for a few seconds.
mod follow_crowd;
/// Groups.
mod group;
/// Guardians of minors.
mod guardian;
/// Asking twice does a thing once.
mod idempotency;
/// Jobs: leased to one worker at a time, and never lost.
mod job;
/// Somebody leaves, and is gone from every table and from the file.
mod leaving;
/// Buckets of tokens.
mod limit;
/// Logins and refresh tokens.
mod login;
/// Messages within applications.
mod message;
/// Both trees of migrations: twins, and up, down, up again.
mod migrations;
/// What people must know.
mod notice;
/// Of what they want to hear, what is dropped, and what is forgotten.
mod notice_settings;
/// What the clock brings about, and what waits for the morning.
mod notice_time;
/// Groups and opportunities with odd values.
mod odd;
/// Opening a store, and being refused.
mod opening;
/// Opportunities and their sessions.
mod opportunity;
/// Who was there, how that was corrected, and what somebody takes along of it.
mod participation;
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
/// For how long things are kept.
mod retention;
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
/// People and opportunities of the stories about taking part.
mod taking_part;
/// Themes and areas.
mod taxonomy;
/// Stories in which time passes.
mod time;
/// Transactions: all or nothing, and no lost update.
mod transaction;
