use super::{Field, date, field::VALUES_MAX, query};
use crate::cursor::Scope;
use crate::problem::{At, Fault, Problem, shown};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::place::Point;
use enmusubi_domain::text;
use std::cell::RefCell;
use std::fmt::Display;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::str::FromStr;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// The parameters of an operation: read by, and explained from, these lines alone.
pub trait Parameters {
    /// Lines, in groups that several operations share.
    const FIELDS: &'static [&'static [Field]];
}

/// An operation without parameters.
pub struct Nothing;

impl Parameters for Nothing {
    const FIELDS: &'static [&'static [Field]] = &[];
}

/// The query string of an operation, decoded; every name in it is known and stands there once.
pub struct Asked<P> {
    pairs: Vec<(String, String)>,
    path: String,
    parameters: PhantomData<P>,
}

impl<P: Parameters> FromRequest for Asked<P> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = |name: &str| P::FIELDS.iter().any(|group| group.iter().any(|f| f.name == name));
        let read = query::pairs(request.query_string()).and_then(|pairs| {
            let faults = strangers(&pairs, known);
            if faults.is_empty() { Ok(Self { pairs, path: request.path().to_owned(), parameters: PhantomData }) } else { Err(Problem::Unreadable(faults)) }
        });
        ready(read)
    }
}

impl<P: Parameters> IntoParams for Asked<P> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        P::FIELDS.iter().flat_map(|group| group.iter().map(Field::documented)).collect()
    }
}

/// Names that are unknown or stand there twice.
fn strangers(pairs: &[(String, String)], known: impl Fn(&str) -> bool) -> Vec<Fault> {
    let mut faults = vec![];
    for (i, (name, _)) in pairs.iter().enumerate() {
        if !known(name) {
            faults.push(Fault::new(At::Parameter(shown(name)), "unknown_parameter", "このパラメーターはありません。", "There is no such parameter."));
        } else if pairs[..i].iter().any(|(earlier, _)| earlier == name) {
            let (ja, en) = ("同じパラメーターが2回あります。複数の値はコンマで区切ってください。", "Given twice. Separate several values by commas.");
            faults.push(Fault::new(At::Parameter(name.clone()), "repeated_parameter", ja, en));
        }
    }
    faults.truncate(20);
    faults
}

impl<P> Asked<P> {
    /// Begins to read the values.
    pub fn reader(&self) -> Reader<'_> {
        Reader { pairs: &self.pairs, wrong: RefCell::default() }
    }

    /// The list that these parameters select, whatever page of it.
    pub fn scope(&self) -> Scope {
        let mut filters: Vec<_> = self.pairs.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit" | "facets")).collect();
        filters.sort_unstable();
        let mut scope = Scope::of(&self.path);
        filters.iter().for_each(|(name, value)| {
            scope.add(name);
            scope.add(value);
        });
        scope
    }

    /// The same address with another cursor.
    pub fn with_cursor(&self, cursor: &str) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| name != "cursor").map(|(name, value)| format!("{}={}", query::encode(name), query::encode(value)));
        let query: Vec<String> = kept.chain([format!("cursor={cursor}")]).collect();
        format!("{}?{}", self.path, query.join("&"))
    }
}

/// Reads values one by one, and remembers each that is wrong.
pub struct Reader<'a> {
    pairs: &'a [(String, String)],
    wrong: RefCell<Vec<Invalid>>,
}

