//! From a file to rows of a kind: JSON Lines, our columns, mapped columns, or the municipal event list.

use super::{Format, ImportError, ImportOptions};
use crate::import::columns::{Columns, Readable};
use crate::import::mapping::Mapping;
use crate::import::mapping::pick::Header;
use crate::import::ods::EventList;
use crate::import::reader::lines::{Lines, ROW_MAX};
use crate::import::reader::table::{Bytes, Table};
use crate::import::report::Refusal;
use chrono::NaiveDate;
use std::fs::File;
use std::io::{self, BufReader};
use std::marker::PhantomData;
use std::path::Path;

/// A record as far as it could be read, and what is wrong with it so far.
pub(super) struct Reading<T> {
    pub record: T,
    pub wrong: Vec<Refusal>,
}

/// One row: where it begins, and what it says.
pub(super) struct Row<T> {
    pub line: u64,
    /// Its reference, if it can be made out although the row cannot be accepted.
    pub reference: Option<String>,
    pub said: Result<Reading<T>, Vec<Refusal>>,
}

/// A file being read.
pub(super) struct Rows<T> {
    source: Source<T>,
    /// Its length in bytes.
    pub bytes: u64,
}

enum Source<T> {
    Json(Lines<BufReader<File>>),
    Table(Table<BufReader<File>>, Read, PhantomData<T>),
}

/// From the fields of a row to our columns.
type Read = Box<dyn Fn(&[String]) -> (Columns, Vec<Refusal>)>;

impl<T: Readable + 'static> Rows<T> {
    /// Opens a file and looks at its header.
    pub(super) fn open(path: &Path, options: &ImportOptions, today: NaiveDate) -> Result<Self, ImportError> {
        let (file, bytes) = open(path)?;
        let mapping = options.mapping.as_deref().map(|m| read_mapping::<T>(m)).transpose()?;
        let wrong_mapping = |why| ImportError::Mapping { path: options.mapping.as_ref().map(|m| m.display().to_string()).unwrap_or_default(), why };
        let table = |file| {
            let (encoding, delimiter) = mapping.as_ref().map_or((Bytes::Guess, b','), |m| (m.bytes(), m.delimiter()));
            Table::open(BufReader::new(file), encoding, delimiter).map_err(|why| ImportError::header(path, why))
        };
        let source = match options.format {
            Format::Jsonl => Source::Json(Lines::new(BufReader::new(file))),
            Format::OdsEvent => {
                let table = table(file)?;
                let header = Header::new(table.header());
                let list = EventList::of(&header)
                    .ok_or_else(|| ImportError::file(path, "no municipal event list: its header needs at least イベント名 and 開始日"))?;
                let read = move |fields: &[String]| {
                    let mut columns = list.row(fields);
                    if let Some(mapping) = &mapping {
                        mapping.fill(&mut columns, &[]);
                    }
                    (columns, vec![])
                };
                Source::Table(table, Box::new(read), PhantomData)
            }
            _ => {
                let opened = table(file)?;
                let header = Header::new(opened.header());
                match mapping {
                    None => Source::Table(opened, own_columns(path, header, T::COLUMNS)?, PhantomData),
                    Some(mapping) => {
                        mapping.check_header(&header).map_err(wrong_mapping)?;
                        let weeks = mapping.dates.weeks(newest(path, &mapping, &header)?, today);
                        Source::Table(opened, Box::new(move |fields| mapping.row(&header, fields, weeks)), PhantomData)
                    }
                }
            }
        };
        Ok(Self { source, bytes })
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> u64 {
        match &self.source {
            Source::Json(lines) => lines.position(),
            Source::Table(table, ..) => table.position(),
        }
    }

    /// The next row, or nothing at the end.
    pub(super) fn next_row(&mut self) -> io::Result<Option<Row<T>>> {
        match &mut self.source {
            Source::Table(table, read, _) => {
                let Some(row) = table.next_row()? else {
                    return Ok(None);
                };
                let (columns, wrong) = match row.fields {
                    Ok(fields) => read(&fields),
                    Err(refusal) => return Ok(Some(Row { line: row.line, reference: None, said: Err(vec![refusal]) })),
                };
                let (record, more) = T::from_columns(&columns);
                let said = Ok(Reading { record, wrong: wrong.into_iter().chain(more).collect() });
                Ok(Some(Row { line: row.line, reference: columns.text(T::KEY), said }))
            }
            Source::Json(lines) => loop {
                let Some(line) = lines.next_line()? else {
                    return Ok(None);
                };
                let said = match &line.bytes {
                    Some(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                    Some(bytes) => json(bytes),
                    None => Err(vec![Refusal::row_too_long(ROW_MAX)]),
                };
                return Ok(Some(Row { line: line.number, reference: None, said }));
            },
        }
    }
}

/// A file with something readable behind its name.
pub(super) fn open(path: &Path) -> Result<(File, u64), ImportError> {
    let file = File::open(path).map_err(|e| ImportError::file(path, e))?;
    let about = file.metadata().map_err(|e| ImportError::file(path, e))?;
    if about.is_dir() {
        return Err(ImportError::file(path, "is a folder"));
    }
    Ok((file, about.len()))
}

fn read_mapping<T: Readable>(path: &Path) -> Result<Mapping, ImportError> {
    let toml = std::fs::read_to_string(path).map_err(|e| ImportError::file(path, e))?;
    Mapping::parse(&toml, T::COLUMNS).map_err(|why| ImportError::Mapping { path: path.display().to_string(), why })
}

/// A file in our own columns; a column we do not know is a slip that should not go unnoticed.
fn own_columns(path: &Path, header: Header, known: &[&str]) -> Result<Read, ImportError> {
    let unknown: Vec<&str> = header.names().iter().map(String::as_str).filter(|n| !n.is_empty() && !known.contains(n)).collect();
    if !unknown.is_empty() {
        let why = format!("unknown columns: {}; columns are: {} (or name a --mapping)", unknown.join(", "), known.join(" "));
        return Err(ImportError::file(path, why.chars().filter(|c| !c.is_control()).take(2000).collect::<String>()));
    }
    Ok(Box::new(move |fields| {
        let mut columns = Columns::default();
        header.names().iter().zip(fields).for_each(|(name, value)| columns.put(name, value));
        (columns, vec![])
    }))
}

/// The newest date of the column that dates are shifted by, if they are: the file is read once for it.
fn newest(path: &Path, mapping: &Mapping, header: &Header) -> Result<Option<NaiveDate>, ImportError> {
    let Some(column) = &mapping.dates.newest else {
        return Ok(None);
    };
    let mut table = Table::open(BufReader::new(open(path)?.0), mapping.bytes(), mapping.delimiter()).map_err(|why| ImportError::header(path, why))?;
    let mut newest = None;
    while let Some(row) = table.next_row().map_err(|e| ImportError::file(path, e))? {
        if let Ok(fields) = row.fields {
            newest = newest.max(header.get(&fields, column).and_then(|raw| mapping.dates.date(raw)));
        }
    }
    Ok(newest)
}

fn json<T: Readable>(bytes: &[u8]) -> Result<Reading<T>, Vec<Refusal>> {
    serde_json::from_slice(bytes).map(|record| Reading { record, wrong: vec![] }).map_err(|e| {
        let said: String = e.to_string().chars().filter(|c| !c.is_control()).take(400).collect();
        let (detail, detail_ja) = (format!("Not a record of this kind: {said}."), format!("この種類のJSONとして読めません（{said}）。"));
        vec![Refusal { field: String::new(), code: if e.is_data() { "malformed" } else { "unreadable" }, detail, detail_ja }]
    })
}
