use crate::answer::Answer;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters, Reader};
use crate::problem::Problem;
use serde::Serialize;
use std::fmt::Display;
use std::str::FromStr;
use utoipa::ToSchema;

/// Results of a page when the caller does not say.
pub const LIMIT: usize = 20;
/// Most results of a page.
pub const LIMIT_MAX: usize = 100;

/// How many.
pub const LIMIT_FIELD: Field =
    Field { name: "limit", form: Form::Whole(1, LIMIT_MAX as i64), text: ("How many results a page has.", "1ページの件数。"), example: "20" };

/// Parameters of every list.
pub const FIELDS: &[Field] = &[
    LIMIT_FIELD,
    Field {
        name: "cursor",
        form: Form::Cursor,
        text: (
            "`next_cursor` of the page before, unchanged, with the same filters. Leave it out for the first page.",
            "前のページの next_cursor。同じ条件でそのまま渡す。最初のページでは付けない。",
        ),
        example: "",
    },
];

/// The parameters of a list that has no others.
pub struct Paged;

impl Parameters for Paged {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS];
}

/// Which page of a list is asked for.
#[derive(Debug, Clone)]
pub struct Page<A> {
    /// How many results.
    pub limit: usize,
    /// The position after which it begins.
    pub after: Option<A>,
}

impl<A: FromStr> Page<A> {
    /// Reads `limit` and `cursor`.
    pub fn read<P>(reader: &Reader<'_>, asked: &Asked<P>, context: &Context, limit: usize) -> Result<Self, Problem> {
        let after = reader.raw("cursor").map(|cursor| context.seal().open(&asked.scope(), cursor)).transpose()?;
        Ok(Self { limit: reader.whole("limit", 1, LIMIT_MAX as i64).map_or(limit, |n| n as usize), after })
    }

    /// Reads `limit` and `cursor` of a list that has no other parameters.
    pub fn only(asked: &Asked<Paged>, context: &Context, limit: usize) -> Result<Self, Problem> {
        let reader = asked.reader();
        let page = Self::read(&reader, asked, context, limit)?;
        reader.finish().map(|()| page)
    }
}

/// One page of a list. 一覧の1ページ。
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// About the list.
    pub metadata: Metadata,
    /// Counts over all pages together, where `facets` asked for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<serde_json::Map<String, serde_json::Value>>,
    /// The results, in order.
    pub results: Vec<T>,
}

/// About a list (the shape of the Digital Agency's API guide).
#[derive(Debug, Serialize, ToSchema)]
pub struct Metadata {
    /// How many results there are.
    pub resultset: Resultset,
    /// Pass it as `cursor` for the next page; null on the last one.
    #[schema(example = "q0m5bXw1d0lkQ2h3c2V0dDAuZzow")]
    pub next_cursor: Option<String>,
}

/// How many results there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resultset {
    /// On this page.
    #[schema(example = 20)]
    pub count: usize,
    /// At most on a page.
    #[schema(example = 20)]
    pub limit: usize,
    /// On all pages together.
    #[schema(example = 312)]
    pub total: u64,
    /// Whether `total` is exact; otherwise there are at least so many.
    #[schema(example = true)]
    pub total_is_exact: bool,
}

impl<T: Serialize> Listing<T> {
    /// A list that is whole on one page.
    pub fn whole(results: Vec<T>, limit: usize) -> Self {
        let resultset = Resultset { count: results.len(), limit, total: results.len() as u64, total_is_exact: true };
        Self { metadata: Metadata { resultset, next_cursor: None }, facets: None, results }
    }

    /// A page, and where the next one begins.
    pub fn page<P>(results: Vec<T>, limit: usize, total: (u64, bool), next: Option<String>, asked: &Asked<P>, context: &Context) -> Self {
        let next_cursor = next.map(|position| context.seal().close(&asked.scope(), &position));
        let resultset = Resultset { count: results.len(), limit, total: total.0, total_is_exact: total.1 };
        Self { metadata: Metadata { resultset, next_cursor }, facets: None, results }
    }

    /// A page of a list in the order of a key. One row more than the page holds tells whether there is another page; how many there are in all
    /// is not counted.
    pub fn keyed<S, A: Display, P>(rows: &[S], page: &Page<A>, key: impl Fn(&S) -> A, show: impl Fn(&S) -> T, asked: &Asked<P>, context: &Context) -> Self {
        let shown = &rows[..rows.len().min(page.limit)];
        let next = if rows.len() > page.limit { shown.last().map(|last| key(last).to_string()) } else { None };
        let total = (rows.len() as u64, page.after.is_none() && next.is_none());
        Self::page(shown.iter().map(show).collect(), page.limit, total, next, asked, context)
    }

    /// A page of a list that lies in memory.
    pub fn slice<S, P>(all: &[S], show: impl Fn(&S) -> T, limit: usize, asked: &Asked<P>, context: &Context) -> Result<Self, Problem> {
        let reader = asked.reader();
        let page = Page::<usize>::read(&reader, asked, context, limit)?;
        reader.finish()?;
        let from = page.after.unwrap_or(0).min(all.len());
        let to = (from + page.limit).min(all.len());
        let next = (to < all.len()).then(|| to.to_string());
        Ok(Self::page(all[from..to].iter().map(show).collect(), page.limit, (all.len() as u64, true), next, asked, context))
    }

    /// The answer, with a link to the next page that keeps every filter.
    pub fn answer<P>(&self, asked: &Asked<P>) -> Result<Answer, Problem> {
        let next = self.metadata.next_cursor.as_ref().map(|cursor| asked.with_cursor(cursor));
        Ok(Answer::json(self)?.next(next))
    }
}
