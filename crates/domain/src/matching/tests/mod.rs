//! Matching proved: by properties over random worlds, and by sentences.

/// The change a near miss names: enough, smallest, and nothing else.
mod changes;
/// Each gate: what closes it, and what opens it.
mod gates;
/// What would open more.
mod openings;
/// What is certain before anybody reads an offer.
mod outline;
/// A plain offer and a plain person.
mod plain;
/// Which policies can be published.
mod policy;
/// What holds in every world.
mod properties;
/// Policies in force and out of force, and what was measured of them.
mod published;
/// What a person would expect, one sentence each.
mod sentences;
