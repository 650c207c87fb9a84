use super::view::LadderView;
use crate::answer::{Answer, Keep};
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;

/// The ladder
///
/// By which rules taking part raises a level, in each theme by itself. A session that was attended is a participation; a course that was attended
/// is a course, once, and no participation. A level that was earned is not lost. One's own place is at `GET /v1/me/ladder`.
///
/// 参加によって段階が上がる基準。テーマごとに数えます。講座は講座として1回だけ数え、参加回数には含めません。得た段階が下がることはありません。
#[utoipa::path(
    tag = "Matching",
    operation_id = "read_ladder",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The rules. 基準。", body = LadderView, example = json!(super::examples::ladder())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/v1/ladder")]
pub async fn read_ladder(context: Data<Context>, asking: Asking, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let view = LadderView::of(&context.settings().ladder, asking.lang);
    Ok(Answer::json(&view)?.keep(Keep::Public(300)).lang(asking.lang))
}
