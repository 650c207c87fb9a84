//! The ground: what is true of volunteers, groups, opportunities and cities, whoever asks and wherever it is kept.
//!
//! Plain Rust: no serde, no async, no clock, no I/O. Time, ids and randomness are passed in.

/// Who may do what: one pure function, one table.
pub mod access;
/// Somebody who signs in.
pub mod account;
/// One volunteer's wish for one opportunity, and where it stands.
pub mod application;
/// The tree prefecture > city > ward > district, its neighbours and its postal codes.
pub mod area;
/// The audit trail: who did what, never what stood in it.
pub mod audit;
/// When a person can come.
pub mod availability;
/// A certificate of participations, which others can check.
pub mod certificate;
/// One city's own data: areas, themes, calendar.
pub mod city;
/// Servers and front ends that call for themselves.
pub mod client;
/// Companies whose people take part.
pub mod company;
/// Connections: counted by where people came from, never by who they were.
pub mod connection;
/// The ledger of consent: who agreed to what, when and how.
pub mod consent;
/// How somebody can be reached.
pub mod contact;
/// What one may look for in a list.
pub mod criteria;
/// Weekdays, holidays and the parts of a day.
pub mod day;
/// One act of showing one person's contact to one group.
pub mod disclosure;
/// Whoever asks for help and may speak for it.
pub mod group;
/// Guardians of minors, and when their word is needed.
pub mod guardian;
/// Public holidays: Japan's by rule, any other city's by list.
pub mod holiday;
/// Identifiers that cannot be confused with one another.
pub mod id;
/// What is said about a value that cannot be accepted: which field, and why.
pub mod invalid;
/// A seat in a group, offered to an address.
pub mod invitation;
/// By which published rules taking part raises somebody's level.
pub mod ladder;
/// Names of the languages people speak.
pub mod language;
/// How much somebody can do already, and how much a task asks of them.
pub mod level;
/// One signed-in device.
pub mod login;
/// How well a person and an opportunity fit: gates, factors, reasons, near misses.
pub mod matching;
/// A group's people.
pub mod member;
/// Messages within an application.
pub mod message;
/// What people must know, and when they are told.
pub mod notice;
/// Something one can join, from draft to published to closed.
pub mod opportunity;
/// What really happened: who was there, and for how long.
pub mod participation;
/// What may be a password of an account.
pub mod password;
/// A point on the map and the distance between two.
pub mod place;
/// A volunteer's own profile: a wish that is kept.
pub mod profile;
/// When an opportunity happens: dated sessions, a recurrence, or flexible day parts.
pub mod schedule;
/// Text that has been looked at: lengths, control characters, the two languages.
pub mod text;
/// What activities are about, and how that maps to the legal fields.
pub mod theme;
