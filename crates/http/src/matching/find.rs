use super::request::MatchRequest;
use super::view::{EngineView, MatchView, MatchesView, NearMissView};
use crate::answer::{Answer, Keep};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::opportunity::OpportunityView;
use crate::problem::{BodyRefusals, Problem};
use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use enmusubi_domain::matching::{NEAR_MISSES, Question};
use enmusubi_domain::text::Lang;
use enmusubi_search::matching::Matched;
use enmusubi_search::{Key, Shelf};

/// Find what fits
///
/// Anonymous matching: tell when, where and about what, and get what fits, with reasons; and what nearly fits, with the
/// smallest change that would open it. Nothing of the wish is kept.
///
/// 条件に合う募集を、理由つきで返します。惜しいものには、どこが変われば参加できるかも。入力は保存しません。
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
    let (wish, limit) = body.0.wish()?;
    let shelf = context.shelf()?;
    let now = context.now();
    let question = Question::new(wish, &shelf.city, shelf.matches.policy(), now).map_err(Problem::wrong_members)?;
    let work = move || {
        let found = shelf.matches.search(&question, limit, NEAR_MISSES);
        let teller = Teller { shelf: &shelf, question: &question, now, lang: asking.lang };
        let answer = MatchesView {
            results: teller.shown(&found.best, |matched, view| teller.result(matched, view))?,
            near_misses: teller.shown(&found.near_misses, |matched, view| teller.near_miss(matched, view))?,
            engine: EngineView { version: env!("CARGO_PKG_VERSION"), policy_id: question.policy().id.0 },
        };
        Ok(Answer::json(&answer)?.keep(Keep::Never).lang(asking.lang))
    };
    context.run(work).await?
}

/// Tells what was found, and why.
struct Teller<'a> {
    shelf: &'a Shelf,
    question: &'a Question,
    now: DateTime<Utc>,
    lang: Lang,
}

impl Teller<'_> {
    /// Joins what was found with its views. What left the index in this very moment is left out.
    fn shown<T>(&self, found: &[Matched], tell: impl Fn(&Matched, OpportunityView) -> T) -> Result<Vec<T>, Problem> {
        let keys: Vec<Key> = found.iter().map(|m| Key::Opportunity(m.offer.id)).collect();
        let views = self.shelf.text.get_many(&keys).into_iter();
        let both = found.iter().zip(views).filter_map(|(matched, stored)| Some((matched, stored?)));
        both.map(|(matched, stored)| Ok(tell(matched, OpportunityView::stored(&stored.view, self.now)?))).collect()
    }

    fn result(&self, matched: &Matched, view: OpportunityView) -> MatchView {
        let (e, offer) = (&matched.evaluation, &matched.offer);
        let because = e.because(self.question, offer, &self.shelf.city);
        let sessions = e.fitting_sessions(self.question, offer).into_iter().filter_map(|i| offer.sessions.get(i)).map(|id| id.0).collect();
        MatchView::of(e, view, because, sessions, self.lang)
    }

    fn near_miss(&self, matched: &Matched, view: OpportunityView) -> NearMissView {
        let course = |offer: &_| self.shelf.matches.course_for(self.question, offer);
        let why_not = matched.evaluation.why_not(self.question, &matched.offer, &self.shelf.city, course);
        NearMissView::of(matched.evaluation.score, view, why_not, self.lang)
    }
}
