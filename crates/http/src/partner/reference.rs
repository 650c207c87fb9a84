use crate::access::Act;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use enmusubi_domain::access::{ClientCaller, Facts};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::opportunity::Source;
use std::future::{Ready, ready};

/// What a reference may look like.
pub const FORM: &str = "[A-Za-z0-9._~:-]{1,100}";

/// The reference at the end of a path: whatever the partner calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(pub String);

impl Reference {
    /// Reads a reference. One of dots alone would be a step in a path.
    pub fn read(at: &str, text: &str) -> Result<Self, Invalid> {
        let is_fine = (1..=100).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._~:-".contains(&b));
        let is_step = matches!(text, "." | "..");
        if is_fine && !is_step { Ok(Self(text.to_owned())) } else { Err(Invalid::new(at, Why::Malformed(FORM))) }
    }
}

impl FromRequest for Reference {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = Self::read("client_ref", request.match_info().get("client_ref").unwrap_or_default());
        ready(read.map_err(|wrong| Problem::wrong_parameters(vec![wrong])))
    }
}

/// The partner that calls, and the name under which its things are known.
#[derive(Debug, Clone)]
pub struct Partner {
    name: String,
    facts: Facts,
}

impl Partner {
    /// Whoever acts, if it is a partner.
    pub fn of(act: &Act<'_, '_>) -> Result<Self, Problem> {
        let ClientCaller { id, source, .. } = act.caller.client().cloned().ok_or(Problem::Forbidden)?;
        Ok(Self { name: source.ok_or(Problem::Forbidden)?, facts: Facts { client: Some(id), ..Facts::default() } })
    }

    /// The name of its source.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where something of its own comes from.
    pub fn source(&self, reference: &str) -> Source {
        Source { name: self.name.clone(), reference: reference.to_owned() }
    }

    /// What it may do to its own: the table is asked as for everybody.
    pub fn may(&self, act: &mut Act<'_, '_>) -> Result<(), Problem> {
        act.on(&self.facts).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_visible_and_short() {
        for good in ["1", "event:2026-12-05~a_b.c", &"x".repeat(100), "..."] {
            assert!(Reference::read("client_ref", good).is_ok(), "{good}");
        }
        for bad in ["", ".", "..", "a b", "a/b", "雪", "a%20", "a\u{0}", &"x".repeat(101)] {
            assert!(Reference::read("client_ref", bad).is_err(), "{bad}");
        }
    }
}
