use super::view::SuggestionView;
use crate::answer::Answer;
use crate::context::Context;
use crate::input::{Asked, Field, Form, Parameters};
use crate::page::Listing;
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;

/// What has been typed so far.
pub struct Typed;

/// Longest text to complete, in characters.
const TYPED_MAX: usize = 50;
/// Completions when the caller does not say.
const LIMIT: usize = 10;
/// Most completions.
const LIMIT_MAX: i64 = 20;

impl Parameters for Typed {
    const FIELDS: &'static [&'static [Field]] = &[&[
        Field {
            name: "q",
            form: Form::Text(TYPED_MAX),
            text: ("What has been typed so far, in kana, kanji or letters.", "入力途中のことば。"),
            example: "ゆき",
        },
        Field { name: "limit", form: Form::Whole(1, LIMIT_MAX), text: ("How many completions at most.", "候補の数。"), example: "10" },
    ]];
}

/// Complete what somebody is typing
///
/// Themes, areas, stations, groups, titles and words that begin like `q`, read as kana or kanji. One page.
///
/// 入力途中の補完候補。かなでも漢字でも。
#[utoipa::path(
    tag = "Finding",
    operation_id = "suggest",
    params(Asked<Typed>),
    responses(
        (status = 200, description = "Completions, most useful first. 候補。", body = Listing<SuggestionView>, example = json!(crate::openapi::examples::suggestions())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
    )
)]
#[get("/v1/suggest")]
pub async fn suggest_completions(context: Data<Context>, asked: Asked<Typed>) -> Result<Answer, Problem> {
    let r = asked.reader();
    let typed = r.text("q", TYPED_MAX).unwrap_or_default();
    let limit = r.whole("limit", 1, LIMIT_MAX).map_or(LIMIT, |n| n as usize);
    r.finish()?;
    let (shelf, now) = (context.shelf()?, context.now());
    let work = move || {
        let found = shelf.text.suggest(&typed, limit, now);
        let results = found.into_iter().map(|s| SuggestionView { text: s.text, kind: s.kind.code(), count: s.count }).collect();
        Answer::json(&Listing::whole(results, limit))
    };
    context.run(work).await?
}
