//! What activities are about, and how that maps to the legal fields.

use crate::invalid::{Invalid, Why};
use crate::text::Names;
use std::collections::HashMap;

/// Most themes a city may load.
pub const THEMES_MAX: usize = 250;

/// One theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its code, such as `childcare`: lower-case letters, digits, `_`.
    pub code: String,
    /// Its name.
    pub names: Names,
    /// Fields of the NPO Act (別表, 1 to 20) or of any other classification, the main one first.
    pub fields: Vec<u8>,
    /// Sustainable Development Goals, 1 to 17.
    pub sdgs: Vec<u8>,
}

/// A city's themes, each with a small number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Themes {
    all: Vec<Theme>,
    by_code: HashMap<String, u8>,
}

impl Themes {
    /// Takes a list, in the order it is to be shown.
    pub fn new(all: Vec<Theme>) -> Result<Self, Vec<Invalid>> {
        let mut wrong = vec![];
        let mut by_code = HashMap::new();
        if all.len() > THEMES_MAX {
            return Err(vec![Invalid::new("themes", Why::TooMany { max: THEMES_MAX })]);
        }
        for (i, theme) in all.iter().enumerate() {
            if !is_code(&theme.code) {
                wrong.push(Invalid::new(format!("{i}/code"), Why::Malformed("[a-z0-9_]{1,40}")));
            }
            if by_code.insert(theme.code.clone(), i as u8).is_some() {
                wrong.push(Invalid::new(format!("{i}/code"), Why::Duplicate(theme.code.clone())));
            }
        }
        if wrong.is_empty() { Ok(Self { all, by_code }) } else { Err(wrong) }
    }

    /// Every theme, in order.
    pub fn all(&self) -> &[Theme] {
        &self.all
    }

    /// The number of a code.
    pub fn number(&self, code: &str) -> Option<u8> {
        self.by_code.get(code).copied()
    }

    /// The theme of a number.
    pub fn get(&self, number: u8) -> Option<&Theme> {
        self.all.get(usize::from(number))
    }

    /// The theme of a code.
    pub fn find(&self, code: &str) -> Option<&Theme> {
        self.number(code).and_then(|n| self.get(n))
    }

    /// Whether another theme is close to one that somebody asked for: it lies in the same main field.
    ///
    /// The main field alone counts, because some legal fields are wide: childcare is also welfare, as clearing snow for
    /// the elderly is, and nobody who asks for the one would call the other close.
    pub fn siblings(&self, asked: u8, other: u8) -> bool {
        match (self.get(asked), self.get(other)) {
            (Some(x), Some(y)) if asked != other => x.fields.first().is_some_and(|main| y.fields.contains(main)),
            _ => false,
        }
    }
}

fn is_code(code: &str) -> bool {
    (1..=40).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
