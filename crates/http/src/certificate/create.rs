use super::code::Code;
use super::digest::digest;
use super::request::CertificateRequest;
use super::view::CertificateView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals};
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::certificate::{Certificate, LINES_MAX};
use enmusubi_domain::id::CertificateId;
use enmusubi_domain::invalid::{Invalid, Why};

/// Make a certificate
///
/// Of one's record, or of a part of it: name, dates, groups, hours, and a code by which others can check it (`POST /v1/certificates/check`). The
/// code is shown here and never again: if the answer is lost, take the certificate back and make another. At most 1,000 participations; whoever has
/// more chooses a shorter period.
///
/// 参加記録の証明書を作ります。氏名・日付・団体・時間と、第三者が確認するためのコードが付きます。コードが表示されるのはこの1回だけです。
#[utoipa::path(
    tag = "Me",
    operation_id = "create_certificate",
    params(Asked<Nothing>),
    request_body(content = CertificateRequest, content_type = "application/json", description = "Of what; `{}` for all of it. 範囲（{} で全部）。", example = json!({"from": "2026-04-01", "to": "2027-03-31"})),
    responses(
        (status = 201, description = "The certificate, with its code for the only time. 証明書。", body = CertificateView, example = json!(super::examples::certificate())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/me/certificates")]
pub async fn create_certificate(
    context: Data<Context>,
    may: May<op::CreateCertificate>,
    _: Asked<Nothing>,
    body: Body<CertificateRequest>,
) -> Result<Reply, Problem> {
    let (extent, id, lang) = (body.0.read()?, CertificateId::new(), may.lang());
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let who = act.account()?;
        Tries::to_certify(&home, who).take_within(act.tx)?;
        let account = act.tx.account(who)?.ok_or(Problem::Credentials)?;
        let record = act.tx.participations_of_account(who)?;
        let lines = extent.lines(&record);
        if lines.is_empty() {
            return Err(Conflict::NothingToCertify.into());
        }
        if lines.len() > LINES_MAX {
            return Err(Problem::wrong_members(vec![Invalid::new("from", Why::TooMany { max: LINES_MAX })]));
        }
        let code = Code::new()?;
        let certificate = Certificate {
            id,
            account: Some(who),
            code_hash: code.hash(),
            holder: Some(code.holder(&account.name)),
            digest: digest(&lines),
            participations: lines.iter().map(|line| line.id).collect(),
            minutes: lines.iter().map(|line| u64::from(line.noted.minutes)).sum(),
            extent,
            issued_at: act.now()?,
            revoked_at: None,
        };
        act.tx.insert_certificate(&certificate)?;
        act.audit((ObjectKind::Certificate, id.0), &[], None)?;
        let view = CertificateView::of(&certificate, &account.name, &lines, &code, &home.settings().issuer, &city, lang);
        Ok(Reply::new_here(&view)?.lang(lang))
    };
    context.write(&may, work).await
}
