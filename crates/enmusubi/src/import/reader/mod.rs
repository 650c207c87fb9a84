//! From bytes to rows, one at a time, whatever the bytes are.

/// Physical lines of bounded length.
pub mod lines;
/// Rows of a CSV file with a header.
pub mod table;
