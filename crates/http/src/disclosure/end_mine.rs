use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::application::Side;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::DisclosureId;

/// End a disclosure
///
/// At once: from now on the group sees no contact, not even the name. The application stays as it is; to take that back, withdraw it. Where it has ended
/// already, nothing happens. A disclosure that was ended does not open again.
///
/// 連絡先の開示を終了する。すぐに団体から見えなくなります（氏名も）。応募はそのまま残ります。終了した開示は再開されません。
#[utoipa::path(
    tag = "Me",
    operation_id = "end_my_disclosure",
    params(("id" = Uuid, Path, description = "The disclosure's id.\n\n開示のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e84"), Asked<Nothing>),
    responses((status = 204, description = "It has ended. 終了した。"), ObjectRefusals)
)]
#[delete("/v1/me/disclosures/{id}")]
pub async fn end_my_disclosure(context: Data<Context>, may: May<op::EndMyDisclosure>, id: Id<DisclosureId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.disclosure(id.0)?;
        let disclosure = act.there(found)?;
        act.on(&Facts { account: Some(disclosure.account), ..Facts::default() })?;
        let now = act.now()?;
        if act.tx.end_disclosure(disclosure.id, Side::Volunteer, now)? {
            act.audit((ObjectKind::Disclosure, disclosure.id.0), &["ended_at"], None)?;
            act.audit((ObjectKind::Application, disclosure.application.0), &["disclosure"], None)?;
        }
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}
