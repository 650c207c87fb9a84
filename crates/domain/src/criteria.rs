//! What one may look for in a list. Front ends' parameters become one of these; the index answers it.

use crate::day::DayParts;
use crate::group::GroupKind;
use crate::id::GroupId;
use crate::level::{Accessibility, Level, Responsibility};
use crate::opportunity::Kind;
use crate::place::Point;
use chrono::NaiveDate;

/// Longest question, in characters.
pub const QUESTION_MAX: usize = 200;
/// Most values of one parameter.
pub const VALUES_MAX: usize = 50;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best answer first. Without a question: newest first.
    #[default]
    Relevance,
    /// Next session first; flexible ones after the dated ones.
    Soonest,
    /// Latest publication first.
    Newest,
    /// Nearest first; needs a point.
    Nearest,
}

/// What to count beside the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// By theme.
    Theme,
    /// By area, ancestors included.
    Area,
    /// By level at which it is usable.
    Level,
    /// By day part.
    DayPart,
    /// By kind.
    Kind,
}

impl Facet {
    /// Every facet with its code.
    pub const ALL: &'static [(Self, &'static str)] =
        &[(Self::Theme, "theme"), (Self::Area, "area"), (Self::Level, "level"), (Self::DayPart, "day_part"), (Self::Kind, "kind")];
}

/// A public type that can be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemType {
    /// An opportunity.
    Opportunity,
    /// A group.
    Group,
}

/// What to look for. Within one member any value will do; all members must agree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Criteria {
    /// Words as people type them: a question, never a query language.
    pub question: Option<String>,
    /// Public types; empty means all.
    pub types: Vec<ItemType>,
    /// Kinds of opportunity.
    pub kinds: Vec<Kind>,
    /// Kinds of group.
    pub group_kinds: Vec<GroupKind>,
    /// Theme codes.
    pub themes: Vec<String>,
    /// Area codes, descendants included.
    pub areas: Vec<String>,
    /// A point to measure from.
    pub near: Option<Point>,
    /// Greatest distance from it, in metres.
    pub radius_metres: Option<u32>,
    /// Usable at this level (what asks for less, or welcomes beginners, included).
    pub level: Option<Level>,
    /// Touches one of these day parts.
    pub day_parts: DayParts,
    /// Has a session on or after this date (flexible ones always).
    pub from: Option<NaiveDate>,
    /// Has a session on or before this date (flexible ones always).
    pub to: Option<NaiveDate>,
    /// Carries at most this responsibility.
    pub responsibility: Option<Responsibility>,
    /// Its shortest useful stay is at most this many minutes.
    pub max_minutes: Option<u32>,
    /// From anywhere, or not.
    pub remote: Option<bool>,
    /// Trials only, or none.
    pub trial: Option<bool>,
    /// Beginners welcome, or not.
    pub beginner_friendly: Option<bool>,
    /// At least this many seats left in one session.
    pub seats: Option<u32>,
    /// Open to a person of this age.
    pub age: Option<u8>,
    /// Families, students or seniors welcome (any of these).
    pub audience: Vec<AudienceGroup>,
    /// Offers all of these.
    pub accessibility: Vec<Accessibility>,
    /// Usable in one of these languages.
    pub languages: Vec<String>,
    /// Of one of these groups.
    pub groups: Vec<GroupId>,
    /// Suits a company team, or not.
    pub company_ok: Option<bool>,
}

crate::level::words! {
    /// Whom an opportunity welcomes in particular.
    AudienceGroup {
        /// Families.
        Families = "families", "親子", "families";
        /// Students.
        Students = "students", "学生", "students";
        /// Older people.
        Seniors = "seniors", "シニア", "seniors";
    }
}
