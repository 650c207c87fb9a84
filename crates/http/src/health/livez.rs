use crate::answer::{Answer, Keep};
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use serde_json::json;

/// Alive?
///
/// Answers as long as the process can answer at all. Restart it when it does not.
///
/// プロセスが動いているか。
#[utoipa::path(
    tag = "Operation",
    operation_id = "livez",
    params(Asked<Nothing>),
    responses((status = 200, description = "Alive. 動作中。", body = Object, example = json!({"status": "alive"})), PlainRefusals)
)]
#[get("/livez")]
pub async fn alive(_: Asked<Nothing>) -> Result<Answer, Problem> {
    Ok(Answer::json(&json!({ "status": "alive" }))?.keep(Keep::Never))
}
