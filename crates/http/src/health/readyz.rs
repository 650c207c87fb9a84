use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

/// What is ready.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// `ready`.
    #[schema(example = "ready")]
    status: &'static str,
    /// The index.
    index: IndexView,
}

/// How the index is.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndexView {
    /// Groups and opportunities it holds.
    #[schema(example = 512)]
    documents: u64,
    /// Opportunities that can be matched.
    #[schema(example = 401)]
    listings: u64,
    /// How long ago it was level with the database.
    #[schema(example = 0.2)]
    lag_seconds: f64,
    /// Whether the database is being followed; reading goes on while it is not.
    following: bool,
}

/// Ready?
///
/// Ready as soon as there is an index to answer from, until the server is about to stop. A lost database does not make it
/// unready: public reading goes on from the index.
///
/// 受付可能か。
#[utoipa::path(
    tag = "Operation",
    operation_id = "readyz",
    params(Asked<Nothing>),
    responses((status = 200, description = "Ready. 受付可能。", body = Readiness, example = json!({"status": "ready", "index": {"documents": 512, "listings": 401, "lag_seconds": 0.2, "following": true}})), PlainRefusals)
)]
#[get("/readyz")]
pub async fn ready(context: Data<Context>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let pulse = context.pulse();
    if pulse.is_leaving() {
        return Err(Problem::NotReady);
    }
    let index = IndexView {
        documents: shelf.text.len(),
        listings: shelf.matches.len() as u64,
        lag_seconds: pulse.lag_ms() as f64 / 1000.0,
        following: pulse.is_following(),
    };
    Ok(Answer::json(&Readiness { status: "ready", index })?.keep(Keep::Never))
}
