//! Stories of the HTTP floor, told to a real server on a port of its own, over a small made town.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

/// Tags, freshness, compression.
mod conditional;
/// What the house looks like: sizes of files, where statuses are named.
mod conventions;
/// Words, completions, one list over everything.
mod finding;
/// Opportunities as schema.org and as calendars.
mod forms;
/// Nonsense of every kind gets a clear refusal, never a failure.
mod garbage;
/// Groups.
mod group;
/// Japanese by default, English where it is wanted.
mod languages;
/// Wishes, reasons, near misses.
mod matching;
/// The document is the file, and every operation explains itself.
mod openapi;
/// Health, metrics, the page at the door.
mod operation;
/// Opportunities.
mod opportunity;
/// Pages are complete and hold nothing twice; cursors cannot be forged.
mod paging;
/// Every refusal, by status.
mod refusals;
/// Answers and examples fit the schemas that describe them.
mod schema;
/// Themes, areas, the policy.
mod taxonomy;
/// The cast: a small town and its server.
mod town;
/// A client that sends exactly the bytes it is told to.
mod wire;
