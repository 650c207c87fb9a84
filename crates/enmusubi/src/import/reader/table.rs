//! Rows of a CSV file (RFC 4180) with a header, in UTF-8 or CP932.
//!
//! Rows are cut at line breaks outside quotes before they are parsed, so that a broken quote costs one row and not the file.
//! CP932 can be cut as bytes: no second byte of it looks like a quote, a comma or a line break.

use super::lines::{Line, Lines, ROW_MAX};
use crate::import::report::Refusal;
use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};
use std::io::{self, BufRead};

/// Rows with a broken quote after which a file is given up.
const BROKEN_MAX: usize = 100;

/// Which bytes a file is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bytes {
    /// UTF-8, or CP932 if the header is no UTF-8.
    #[default]
    Guess,
    /// UTF-8.
    Utf8,
    /// CP932 (Windows-31J).
    Cp932,
}

/// The bytes of one record and the number of its first line, or why there are none.
type Record = (u64, Result<Vec<u8>, Refusal>);

/// A CSV file being read.
pub struct Table<R> {
    lines: Lines<R>,
    encoding: &'static Encoding,
    delimiter: u8,
    header: Vec<String>,
    broken: usize,
}

/// One row: where it begins, and its fields in the order of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Number of its first line.
    pub line: u64,
    /// Its fields, or why it cannot be read.
    pub fields: Result<Vec<String>, Refusal>,
}

impl<R: BufRead> Table<R> {
    /// Reads the header. The error is a sentence for people.
    pub fn open(inner: R, bytes: Bytes, delimiter: u8) -> Result<Self, HeaderError> {
        let mut lines = Lines::new(inner);
        let first = loop {
            match lines.next_line()? {
                None => return Err(HeaderError::Empty),
                Some(line) if line.bytes.as_deref().is_some_and(<[u8]>::is_empty) => {}
                Some(line) => break line.bytes.ok_or(HeaderError::Unreadable)?,
            }
        };
        let encoding = match bytes {
            Bytes::Utf8 => UTF_8,
            Bytes::Cp932 => SHIFT_JIS,
            Bytes::Guess if std::str::from_utf8(&first).is_ok() => UTF_8,
            Bytes::Guess => SHIFT_JIS,
        };
        let header = decoded(&first, encoding).map_err(|_| HeaderError::Unreadable)?;
        let header = split(header.as_bytes(), delimiter).map_err(|_| HeaderError::Unreadable)?;
        let header: Vec<String> = header.into_iter().map(|name| name.trim().to_owned()).collect();
        for (i, name) in header.iter().enumerate() {
            if !name.is_empty() && header[..i].contains(name) {
                return Err(HeaderError::Twice(name.clone()));
            }
        }
        Ok(Self { lines, encoding, delimiter, header, broken: 0 })
    }

    /// The names of its columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Bytes read so far.
    pub fn position(&self) -> u64 {
        self.lines.position()
    }

    /// The next row, or nothing at the end. Lines without anything on them are no rows.
    pub fn next_row(&mut self) -> io::Result<Option<TableRow>> {
        loop {
            let Some((line, bytes)) = self.next_record()? else {
                return Ok(None);
            };
            match bytes {
                Ok(bytes) if bytes.iter().all(|b| b.is_ascii_whitespace()) => {}
                Ok(bytes) => return Ok(Some(TableRow { line, fields: self.fields(&bytes) })),
                Err(refusal) => return Ok(Some(TableRow { line, fields: Err(refusal) })),
            }
        }
    }

    /// The bytes of the next record: lines up to the first break outside quotes.
    fn next_record(&mut self) -> io::Result<Option<Record>> {
        let Some(first) = self.lines.next_line()? else {
            return Ok(None);
        };
        let number = first.number;
        let Some(mut record) = first.bytes else {
            return Ok(Some((number, Err(Refusal::row_too_long(ROW_MAX)))));
        };
        let mut quotes = Quotes::default();
        let mut more: Vec<Line> = vec![];
        quotes.see(&record, self.delimiter);
        while quotes.open {
            let next = self.lines.next_line()?;
            let fits = next.as_ref().and_then(|l| l.bytes.as_ref()).is_some_and(|b| record.len() + b.len() < ROW_MAX);
            if !fits {
                more.extend(next);
                self.lines.take_back(more);
                self.broken += 1;
                if self.broken > BROKEN_MAX {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "too many quotation marks that are never closed"));
                }
                return Ok(Some((number, Err(Refusal::unreadable("a quotation mark is never closed", "引用符が閉じていません")))));
            }
            if let Some(line) = next {
                let bytes = line.bytes.as_deref().unwrap_or_default();
                record.push(b'\n');
                quotes.see(b"\n", self.delimiter);
                quotes.see(bytes, self.delimiter);
                record.extend_from_slice(bytes);
                more.push(line);
            }
        }
        Ok(Some((number, Ok(record))))
    }

    fn fields(&self, record: &[u8]) -> Result<Vec<String>, Refusal> {
        let text = decoded(record, self.encoding)?;
        let mut fields = split(text.as_bytes(), self.delimiter)?;
        while fields.len() > self.header.len() && fields.last().is_some_and(|f| f.trim().is_empty()) {
            fields.pop();
        }
        if fields.len() != self.header.len() {
            let (has, needs) = (fields.len(), self.header.len());
            return Err(Refusal::unreadable(
                &format!("the row has {has} fields, the header {needs}"),
                &format!("列数が見出し（{needs}列）と合いません（{has}列）"),
            ));
        }
        Ok(fields)
    }
}

