use crate::asking::joined;
use crate::openapi::header;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// The version a change is meant for, from `If-Match`: nobody overwrites what they have not seen.
///
/// Tags begin with the version (`"v3"`, `"v3.4f2a…"`), and the version is all that counts here: another language or media type of the same
/// version is the same thing. `*` names no version and is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(Vec<i64>);

impl IfMatch {
    /// Whether the change is meant for what is there.
    pub fn holds(&self, version: i64) -> Result<(), Problem> {
        if self.0.contains(&version) { Ok(()) } else { Err(Problem::OtherVersion) }
    }

    fn read(text: &str) -> Result<Self, Problem> {
        let tags: Vec<&str> = text.split(',').map(str::trim).filter(|t| !t.is_empty()).collect();
        if tags.is_empty() {
            return Err(Problem::NoVersion);
        }
        // A tag without its quotes, a weak one, or any (`*`) is a mistake that reading again would not mend: it is said.
        if tags.iter().any(|tag| tag.len() < 2 || !tag.starts_with('"') || !tag.ends_with('"')) {
            let (ja, en) = (
                "読み取ったときの ETag を、引用符も含めてそのまま指定してください（例: \"v3\"）。",
                "Send the ETag exactly as it was read, with its quotes, such as \"v3\".",
            );
            return Err(Problem::unreadable_parameter("If-Match", "malformed", ja, en));
        }
        let version = |tag: &str| {
            let inner = tag.strip_prefix('"')?.strip_suffix('"')?.strip_prefix('v')?;
            let digits = inner.split('.').next()?;
            if digits.starts_with(['+', '-']) { None } else { digits.parse().ok() }
        };
        // A tag that is none of ours matches nothing.
        Ok(Self(tags.into_iter().filter_map(version).collect()))
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(&joined(request.headers(), &IF_MATCH)))
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = "The `ETag` that was read. If the thing has changed since, nothing happens and the answer is 412.\n\n読み取ったときの ETag。先に変更されていれば 412。";
        vec![header("If-Match", text, "\"v3\"", Required::True)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_counts() {
        for (text, version) in [("\"v3\"", 3), ("\"v3.4f2a\"", 3), ("\"x\", \"v12.a-gzip\"", 12)] {
            assert!(IfMatch::read(text).unwrap().holds(version).is_ok(), "{text}");
            assert!(IfMatch::read(text).unwrap().holds(version + 1).is_err(), "{text}");
        }
        for text in ["\"v\"", "\"v-3\"", "\"v+3\"", "\"3\"", "\"vv3\"", "\"v3x\""] {
            assert!(IfMatch::read(text).unwrap().holds(3).is_err(), "{text}");
        }
        for text in ["v3", "W/\"v3\"", "*", "\"v3", "\""] {
            assert!(matches!(IfMatch::read(text), Err(Problem::Unreadable(_))), "{text}");
        }
        assert!(matches!(IfMatch::read(""), Err(Problem::NoVersion)));
    }
}
