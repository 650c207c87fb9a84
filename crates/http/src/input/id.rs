use crate::documents::no_id;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::fmt::Display;
use std::future::{Ready, ready};
use std::str::FromStr;

/// The id in a path, or the first of two. What cannot be an id names nothing: 404.
pub struct Id<T>(pub T);

/// The second id in a path: of something that belongs to the first.
pub struct SecondId<T>(pub T);

impl<T: FromStr + Display + 'static> FromRequest for Id<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.match_info().get("id")).map(Self).map_err(|_| no_id(request)))
    }
}

impl<T: FromStr + Display + 'static> FromRequest for SecondId<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.match_info().iter().nth(1).map(|(_, raw)| raw)).map(Self))
    }
}

/// One thing has one address: only the usual spelling counts.
fn read<T: FromStr + Display>(raw: Option<&str>) -> Result<T, Problem> {
    raw.and_then(of).ok_or(Problem::NotFound)
}

/// An id in its usual spelling.
pub fn of<T: FromStr + Display>(raw: &str) -> Option<T> {
    raw.parse::<T>().ok().filter(|id| id.to_string() == raw)
}
