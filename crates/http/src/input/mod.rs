//! Parameters and bodies, read strictly: what is not understood is refused and named, never ignored.

/// A JSON body.
mod body;
/// What a parameter may look like, and how that reads in the document.
mod field;
/// The ids in a path.
mod id;
/// JSON, member by member.
mod json;
/// Rows of JSON, one a line.
mod lines;
/// Query strings, decoded without guessing.
mod query;
/// The values of the parameters.
mod reader;
/// Members of a body that are wrong.
mod wrong;

pub use body::{Body, Digest};
pub use field::{Field, Form};
pub use id::{Id, SecondId};
pub use json::{fit, read};
pub use lines::{Line, Lines, too_many as too_many_lines};
pub use query::{encode, pairs};
pub use reader::{Asked, Nothing, Parameters, Reader};
pub use wrong::Wrong;

use chrono::NaiveDate;

/// Reads a civil date: exactly `YYYY-MM-DD`.
pub fn date(text: &str) -> Option<NaiveDate> {
    let form = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if form { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}
