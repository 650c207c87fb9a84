//! What the text index promises, told on a small made town.

/// Any string at all gets an answer.
mod anything;
/// Putting, removing, the payload, looking up.
mod apply;
/// The small town and how it is asked.
mod cast;
/// A damaged index says so and is never served.
mod damage;
/// Each filter, each alone.
mod filters;
/// What somebody's own judgement lets through, and sets of what was found.
mod judged;
/// What is left behind when a commit is cut off.
mod killed;
/// Orders, pages, facets, totals.
mod lists;
/// Completions and listings like a given one.
mod suggest;
/// Which words find what.
mod words;
