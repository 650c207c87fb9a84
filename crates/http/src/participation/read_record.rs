use super::record_view::RecordView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::participation::Summary;

/// Read one's record, added up
///
/// How often one was there and for how long: in all, by theme, by group and by year. A participation with two themes counts in both. The
/// attendance rate leaves out absences that were announced.
///
/// 自分の参加の合計（回数・時間）を、テーマ別・団体別・年別に返します。テーマが2つある参加は両方に数えます。事前に連絡した欠席は出席率に含めません。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_my_record",
    params(Asked<Nothing>),
    responses((status = 200, description = "The sums. 合計。", body = RecordView, example = json!(super::examples::sums())), PlainRefusals)
)]
#[get("/v1/me/record")]
pub async fn read_my_record(context: Data<Context>, may: May<op::ReadMyRecord>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let lang = may.lang();
    let lines = context.read(&may, |act| Ok(act.tx.participations_of_account(act.account()?)?)).await?;
    Ok(Reply::done(&RecordView::of(&Summary::of(&lines), &city, lang))?.lang(lang))
}
