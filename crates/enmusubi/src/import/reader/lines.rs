//! Physical lines of bounded length: a file of one endless line costs one row, not all memory.

use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Longest row in bytes: forty times the longest description.
pub const ROW_MAX: usize = 1 << 20;

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes without the line break; nothing when it is longer than [`ROW_MAX`].
    pub bytes: Option<Vec<u8>>,
}

/// Reads lines, and takes some back.
pub struct Lines<R> {
    inner: R,
    number: u64,
    read: u64,
    back: VecDeque<Line>,
}

impl<R: BufRead> Lines<R> {
    /// Reads from the beginning.
    pub fn new(inner: R) -> Self {
        Self { inner, number: 0, read: 0, back: VecDeque::new() }
    }

    /// Bytes read so far.
    pub fn position(&self) -> u64 {
        self.read
    }

    /// The next line, or nothing at the end.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.back.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = vec![];
        let (mut any, mut too_long) = (false, false);
        loop {
            let chunk = match self.inner.fill_buf() {
                Ok(chunk) => chunk,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = chunk.iter().position(|b| *b == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            too_long |= bytes.len() + part.len() > ROW_MAX;
            if !too_long {
                bytes.extend_from_slice(part);
            }
            let used = end.map_or(chunk.len(), |e| e + 1);
            self.inner.consume(used);
            self.read += used as u64;
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.number += 1;
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if self.number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        Ok(Some(Line { number: self.number, bytes: (!too_long).then_some(bytes) }))
    }

    /// Takes lines back; they come again in this order.
    pub fn take_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.back.push_front(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Line> {
        let mut lines = Lines::new(bytes);
        std::iter::from_fn(|| lines.next_line().unwrap()).collect()
    }

    #[test]
    fn line_breaks_of_every_kind_and_the_byte_order_mark_go() {
        let lines = all(b"\xEF\xBB\xBFa\r\nb\n\nc");
        assert_eq!(lines.iter().map(|l| l.bytes.clone().unwrap()).collect::<Vec<_>>(), [&b"a"[..], b"b", b"", b"c"]);
        assert_eq!(lines[3].number, 4);
    }

    #[test]
    fn an_endless_line_is_one_line_without_text() {
        let mut bytes = vec![b'x'; ROW_MAX * 3];
        bytes.extend_from_slice(b"\nnext\n");
        let lines = all(&bytes);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].bytes, None);
        assert_eq!(lines[1].bytes.as_deref(), Some(&b"next"[..]));
    }
}
