use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::fmt::Display;
use std::future::{Ready, ready};
use std::str::FromStr;

/// The id at the end of a path. What cannot be an id names nothing: 404.
pub struct Id<T>(pub T);

impl<T: FromStr + Display + 'static> FromRequest for Id<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let raw = request.match_info().get("id").unwrap_or_default();
        // One thing has one address: only the usual spelling counts.
        let id = raw.parse::<T>().ok().filter(|id| id.to_string() == raw);
        ready(id.map(Self).ok_or(Problem::NotFound))
    }
}
