//! Matching proved: by properties over random worlds, and by sentences.

/// What holds in every world.
mod properties;
/// What a person would expect, one sentence each.
mod sentences;
