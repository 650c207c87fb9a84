//! The roof: the program, its commands and settings, and what joins the floors below.

/// The city's calendar, from the settings.
pub mod calendar;
/// Commands and settings.
pub mod cli;
/// One file per command.
pub mod commands;
/// What the program says to people.
pub mod console;
/// Bytes as hexadecimal digits.
pub mod hex;
/// Bringing in what exists already.
pub mod import;
/// What a ranking policy does to a city, measured without touching one.
pub mod lab;
/// The ladder's rules, read from a file.
pub mod ladder;
/// What is logged, and how.
pub mod logging;
/// Letters by e-mail.
pub mod mail;
/// One node: the store, what is served, and the follower that keeps the two the same.
pub mod node;
/// Passwords that nobody chose.
pub mod password;
/// Files for their owner only.
pub mod private;
/// A made-up city of any size.
pub mod sample;
/// The city's areas and themes.
pub mod taxonomy;
/// The demo town.
pub mod town;
