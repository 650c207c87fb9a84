use super::code::Code;
use super::digest::is_superseded;
use super::request::CertificateCheckRequest;
use super::view::CheckView;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem};
use actix_web::post;
use actix_web::web::Data;

/// Check a certificate
///
/// For whoever was shown one: was it made here, does it still count, was anything on it corrected since, and is it made out to this name? A code
/// that is wrong, or was taken back, is answered the same way: `valid` is false. Nothing tells whose it is.
///
/// 見せられた証明書が本物かどうかを、コードで確認します（登録不要）。無効なコードと取り消されたコードは、同じ答えになります。氏名は照合できますが、表示はされません。
#[utoipa::path(
    tag = "Finding",
    operation_id = "check_certificate",
    params(Asked<Nothing>),
    request_body(content = CertificateCheckRequest, content_type = "application/json", description = "The code, and perhaps the name. コードと氏名（任意）。", example = json!(super::examples::check_request())),
    responses(
        (status = 200, description = "What it is worth. 確認の結果。", body = CheckView, example = json!(super::examples::check())),
        BodyRefusals,
    )
)]
#[post("/v1/certificates/check")]
pub async fn check_certificate(context: Data<Context>, _: Asked<Nothing>, body: Body<CertificateCheckRequest>) -> Result<Answer, Problem> {
    let (typed, name) = body.0.read()?;
    let tz = context.tz();
    let Some(code) = Code::read(&typed) else { return answer(&CheckView::default()) };
    let hash = code.hash();
    let found = context.look(move |tx| {
        let Some(certificate) = tx.certificate_by_code(&hash)?.filter(|c| c.revoked_at.is_none()) else { return Ok(None) };
        let lines = tx.participations(&certificate.participations)?;
        Ok(Some((certificate, lines)))
    });
    let Some((certificate, lines)) = found.await? else { return answer(&CheckView::default()) };
    let name_matches = name.zip(certificate.holder).map(|(name, holder)| code.holder(&name) == holder);
    answer(&CheckView::of(&certificate, is_superseded(&certificate, &lines), name_matches, tz))
}

fn answer(view: &CheckView) -> Result<Answer, Problem> {
    Ok(Answer::json(view)?.keep(Keep::Never))
}
