use super::view::RulesView;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;

/// The rules of taking part
///
/// What is decided here: how long answers may take, from which age one takes part alone, how often one is asked, how long contact stays open, and for
/// how many days things are kept before they are forgotten.
///
/// 参加のルール：回答の期限、年齢と保護者の同意、誘いの回数、連絡先を開示する期間、データの保存期間。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "read_rules",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The rules. ルール。", body = RulesView, example = json!(super::examples::rules())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/v1/rules")]
pub async fn read_rules(context: Data<Context>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    Ok(Answer::json(&RulesView::of(&context.settings().rules))?.keep(Keep::Public(300)))
}
