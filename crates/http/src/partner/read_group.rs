use super::reference::{Partner, Reference};
use crate::access::{Act, May};
use crate::context::Context;
use crate::group::{FullGroupView, in_full};
use crate::input::{Asked, Nothing};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// Read a group that was brought in
///
/// As it stands now, under the partner's own reference; `standing` says whether the city has let it in.
///
/// 提携サイトが登録した団体を1件読む。standing で市の確認の状況がわかります。
#[utoipa::path(
    tag = "Partners",
    operation_id = "read_partner_group",
    params(("client_ref" = String, Path, description = "The partner's own reference.\n\n提携サイトの参照番号。", example = "group-17", pattern = "^[A-Za-z0-9._~:-]{1,100}$", max_length = 100), Asked<Nothing>),
    responses(
        (status = 200, description = "The group. 団体。", body = FullGroupView, headers(("ETag" = String, description = "The version, such as `\"v1\"`.")), example = json!(crate::group::examples::pending())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/partner/groups/{client_ref}")]
pub async fn read_partner_group(context: Data<Context>, may: May<op::ReadPartnerGroup>, reference: Reference, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let partner = Partner::of(act)?;
        let found = act.tx.group_by_source(&partner.source(&reference.0))?;
        let group = act.there(found)?;
        partner.may(act)?;
        in_full(act, group.id, &city)
    };
    let view = context.read(&may, work).await?;
    Ok(Reply::done(&view)?.version(view.group.version))
}
