use super::IfMatch;
use crate::asking::joined;
use crate::openapi::header;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::header::IF_NONE_MATCH;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// What a thing that is put at an address is meant for: the version in `If-Match`, or nothing that stands there yet.
///
/// What is new needs no header (`If-None-Match: *` insists on it); what stands there is replaced only by those who have seen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfPut {
    seen: Option<IfMatch>,
    new_only: bool,
}

impl IfPut {
    /// Whether it is meant for what is there: this version, or nothing.
    pub fn holds(&self, stands: Option<i64>) -> Result<(), Problem> {
        match (stands, &self.seen) {
            (Some(_), _) if self.new_only => Err(Problem::OtherVersion),
            (Some(version), Some(seen)) => seen.holds(version),
            (Some(_), None) => Err(Problem::NoVersion),
            (None, Some(_)) => Err(Problem::OtherVersion),
            (None, None) => Ok(()),
        }
    }

    /// The same for what always stands, and has version 0 until somebody says something.
    pub fn holds_from_zero(&self, version: i64) -> Result<(), Problem> {
        match &self.seen {
            Some(seen) if version == 0 => seen.holds(0),
            _ => self.holds((version > 0).then_some(version)),
        }
    }

    fn read(seen: Result<IfMatch, Problem>, none: &str) -> Result<Self, Problem> {
        let seen = match seen {
            Ok(seen) => Some(seen),
            Err(Problem::NoVersion) => None,
            Err(malformed) => return Err(malformed),
        };
        match none.trim() {
            "" => Ok(Self { seen, new_only: false }),
            "*" => Ok(Self { seen, new_only: true }),
            _ => {
                let (ja, en) =
                    ("指定できるのは * だけです（まだ無いときに限って登録）。", "Only * is understood here: put it there only if there is nothing yet.");
                Err(Problem::unreadable_parameter("If-None-Match", "malformed", ja, en))
            }
        }
    }
}

impl FromRequest for IfPut {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let seen = IfMatch::from_request(request, payload).into_inner();
        ready(Self::read(seen, &joined(request.headers(), &IF_NONE_MATCH)))
    }
}

impl IntoParams for IfPut {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let seen = "The `ETag` that was read, where there is something already (else 428). If it has changed since, nothing happens and the answer is \
            412.\n\n読み取ったときの ETag。すでにあるときは必須。先に変更されていれば 412。";
        let none = "`*`: only if there is nothing yet (else 412).\n\n* を付けると、まだ無いときに限って登録する。";
        vec![header("If-Match", seen, "\"v3\"", Required::False), header("If-None-Match", none, "*", Required::False)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn read(headers: &[(&str, &str)]) -> Result<IfPut, Problem> {
        let request = headers.iter().fold(TestRequest::put(), |r, h| r.insert_header(*h)).to_http_request();
        IfPut::from_request(&request, &mut Payload::None).into_inner()
    }

    #[test]
    fn what_is_new_needs_no_header_and_what_stands_needs_its_version() {
        let held = |headers: &[(&str, &str)], stands| read(headers).unwrap().holds(stands);
        assert!(held(&[], None).is_ok());
        assert!(matches!(held(&[], Some(3)), Err(Problem::NoVersion)));
        assert!(held(&[("If-Match", "\"v3.1\"")], Some(3)).is_ok());
        assert!(matches!(held(&[("If-Match", "\"v2\"")], Some(3)), Err(Problem::OtherVersion)));
        assert!(matches!(held(&[("If-Match", "\"v3\"")], None), Err(Problem::OtherVersion)), "it was taken away since");
        assert!(held(&[("If-None-Match", "*")], None).is_ok());
        assert!(matches!(held(&[("If-None-Match", "*")], Some(1)), Err(Problem::OtherVersion)));
        for headers in [("If-Match", "v3"), ("If-None-Match", "\"v3\"")] {
            assert!(matches!(read(&[headers]), Err(Problem::Unreadable(_))), "{headers:?}");
        }
    }
}
