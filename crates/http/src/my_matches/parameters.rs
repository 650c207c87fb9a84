use super::position::Position;
use crate::code;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::opportunity::parameters::{AREA, DAY_PART, FROM, GROUP_ID, KIND, Q, REMOTE, THEME, TO, TRIAL, criteria};
use crate::page::{self, LIMIT, LIMIT_MAX};
use crate::problem::Problem;
use enmusubi_domain::city::City;
use enmusubi_domain::criteria::Criteria;
use enmusubi_domain::id::AccountId;

/// What one may ask of the list of one's matches.
pub struct Filters;

impl Parameters for Filters {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

const FIELDS: &[Field] = &[
    Q,
    KIND,
    THEME,
    AREA,
    DAY_PART,
    FROM,
    TO,
    REMOTE,
    TRIAL,
    GROUP_ID,
    Field {
        name: "unseen",
        form: Form::Word(code::unseen),
        text: (
            "`first` (default): what one has not seen yet comes first; `only`: nothing else; `any`: all in one order.",
            "first（既定）はまだ見ていないものを先に、only はまだ見ていないものだけ、any は区別しない。",
        ),
        example: "first",
    },
];

/// What of a list whoever has seen some of it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unseen {
    /// What was not seen before what was.
    #[default]
    First,
    /// Only what was not seen.
    Only,
    /// All in one order.
    Any,
}

impl Unseen {
    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "first" => Some(Self::First),
            "only" => Some(Self::Only),
            "any" => Some(Self::Any),
            _ => None,
        }
    }
}

/// What is asked of the list.
#[derive(Debug)]
pub struct AskedOfMine {
    /// Words and filters.
    pub criteria: Criteria,
    /// What of it.
    pub unseen: Unseen,
    /// How many.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Position>,
}

/// Reads the filters and the page. A cursor is good for the one who got it.
pub fn read(asked: &Asked<Filters>, city: &City, account: AccountId, context: &Context) -> Result<AskedOfMine, Problem> {
    let reader = asked.reader();
    let criteria = criteria(&reader, city);
    let unseen = reader.word("unseen", Unseen::parse, "first only any").unwrap_or_default();
    let limit = reader.whole("limit", 1, LIMIT_MAX as i64).map_or(LIMIT, |n| n as usize);
    let mut scope = asked.scope();
    scope.add(&account.to_string());
    let after = reader.raw("cursor").map(|cursor| context.seal().open(&scope, cursor)).transpose()?;
    reader.finish()?;
    Ok(AskedOfMine { criteria, unseen, limit, after })
}

/// The cursor of a position in somebody's list.
pub fn cursor(asked: &Asked<Filters>, account: AccountId, context: &Context, position: &Position) -> String {
    let mut scope = asked.scope();
    scope.add(&account.to_string());
    context.seal().close(&scope, &position.to_string())
}
