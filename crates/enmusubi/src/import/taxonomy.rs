//! Whole files of areas and themes that are known to be good: those that ship with the program.

use super::columns::{Columns, Readable};
use super::reader::table::{Bytes, HeaderError, Table};
use super::record::{AreaRecord, ThemeRecord};
use super::report::Refusal;
use enmusubi_domain::area::Area;
use enmusubi_domain::theme::Theme;

/// What is wrong with a file that ships with the program.
#[derive(Debug, thiserror::Error)]
pub enum TaxonomyError {
    /// Its header.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// A row.
    #[error("line {0}: {1}")]
    Row(u64, String),
}

/// The areas of a whole file.
pub fn areas(csv: &str) -> Result<Vec<Area>, TaxonomyError> {
    rows(csv, |record: AreaRecord| record.area().map_err(|w| w.into_iter().map(Refusal::from).collect()))
}

/// The themes of a whole file.
pub fn themes(csv: &str) -> Result<Vec<Theme>, TaxonomyError> {
    rows(csv, |record: ThemeRecord| record.theme().map_err(|w| w.into_iter().map(Refusal::from).collect()))
}

fn rows<R: Readable, T>(csv: &str, settle: impl Fn(R) -> Result<T, Vec<Refusal>>) -> Result<Vec<T>, TaxonomyError> {
    let mut table = Table::open(csv.as_bytes(), Bytes::Utf8, b',')?;
    let header = table.header().to_vec();
    let mut all = vec![];
    while let Some(row) = table.next_row().map_err(HeaderError::Io)? {
        let sentence = |wrong: Vec<Refusal>| wrong.iter().map(|r| format!("{}: {}", r.field, r.detail)).collect::<Vec<_>>().join(" ");
        let fields = row.fields.map_err(|r| TaxonomyError::Row(row.line, r.detail))?;
        let mut columns = Columns::default();
        header.iter().zip(&fields).for_each(|(name, value)| columns.put(name, value));
        let (record, wrong) = R::from_columns(&columns);
        if !wrong.is_empty() {
            return Err(TaxonomyError::Row(row.line, sentence(wrong)));
        }
        all.push(settle(record).map_err(|wrong| TaxonomyError::Row(row.line, sentence(wrong)))?);
    }
    Ok(all)
}
