use super::view::ExportView;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Data;
use actix_web::{CustomizeResponder, Responder, get};
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;

/// What browsers save it as.
const FILE: &str = "attachment; filename=\"enmusubi-export.json\"";

/// Export everything about oneself
///
/// One JSON document with whatever is kept about the person who asks, of one moment: account, roles, devices, profile, contact, limits, applications with
/// their messages, the record with corrections, certificates, disclosures with every look, consents, guardianships, notices, invitations, and what the audit
/// trail says. Passwords, codes and keys are not in it: only hashes of them are kept. `ways` names the calls that correct or end each part. The record as a
/// table: `GET /v1/me/participations` with `Accept: text/csv`. That it was asked for is noted in the audit trail.
///
/// 自分について保存されているすべてのデータを、1つのJSON文書として取得します（アカウント、プロフィール、連絡先、応募とメッセージ、参加記録、証明書、開示と閲覧の
/// 記録、同意、保護者、お知らせなど）。パスワードやコードは含みません。訂正や終了の方法は ways に示します。参加記録の CSV は GET /v1/me/participations です。
#[utoipa::path(
    tag = "Me",
    operation_id = "export_my_data",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "Everything. すべてのデータ。", body = ExportView, headers(("Content-Disposition" = String, description = "To be saved as a file.")), example = json!(super::examples::export())),
        PlainRefusals,
    )
)]
#[get("/v1/me/export")]
pub async fn export_my_data(context: Data<Context>, may: May<op::ExportMyData>, _: Asked<Nothing>) -> Result<CustomizeResponder<Reply>, Problem> {
    let city = context.shelf()?.city.clone();
    // Noted first: without the line nothing is told.
    let noted = context.write(&may, |act| {
        let account = act.account()?;
        act.audit((ObjectKind::Account, account.0), &[], None)
    });
    noted.await?;
    let export = context.read(&may, move |act| {
        let (id, now) = (act.account()?, act.now()?);
        let account = act.tx.account(id)?.ok_or(Problem::Credentials)?;
        Ok(ExportView::gather(act.tx, &account, &city, now)?)
    });
    Ok(Reply::done(&export.await?)?.customize().insert_header((CONTENT_DISPOSITION, FILE)))
}
