//! What goes into the index, and what comes out of it.

use enmusubi_domain::criteria::{Facet, Sort};
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{GroupId, OpportunityId};
use enmusubi_domain::opportunity::Opportunity;
use std::fmt;
use std::str::FromStr;

/// Names one thing in the index. Its text form is `o:<uuid>` or `g:<uuid>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A group.
    Group(GroupId),
    /// An opportunity.
    Opportunity(OpportunityId),
}

impl Key {
    /// The id without its type.
    pub fn uuid(&self) -> uuid::Uuid {
        match self {
            Self::Group(id) => id.0,
            Self::Opportunity(id) => id.0,
        }
    }

    /// The id of an opportunity, if it names one.
    pub fn opportunity(&self) -> Option<&OpportunityId> {
        match self {
            Self::Group(_) => None,
            Self::Opportunity(id) => Some(id),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Group(id) => write!(f, "g:{id}"),
            Self::Opportunity(id) => write!(f, "o:{id}"),
        }
    }
}

/// A text that is no key or no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a position in a list")]
pub struct Unreadable;

impl FromStr for Key {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let id = |s: &str| uuid::Uuid::try_parse(s).map_err(|_| Unreadable);
        match text.split_at_checked(2) {
            Some(("g:", rest)) => Ok(Self::Group(GroupId(id(rest)?))),
            Some(("o:", rest)) => Ok(Self::Opportunity(OpportunityId(id(rest)?))),
            _ => Err(Unreadable),
        }
    }
}

/// One thing to index.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its key.
    pub key: Key,
    /// Its version in the database.
    pub version: i64,
    /// The thing itself.
    pub item: Item,
    /// What readers get to see, made by the floor above; kept as it is and returned with hits.
    pub view: Vec<u8>,
}

/// A thing that can be found.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "most are opportunities, and each lives only until it is indexed")]
pub enum Item {
    /// An opportunity, with the name of its group.
    Opportunity {
        /// The opportunity.
        opportunity: Opportunity,
        /// Its group's name.
        group_name: String,
        /// Its group's name in English.
        group_name_en: Option<String>,
    },
    /// A group.
    Group(Group),
}

/// What is kept of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its key.
    pub key: Key,
    /// Its version.
    pub version: i64,
    /// Its view, byte for byte.
    pub view: Vec<u8>,
}

/// A position in a list: everything up to it has been seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// The place in the order; smaller comes first.
    pub rank: u64,
    /// The key, which decides among equals.
    pub key: String,
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{}", self.rank, self.key)
    }
}

impl FromStr for After {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (rank, key) = text.split_once('.').ok_or(Unreadable)?;
        let rank = u64::from_str_radix(rank, 16).map_err(|_| Unreadable)?;
        Ok(Self { rank, key: key.parse::<Key>()?.to_string() })
    }
}

/// Most results of one page, whatever is asked for.
pub const LIMIT_MAX: usize = 1000;

/// How to list what was found.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// By what.
    pub sort: Sort,
    /// How many at a time, at most [`LIMIT_MAX`].
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<After>,
    /// What to count.
    pub facets: Vec<Facet>,
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// One page.
    pub hits: Vec<Hit>,
    /// How many there are on all pages together.
    pub total: u64,
    /// Whether `total` is exact. It always is at present.
    pub total_is_exact: bool,
    /// Counts over all pages together: most frequent first, then by code.
    pub facets: Vec<(Facet, Vec<(String, u64)>)>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
}

/// One result.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its key.
    pub key: Key,
    /// How well it answers the question, 0 to 1; 0 where nothing was asked.
    pub score: f32,
    /// Its version.
    pub version: i64,
    /// Its view.
    pub view: Vec<u8>,
    /// Where the words of the question stand.
    pub highlight: Vec<Highlight>,
    /// The distance from the point that was asked for.
    pub metres: Option<u32>,
}

/// A piece of text in which the words of the question are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// `title`, `summary` or `description`.
    pub field: &'static str,
    /// The text, escaped for HTML, with `<em>` around what matched.
    pub text: String,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionKind {
    /// A theme.
    Theme,
    /// An area or a station.
    Area,
    /// A group.
    Group,
    /// A title.
    Title,
    /// A word of the dictionary.
    Word,
}

impl SuggestionKind {
    /// The code outside users rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Area => "area",
            Self::Group => "group",
            Self::Title => "title",
            Self::Word => "word",
        }
    }
}

/// A completion of what somebody is typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole text.
    pub text: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// How many results it leads to.
    pub count: u64,
}
