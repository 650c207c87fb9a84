use super::IfMatch;
use crate::openapi::header;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// The version a step is meant for, where the caller cares: a step from one state to another says by itself what it is meant for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfSeen(Option<IfMatch>);

impl IfSeen {
    /// Whether the step is meant for what is there.
    pub fn holds(&self, version: i64) -> Result<(), Problem> {
        self.0.as_ref().map_or(Ok(()), |version_seen| version_seen.holds(version))
    }
}

impl FromRequest for IfSeen {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // Whoever names no version need not; whoever means to, and cannot be understood, is told.
        ready(match IfMatch::from_request(request, payload).into_inner() {
            Ok(seen) => Ok(Self(Some(seen))),
            Err(Problem::NoVersion) => Ok(Self(None)),
            Err(malformed) => Err(malformed),
        })
    }
}

impl IntoParams for IfSeen {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = "The `ETag` that was read, if nothing shall happen should it have changed since (412).\n\n読み取ったときの ETag。付けると、先に変更されていれば 412。";
        vec![header("If-Match", text, "\"v3\"", Required::False)]
    }
}
