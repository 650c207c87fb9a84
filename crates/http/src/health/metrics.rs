use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use std::time::Duration;

/// The media type of Prometheus text.
const MEDIA: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Counters and latencies
///
/// Requests by route, method and class of status, latencies, and how far the index lags. Nothing personal, no words of
/// questions.
///
/// Prometheus 形式の計測値。個人情報や検索語は含みません。
#[utoipa::path(
    tag = "Operation",
    operation_id = "metrics",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "Prometheus text. 計測値。", body = String, content_type = "text/plain",
            example = json!("enmusubi_http_requests_total{route=\"/v1/opportunities\",method=\"GET\",status=\"2xx\"} 42\n")),
        PlainRefusals,
    )
)]
#[get("/metrics")]
pub async fn measure(context: Data<Context>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let (documents, listings) = context.shelf().map_or((0, 0), |shelf| (shelf.text.len(), shelf.matches.len() as u64));
    let pulse = context.pulse();
    let text = context.meter.text(documents, listings, Duration::from_millis(pulse.lag_ms()), pulse.is_following());
    Ok(Answer::new(MEDIA, text.into_bytes()).keep(Keep::Never))
}
