//! How well a person and an opportunity fit.
