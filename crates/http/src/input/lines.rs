use crate::context::Context;
use crate::problem::{At, Fault, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest};
use enmusubi_domain::invalid::Why;
use enmusubi_domain::text::Lang;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Most lines that are read at once.
pub const LINES_MAX: usize = 1_000;
/// Most bytes of them together.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;

/// A body of `application/x-ndjson`: one JSON value a line, empty lines passed over. What stands in a line is looked at line by line.
pub struct Lines(pub Vec<Line>);

/// One line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number, counted from 1 with empty lines.
    pub number: usize,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl FromRequest for Lines {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = look_at(request.headers());
        let deadline = request.app_data::<Data<Context>>().map_or(Duration::from_secs(10), |c| c.settings().body_deadline);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            head?;
            let payload = payload.await.map_err(|_| Problem::Internal)?;
            let arrived = timeout(deadline, payload.to_bytes_limited(BYTES_MAX)).await.map_err(|_| Problem::SlowBody)?;
            let bytes = arrived.map_err(|_| Problem::LinesTooLarge)?.map_err(|_| Problem::Unreadable(vec![]))?;
            read(&bytes).map(Self)
        })
    }
}

fn read(bytes: &[u8]) -> Result<Vec<Line>, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let filled = bytes.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
    let lines: Vec<Line> = filled.take(LINES_MAX + 1).map(|(i, line)| Line { number: i + 1, bytes: line.trim_ascii().to_vec() }).collect();
    if lines.len() > LINES_MAX { Err(too_many()) } else { Ok(lines) }
}

/// More lines than are read at once: nothing of them is looked at.
pub fn too_many() -> Problem {
    let why = Why::TooMany { max: LINES_MAX };
    Problem::Wrong(vec![Fault::new(At::Pointer(String::new()), why.code(), why.sentence(Lang::Ja), why.sentence(Lang::En))])
}

/// What the headers say of the body.
fn look_at(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let (media, encoding) = (text(CONTENT_TYPE), text(CONTENT_ENCODING));
    let mut pieces = media.split(';').map(str::trim);
    let lines = pieces.next().is_some_and(|m| matches!(m, "application/x-ndjson" | "application/ndjson" | "application/jsonl"));
    let utf8 = pieces.filter_map(|p| p.strip_prefix("charset=")).all(|c| matches!(c.trim_matches('"'), "utf-8" | "utf8"));
    if !lines || !utf8 || !(encoding.is_empty() || encoding == "identity") {
        return Err(Problem::NotLines);
    }
    if text(CONTENT_LENGTH).parse::<u64>().is_ok_and(|n| n > BYTES_MAX as u64) { Err(Problem::LinesTooLarge) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_as_an_editor_shows_them() {
        let lines = read("\u{feff}{\"a\":1}\r\n\n  {\"a\":2}  \n\r\n".as_bytes()).unwrap();
        let seen: Vec<(usize, &str)> = lines.iter().map(|l| (l.number, std::str::from_utf8(&l.bytes).unwrap())).collect();
        assert_eq!(seen, [(1, "{\"a\":1}"), (3, "{\"a\":2}")]);
        assert!(read(b"").unwrap().is_empty());
        assert!(read(&b"{}\n".repeat(LINES_MAX)).is_ok());
        assert!(read(&b"{}\n".repeat(LINES_MAX + 1)).is_err());
    }
}
