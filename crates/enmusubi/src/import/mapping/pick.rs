//! Where a value comes from: a column, a piece of one, the first of several, or several joined.

use serde::Deserialize;
use std::collections::HashMap;

/// The columns of a file by name.
#[derive(Debug, Clone)]
pub struct Header {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Header {
    /// Takes the names in order.
    pub fn new(names: &[String]) -> Self {
        Self { names: names.to_vec(), numbers: names.iter().enumerate().map(|(i, n)| (n.clone(), i)).collect() }
    }

    /// The names in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of a column.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name.trim()).copied()
    }

    /// What a row says in a column; nothing if it is empty.
    pub fn get<'a>(&self, fields: &'a [String], name: &str) -> Option<&'a str> {
        fields.get(self.number(name)?).map(|f| f.trim()).filter(|f| !f.is_empty())
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Pick {
    /// A column.
    Column(String),
    /// A piece of a column: between two marks, with something put before or behind it.
    Piece(Piece),
    /// The first of several that has a value.
    First(First),
    /// Several, joined.
    Joined(Joined),
}

/// A piece of a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// The column.
    from: String,
    /// The marks it stands between. Without them, the whole field.
    between: Option<(String, String)>,
    /// Put before it.
    #[serde(default)]
    before: String,
    /// Put behind it.
    #[serde(default)]
    behind: String,
}

/// The first of several that has a value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    first_of: Vec<Pick>,
}

/// Several, joined.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    all_of: Vec<Pick>,
    join: String,
}

impl Pick {
    /// The columns it names.
    pub fn named(&self) -> Vec<&str> {
        match self {
            Self::Column(name) => vec![name],
            Self::Piece(piece) => vec![&piece.from],
            Self::First(First { first_of: picks }) | Self::Joined(Joined { all_of: picks, .. }) => picks.iter().flat_map(Self::named).collect(),
        }
    }

    /// Its value in a row.
    pub fn value(&self, header: &Header, fields: &[String]) -> Option<String> {
        match self {
            Self::Column(name) => header.get(fields, name).map(str::to_owned),
            Self::Piece(p) => {
                let whole = header.get(fields, &p.from)?;
                let piece = match &p.between {
                    None => whole,
                    Some((before, behind)) => {
                        let from = whole.find(before.as_str())? + before.len();
                        let rest = whole.get(from..)?;
                        rest.get(..rest.find(behind.as_str())?)?
                    }
                };
                let piece = piece.trim();
                (!piece.is_empty()).then(|| format!("{}{piece}{}", p.before, p.behind))
            }
            Self::First(First { first_of }) => first_of.iter().find_map(|p| p.value(header, fields)),
            Self::Joined(Joined { all_of, join }) => {
                let parts: Vec<String> = all_of.iter().filter_map(|p| p.value(header, fields)).collect();
                (!parts.is_empty()).then(|| parts.join(join))
            }
        }
    }
}
