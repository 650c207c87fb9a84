use super::among::{Among, opportunities};
use super::request::{AskedOnce, MatchRequest};
use super::teller::{LOOKED_AT, Teller};
use super::view::MatchesView;
use crate::answer::{Answer, Keep};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::matching::{NEAR_MISSES, Question};

/// Find what fits
///
/// Anonymous matching: tell when, where and about what, and get what fits, with reasons, and what nearly fits, with the smallest change that
/// would open it. With `q` only listings that a search for these words finds are considered; with `opens_more` also the changes that would
/// open the most. Nothing of the wish is kept.
///
/// 条件に合う募集を、理由つきで返します。惜しいものには、どこが変われば参加できるかも付きます。q を付けると、そのことばで見つかる募集だけから選びます。
/// opens_more を true にすると、どこが変われば参加できる募集がいちばん増えるかも返します。入力は保存しません。
#[utoipa::path(
    tag = "Matching",
    operation_id = "find_matches",
    params(Asked<Nothing>),
    request_body(content = MatchRequest, content_type = "application/json", description = "Every member is optional. すべて省略できます。", example = json!(super::view::example_request())),
    responses(
        (status = 200, description = "What fits, and what nearly fits. 適合の結果。", body = MatchesView, example = json!(crate::openapi::examples::matches())),
        BodyRefusals,
    )
)]
#[post("/v1/matches")]
pub async fn find_matches(context: Data<Context>, asking: Asking, _: Asked<Nothing>, body: Body<MatchRequest>) -> Result<Answer, Problem> {
    let AskedOnce { wish, words, opens_more, limit } = body.0.read()?;
    let shelf = context.shelf()?;
    let now = context.now();
    let question = Question::new(wish, &shelf.city, shelf.matches.policy(), now).map_err(Problem::wrong_members)?;
    let ladder = context.settings().ladder.clone();
    let work = move || {
        let among = Among::of(&shelf, &opportunities(words), now)?;
        let found = among.search(&shelf, &question, limit, if opens_more { LOOKED_AT } else { NEAR_MISSES });
        let teller = Teller::new(&shelf, &question, now, asking.lang, ladder);
        let answer = MatchesView {
            results: teller.results(&found.best)?,
            near_misses: teller.near_misses(&found.near_misses)?,
            opens_more: opens_more.then(|| teller.opens_more(&found.near_misses)),
            among: among.view(),
            engine: teller.engine(),
        };
        Ok(Answer::json(&answer)?.keep(Keep::Never).lang(asking.lang))
    };
    context.run(work).await?
}
