use super::mine::Mine;
use super::view::ExplainedView;
use crate::access::May;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::matching::{MatchView, Teller};
use crate::opportunity::local;
use crate::problem::{ObjectRefusals, Problem, RuleRefusals};
use crate::profile::DroppedView;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::OpportunityId;

/// Ask why something is there, or is not
///
/// How one opportunity fits one's profile: each reason with facts, what equity does to its place, and each condition that does not hold with
/// the smallest change that would open it.
///
/// ある募集が自分に合う理由、または合わない理由を返します。合わない条件には、どこが変われば参加できるかも付きます。
#[utoipa::path(
    tag = "Me",
    operation_id = "explain_my_match",
    params(("id" = Uuid, Path, description = "The opportunity's id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "Why, or why not. 理由。", body = ExplainedView, example = json!(super::examples::explained())),
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[get("/v1/me/matches/{id}")]
pub async fn explain_my_match(context: Data<Context>, may: May<op::ExplainMyMatch>, id: Id<OpportunityId>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let city = shelf.city.clone();
    let (ladder, rules) = (context.settings().ladder.clone(), context.settings().rules);
    let by = ladder.clone();
    let mine = context.read(&may, move |act| Mine::of(act, &city, &by, rules)?.with_seen(act)).await?;
    let (now, lang) = (context.now(), may.lang());
    let work = move || {
        let question = mine.question(&shelf.city, shelf.matches.policy(), now)?;
        let matched = shelf.matches.explain(&question, &id.0).ok_or(Problem::NotFound)?;
        let teller = Teller::new(&shelf, &question, now, lang, ladder);
        let shown = teller.shown(std::slice::from_ref(&matched), |matched, view| teller.result(matched, view))?;
        let MatchView { score, fit, because, equity, sessions, opportunity } = shown.into_iter().next().ok_or(Problem::NotFound)?;
        let answer = ExplainedView {
            fits: matched.evaluation.failed.is_empty(),
            score,
            fit,
            because,
            equity,
            why_not: teller.why_not(&matched),
            sessions,
            seen_at: mine.seen.get(&id.0).map(|at| local(*at, shelf.city.calendar.tz)),
            opportunity,
            dropped: mine.gone.into_iter().map(DroppedView::of).collect(),
            engine: teller.engine(),
        };
        Ok(Answer::json(&answer)?.keep(Keep::Never).lang(lang))
    };
    context.run(work).await?
}
