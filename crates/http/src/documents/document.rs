use crate::answer::{Answer, Keep};
use crate::input::{Asked, Nothing};
use crate::openapi::openapi;
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Vec<u8>> = LazyLock::new(|| openapi().to_json().unwrap_or_default().into_bytes());

/// This document
///
/// OpenAPI 3.1, made from the code that serves it.
///
/// このAPIの仕様書（OpenAPI 3.1）。
#[utoipa::path(
    tag = "Operation",
    operation_id = "openapi",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "The document. 仕様書。", body = Object, content_type = "application/json", example = json!({"openapi": "3.1.0"})),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        PlainRefusals,
    )
)]
#[get("/openapi.json")]
pub async fn read_document(_: Asked<Nothing>) -> Result<Answer, Problem> {
    Ok(Answer::new(crate::answer::JSON, DOCUMENT.clone()).keep(Keep::Public(300)))
}
