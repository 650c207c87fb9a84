//! Alive? Ready? How is it going? For those who watch; never counted against a rate.

/// `GET /livez`
mod livez;
/// `GET /metrics`
mod metrics;
/// `GET /readyz`
mod readyz;

pub use livez::alive;
pub use metrics::measure;
pub use readyz::ready;
