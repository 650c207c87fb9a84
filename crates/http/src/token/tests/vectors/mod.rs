//! Forged and crooked tokens. These files use nothing of the crate, so that tests outside of it can include them, too.

/// What the tokens say.
mod claims;
/// What a forger can do.
mod forge;
/// How the tokens are put together.
mod shape;

pub use forge::Forge;

/// Every crooked token, by name. None of them may open anything.
pub fn vectors(forge: &Forge) -> Vec<(&'static str, String)> {
    [shape::headers, shape::signatures, shape::forms, claims::audiences, claims::times, claims::people].iter().flat_map(|some| some(forge)).collect()
}
