use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::CertificateId;

/// Take a certificate back
///
/// From then on, whoever checks its code learns no more than of a code that never was. One that was taken back stays so.
///
/// 証明書を取り消します。以後、そのコードは無効です。元に戻せません。
#[utoipa::path(
    tag = "Me",
    operation_id = "revoke_certificate",
    params(("id" = Uuid, Path, description = "The certificate's id.\n\n証明書のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e91"), Asked<Nothing>),
    responses((status = 204, description = "It does not count any more. 取り消した。"), ObjectRefusals)
)]
#[delete("/v1/me/certificates/{id}")]
pub async fn revoke_certificate(context: Data<Context>, may: May<op::RevokeCertificate>, id: Id<CertificateId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.certificate(id.0)?;
        let certificate = act.there(found)?;
        act.on(&Facts { account: certificate.account, ..Facts::default() })?;
        let now = act.now()?;
        if act.tx.revoke_certificate(certificate.id, now)? {
            act.audit((ObjectKind::Certificate, certificate.id.0), &["revoked_at"], None)?;
        }
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}
