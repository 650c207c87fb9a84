//! JSON, member by member: a refusal points at the member that is wrong.

/// From a tree to a request, with a pointer to what does not fit.
mod shape;
/// From bytes to a tree, refusing what parsers differ about.
mod strict;

use crate::problem::Problem;
use serde::de::DeserializeOwned;

/// Reads a body.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    shape::fit(strict::parse(bytes)?)
}

/// Makes a request of a tree that was put together rather than sent.
pub fn fit<T: DeserializeOwned>(tree: serde_json::Value) -> Result<T, Problem> {
    shape::fit(tree)
}

/// A JSON pointer (RFC 6901) from its segments, outermost first.
fn pointer<'a>(segments: impl IntoIterator<Item = &'a String>) -> String {
    let short = |s: &String| crate::problem::shown(s).replace('~', "~0").replace('/', "~1");
    segments.into_iter().map(|s| format!("/{}", short(s))).collect()
}

#[cfg(test)]
mod tests;