/// Why a file cannot be begun.
#[derive(Debug, thiserror::Error)]
pub enum HeaderError {
    /// Nothing in it.
    #[error("the file is empty; a header row is needed")]
    Empty,
    /// No header can be made out.
    #[error("the header row cannot be read (neither UTF-8 nor CP932, or broken quotes)")]
    Unreadable,
    /// Two columns of one name.
    #[error("the header names the column \"{0}\" twice")]
    Twice(String),
    /// The disk says no.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Text of bytes, if they are of the encoding without exception.
fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Refusal> {
    let name = if encoding == UTF_8 { "UTF-8" } else { "CP932" };
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| Refusal::unreadable(&format!("not {name}"), &format!("{name}として読めない文字があります")))
}

/// The fields of one record.
fn split(record: &[u8], delimiter: u8) -> Result<Vec<String>, Refusal> {
    let broken = || Refusal::unreadable("not a CSV row", "CSVの行として読めません");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(1 << 12).from_reader(record);
    let mut fields = csv::StringRecord::new();
    if !reader.read_record(&mut fields).map_err(|_| broken())? || reader.read_record(&mut csv::StringRecord::new()).map_err(|_| broken())? {
        return Err(broken());
    }
    Ok(fields.iter().map(str::to_owned).collect())
}

/// Follows quotes the way the CSV reader does: they open at the beginning of a field only.
#[derive(Debug, Default)]
struct Quotes {
    open: bool,
    inside_field: bool,
    closing: bool,
}

impl Quotes {
    fn see(&mut self, bytes: &[u8], delimiter: u8) {
        for &b in bytes {
            if self.open {
                if b == b'"' {
                    (self.open, self.closing) = (false, true);
                }
            } else if b == b'"' && self.closing {
                (self.open, self.closing) = (true, false); // a doubled quote
            } else if b == b'"' && !self.inside_field {
                (self.open, self.inside_field) = (true, true);
            } else {
                self.closing = false;
                self.inside_field = b != delimiter;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<Result<Vec<String>, String>> {
        let mut table = Table::open(bytes, Bytes::Guess, b',').unwrap();
        std::iter::from_fn(|| table.next_row().unwrap()).map(|r| r.fields.map_err(|e| e.detail)).collect()
    }

    #[test]
    fn quoted_line_breaks_commas_and_quotes_belong_to_the_field() {
        assert_eq!(rows(b"a,b\r\n\"x,\r\n\"\"y\"\"\",2\r\n\r\n3,4"), [Ok(vec!["x,\n\"y\"".into(), "2".into()]), Ok(vec!["3".into(), "4".into()])]);
        assert_eq!(rows(b"a,b\n5\" pipe,\"q\"\n1,2\n").len(), 2, "a quote inside a field opens nothing");
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_row() {
        let found = rows(b"a,b\n\"x,1\n2,3\n4,5\n");
        assert!(found[0].as_ref().unwrap_err().contains("never closed"));
        assert_eq!(found[1..], [Ok(vec!["2".into(), "3".into()]), Ok(vec!["4".into(), "5".into()])]);
    }

    #[test]
    fn rows_of_another_width_are_refused_and_surplus_empty_fields_ignored() {
        let found = rows(b"a,b\n1\n1,2,,\n1,2,3\n");
        assert!(found[0].is_err() && found[2].is_err());
        assert_eq!(found[1], Ok(vec!["1".into(), "2".into()]));
    }

    #[test]
    fn bytes_that_are_no_text_cost_one_row() {
        let found = rows(b"a,b\n\xFF\xFE,2\n\0,2\n3,4\n");
        assert!(found[0].is_err());
        assert_eq!(found[1], Ok(vec!["\0".into(), "2".into()]), "what may stand in a field is the domain's to say");
        assert!(found[2].is_ok());
    }

    #[test]
    fn cp932_is_seen_by_its_header() {
        let (bytes, _, _) = SHIFT_JIS.encode("名前,説明\n表,\"ソ能,①髙\"\n");
        assert_eq!(rows(&bytes), [Ok(vec!["表".into(), "ソ能,①髙".into()])]);
    }

    #[test]
    fn garbage_has_a_clear_end() {
        assert!(matches!(Table::open(&b""[..], Bytes::Guess, b','), Err(HeaderError::Empty)));
        assert!(matches!(Table::open(&b"\xFF\xFF\xFF"[..], Bytes::Guess, b','), Err(HeaderError::Unreadable)));
        assert!(matches!(Table::open(&b"a,a\n"[..], Bytes::Guess, b','), Err(HeaderError::Twice(_))));
        assert!(matches!(Table::open(&vec![b'x'; ROW_MAX * 2][..], Bytes::Guess, b','), Err(HeaderError::Unreadable)));
    }
}
