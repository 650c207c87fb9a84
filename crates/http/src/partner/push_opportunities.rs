use super::bring::bring;
use super::reference::{Partner, Reference};
use super::request::{Brought, PartnerRowRequest};
use super::view::{PushView, RowErrorView, RowOutcomeView, outcome};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{self, Asked, Line, Lines, Nothing};
use crate::problem::{LinesRefusals, Problem};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::Written;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

/// Rows that are brought in by one transaction.
const AT_A_TIME: usize = 50;

/// Bring in many opportunities
///
/// One JSON object a line (`application/x-ndjson`): a `client_ref`, and beside it what `PUT` takes. At most 1,000 lines and 2 megabytes. Every line
/// has its own outcome; a wrong one hurts no other. To send the same lines again does no harm.
///
/// 募集をまとめて登録・更新する（1行に1件のJSON、1,000行・2メガバイトまで）。結果は行ごとに返り、誤りのある行だけが取り込まれません。
#[utoipa::path(
    tag = "Partners",
    operation_id = "push_partner_opportunities",
    params(Asked<Nothing>),
    request_body(content = PartnerRowRequest, content_type = "application/x-ndjson", description = "Lines of this form. この形の行の並び。", example = json!(super::examples::row_request())),
    responses(
        (status = 200, description = "What became of each line. 行ごとの結果。", body = PushView, example = json!(super::examples::push())),
        LinesRefusals,
    )
)]
#[post("/v1/partner/opportunities")]
pub async fn push_partner_opportunities(
    context: Data<Context>,
    may: May<op::PushPartnerOpportunities>,
    _: Asked<Nothing>,
    lines: Lines,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let lang = may.lang();
    let mut seen = HashSet::new();
    let rows: Vec<Row> = lines.0.into_iter().map(|line| Row::read(line, &mut seen)).collect();
    let mut view = PushView::default();
    for some in rows.chunks(AT_A_TIME) {
        let (batch, city) = (Arc::new(some.to_vec()), city.clone());
        let together = {
            let (batch, city) = (batch.clone(), city.clone());
            context.write(&may, move |act| batch.iter().map(|row| row.bring(act, &city)).collect::<Result<Vec<_>, _>>()).await
        };
        match together {
            Ok(done) => batch.iter().zip(done).for_each(|(row, done)| view.add(row.outcome(done, lang))),
            Err(problem) if is_about_no_row(&problem) => return Err(problem),
            // Something was in the way of one of them: the others shall not suffer.
            Err(_) => {
                for row in some {
                    let (one, city) = (row.clone(), city.clone());
                    match context.write(&may, move |act| one.bring(act, &city)).await {
                        Err(problem) if is_about_no_row(&problem) => return Err(problem),
                        done => view.add(row.outcome(done.unwrap_or_else(Err), lang)),
                    }
                }
            }
        }
    }
    Ok(Reply::done(&view)?.lang(lang))
}

/// Whoever calls may not do so any more, or nothing can be written just now: nothing further is tried. What was brought in stays, and the same
/// push again changes nothing of it.
fn is_about_no_row(problem: &Problem) -> bool {
    matches!(problem, Problem::SignIn | Problem::Credentials | Problem::Forbidden | Problem::Busy | Problem::Database | Problem::NotReady)
}

/// One line that was read: what it brings, or why it cannot.
#[derive(Debug, Clone)]
struct Row {
    line: usize,
    reference: Option<String>,
    brought: Result<(Reference, Brought), Problem>,
}

impl Row {
    fn read(line: Line, seen: &mut HashSet<String>) -> Self {
        let read = input::read::<Value>(&line.bytes);
        // Whoever reads the answer finds the row by its reference, even if all the rest is wrong.
        let reference = read.as_ref().ok().and_then(|tree| tree["client_ref"].as_str()).map(crate::problem::shown);
        let brought = read.and_then(input::fit::<PartnerRowRequest>).and_then(|row| {
            let (reference, brought) = row.brought();
            let reference = reference.and_then(|r| if seen.insert(r.0.clone()) { Ok(r) } else { Err(Invalid::new("client_ref", Why::Duplicate(r.0))) });
            Ok((reference.map_err(|wrong| Problem::wrong_members(vec![wrong]))?, brought))
        });
        Self { line: line.number, reference, brought }
    }

    /// Brings it in. What is refused is an answer; only where the database did not do its part there is none.
    fn bring(&self, act: &mut Act<'_, '_>, city: &enmusubi_domain::city::City) -> Result<Result<Written, Problem>, Problem> {
        let (reference, brought) = match &self.brought {
            Ok(both) => both,
            Err(problem) => return Ok(Err(problem.clone())),
        };
        let partner = Partner::of(act)?;
        match bring(act, &partner, &reference.0, brought, city) {
            Ok((_, written)) => Ok(Ok(written)),
            Err(problem @ (Problem::Wrong(_) | Problem::Conflict(_) | Problem::NotFound)) => Ok(Err(problem)),
            Err(other) => Err(other),
        }
    }

    fn outcome(&self, done: Result<Written, Problem>, lang: Lang) -> RowOutcomeView {
        let (outcome, errors) = match done {
            Ok(written) => (outcome(written), vec![]),
            Err(problem) => ("refused", RowErrorView::of(&problem, lang)),
        };
        RowOutcomeView { line: self.line, client_ref: self.reference.clone(), outcome, errors }
    }
}
