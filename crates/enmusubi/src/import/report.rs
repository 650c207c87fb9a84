//! What became of each row.

use enmusubi_domain::invalid::Invalid;
use enmusubi_domain::text::Lang;
use serde::Serialize;

/// Why a row, or one field of it, cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Where the wrong value stands; empty when it is the row as a whole.
    pub field: String,
    /// A stable code for programs.
    pub code: &'static str,
    /// A sentence in English.
    pub detail: String,
    /// The same in Japanese.
    pub detail_ja: String,
}

impl Refusal {
    /// A row nobody can read.
    pub fn unreadable(detail: &str, detail_ja: &str) -> Self {
        Self {
            field: String::new(),
            code: "unreadable",
            detail: format!("The row cannot be read: {detail}."),
            detail_ja: format!("行を読めません（{detail_ja}）。"),
        }
    }

    /// A row longer than anybody writes.
    pub fn row_too_long(max: usize) -> Self {
        Self {
            field: String::new(),
            code: "too_long",
            detail: format!("The row is longer than {max} bytes."),
            detail_ja: format!("行が長すぎます（{max}バイトまで）。"),
        }
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        let (detail, detail_ja) = (invalid.why.sentence(Lang::En), invalid.why.sentence(Lang::Ja));
        Self { code: invalid.why.code(), detail, detail_ja, field: invalid.field }
    }
}

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was not there.
    Created,
    /// It was there and is different now.
    Updated,
    /// It was there as it is.
    Unchanged,
    /// It cannot be accepted; nothing of it was kept.
    Refused,
}

/// What was done to a row beside reading it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Notes {
    /// Where its area comes from: `code`, `postal_code`, `address`, `coordinates` or `fallback`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_from: Option<&'static str>,
    /// Codes that had lost a zero or their check digit, as they were written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes_repaired: Vec<String>,
    /// Themes that were suggested from its words, because the file names none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub themes_suggested: Vec<String>,
    /// The organiser was not known and became a group marked as imported.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub group_created: bool,
    /// It is over, and was entered as closed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

/// The report of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowReport {
    /// The file's name.
    pub file: String,
    /// Number of its first line.
    pub line: u64,
    /// Its reference in the source, or its code; nothing when it cannot be made out.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// The id it has here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What was done to it beside reading it.
    pub notes: Notes,
    /// Why it was refused: every wrong field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Refusal>,
}

/// What became of all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// Rows read.
    pub rows: u64,
    /// Rows that were not there.
    pub created: u64,
    /// Rows that are different now.
    pub updated: u64,
    /// Rows that were there as they are.
    pub unchanged: u64,
    /// Rows that cannot be accepted.
    pub refused: u64,
    /// Organisers that became groups.
    pub groups_created: u64,
    /// Rows whose themes were suggested.
    pub themes_suggested: u64,
    /// Rows entered as closed, because they are over.
    pub over: u64,
}

impl Report {
    /// Counts one row.
    pub fn count(&mut self, row: &RowReport) {
        self.rows += 1;
        match row.outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Refused => self.refused += 1,
        }
        self.groups_created += u64::from(row.notes.group_created);
        self.themes_suggested += u64::from(!row.notes.themes_suggested.is_empty());
        self.over += u64::from(row.notes.over);
    }
}