impl Reader<'_> {
    /// Remembers that a value is wrong.
    pub fn refuse(&self, name: &str, why: Why) {
        let invalid = Invalid::new(name, why);
        let mut wrong = self.wrong.borrow_mut();
        if !wrong.contains(&invalid) {
            wrong.push(invalid);
        }
    }

    /// The value as it stands there.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn one<T>(&self, name: &str, read: impl FnOnce(&str) -> Result<T, Why>) -> Option<T> {
        match self.raw(name).map(|raw| if raw.is_empty() { Err(Why::Required) } else { read(raw) })? {
            Ok(value) => Some(value),
            Err(why) => {
                self.refuse(name, why);
                None
            }
        }
    }

    /// Several values, each once.
    pub fn several<T>(&self, name: &str, read: impl Fn(&str) -> Result<T, Why>) -> Vec<T> {
        self.one(name, |raw| {
            let values: Vec<&str> = raw.split(',').collect();
            if values.len() > VALUES_MAX {
                return Err(Why::TooMany { max: VALUES_MAX });
            }
            if let Some(twice) = values.iter().enumerate().find_map(|(i, v)| values[..i].contains(v).then_some(*v)) {
                return Err(Why::Duplicate(twice.to_owned()));
            }
            values.into_iter().map(|v| if v.is_empty() { Err(Why::Required) } else { read(v) }).collect()
        })
        .unwrap_or_default()
    }

    /// A question; an empty one is none.
    pub fn text(&self, name: &str, max: usize) -> Option<String> {
        if self.raw(name).is_some_and(|raw| !raw.is_empty() && raw.chars().all(|c| c == ' ' || c == '\u{3000}')) {
            return None;
        }
        self.raw(name).filter(|raw| !raw.is_empty())?;
        self.one(name, |raw| text::line(name, raw, max).map_err(|invalid| invalid.why))
    }

    /// One of some words.
    pub fn word<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>, allowed: &'static str) -> Option<T> {
        self.one(name, |raw| parse(raw).ok_or(Why::NotOneOf(allowed)))
    }

    /// Some of some words.
    pub fn words<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>, allowed: &'static str) -> Vec<T> {
        self.several(name, |raw| parse(raw).ok_or(Why::NotOneOf(allowed)))
    }

    /// An id, in its usual spelling.
    pub fn id<T: FromStr + Display>(&self, name: &str) -> Option<T> {
        self.one(name, |raw| super::id::of(raw).ok_or(Why::Malformed("UUID")))
    }

    /// Codes of the city.
    pub fn codes(&self, name: &str, known: impl Fn(&str) -> bool) -> Vec<String> {
        self.several(name, |raw| if known(raw) { Ok(raw.to_owned()) } else { Err(Why::UnknownCode(raw.to_owned())) })
    }

    /// A whole number within a range.
    pub fn whole(&self, name: &str, min: i64, max: i64) -> Option<i64> {
        self.one(name, |raw| match raw.parse::<i64>() {
            Ok(n) if (min..=max).contains(&n) => Ok(n),
            Ok(_) => Err(Why::OutOfRange { min: min as f64, max: max as f64 }),
            Err(_) => Err(Why::Malformed("a whole number, such as 1")),
        })
    }

    /// A number above `above`, up to `max`.
    pub fn decimal(&self, name: &str, above: f64, max: f64) -> Option<f64> {
        self.one(name, |raw| number(raw).filter(|n| *n > above && *n <= max).ok_or(Why::OutOfRange { min: above, max }))
    }

    /// A distance in kilometres, as metres; needs a point to measure from.
    pub fn radius(&self, name: &str, point: &str) -> Option<u32> {
        if self.raw(name).is_some() && self.raw(point).is_none() {
            self.refuse(point, Why::Required);
        }
        self.decimal(name, 0.0, 1000.0).map(|km| (km * 1000.0).round().max(1.0) as u32)
    }

    /// `true` or `false`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.word(name, |raw| raw.parse().ok(), "true false")
    }

    /// A civil date.
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        self.one(name, |raw| date(raw).ok_or(Why::Malformed("YYYY-MM-DD")))
    }

    /// A point, latitude first.
    pub fn point(&self, name: &str) -> Option<Point> {
        self.one(name, |raw| {
            let form = Why::Malformed("lat,lon such as 43.06,141.35");
            let Some((lat, lon)) = raw.split_once(',') else { return Err(form) };
            let (Some(lat), Some(lon)) = (number(lat), number(lon)) else { return Err(form) };
            Point::from_degrees(lat, lon).map_err(|invalid| invalid.why)
        })
    }

    /// Refuses, if anything was wrong.
    pub fn finish(self) -> Result<(), Problem> {
        let wrong = self.wrong.into_inner();
        if wrong.is_empty() { Ok(()) } else { Err(Problem::wrong_parameters(wrong)) }
    }
}

/// Plain decimal notation: no `inf`, no `NaN`, no exponents.
fn number(raw: &str) -> Option<f64> {
    let raw = raw.trim_matches(' ');
    let plain = !raw.is_empty() && raw.len() <= 30 && raw.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    raw.parse::<f64>().ok().filter(|n| plain && n.is_finite())
}
