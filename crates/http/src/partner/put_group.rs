use super::bring::somebody_was_faster;
use super::reference::{Partner, Reference};
use super::view::{BroughtGroupView, outcome};
use crate::access::{Act, May};
use crate::context::Context;
use crate::group::{GroupRequest, group_differences, in_full};
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::GroupId;
use enmusubi_persistence::Written;

/// Bring in a group
///
/// Under the partner's own reference, as often as one likes; the same again changes nothing and says `unchanged`. A new group waits for the city's
/// review, as others do; see `group.standing`.
///
/// 団体を提携サイトの参照番号で登録・更新する。新しい団体は、市の確認が済むまで公開されません。
#[utoipa::path(
    tag = "Partners",
    operation_id = "put_partner_group",
    params(("client_ref" = String, Path, description = "The partner's own reference: 1 to 100 of `A-Z a-z 0-9 . _ ~ : -`.\n\n提携サイトの参照番号。", example = "group-17", pattern = "^[A-Za-z0-9._~:-]{1,100}$", max_length = 100), Asked<Nothing>),
    request_body(content = GroupRequest, content_type = "application/json", description = "All of it: what is left out is taken away. 全項目（省略した項目は消えます）。", example = json!(crate::group::examples::request())),
    responses(
        (status = 200, description = "It was there: `updated` or `unchanged`. 更新、または変更なし。", body = BroughtGroupView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::group("unchanged"))),
        (status = 201, description = "It is new. 新規登録。", body = BroughtGroupView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Its address.")), example = json!(super::examples::group("created"))),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[put("/v1/partner/groups/{client_ref}")]
pub async fn put_partner_group(
    context: Data<Context>,
    may: May<op::PutPartnerGroup>,
    reference: Reference,
    _: Asked<Nothing>,
    body: Body<GroupRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let details = body.0.details(&city)?;
    let (reviewed, fresh) = (context.settings().review_new_groups, GroupId::new());
    let work = move |act: &mut Act<'_, '_>| {
        let partner = Partner::of(act)?;
        partner.may(act)?;
        let now = act.now()?;
        let source = partner.source(&reference.0);
        let stands = act.tx.group_by_source(&source)?;
        let group = match stands.clone() {
            Some(stands) => Group { details: details.clone(), imported: false, updated_at: now, ..stands },
            None => {
                let founded = Group::found(fresh, details.clone(), reviewed, &city, now).map_err(Problem::wrong_members)?;
                Group { source: Some(source), ..founded }
            }
        };
        let written = act.tx.put_group(&group).map_err(somebody_was_faster)?;
        if written != Written::Unchanged {
            let fields = stands.map(|before| group_differences(&before.details, &group.details)).unwrap_or_default();
            act.audit((ObjectKind::Group, group.id.0), &fields, None)?;
        }
        let view = BroughtGroupView { outcome: outcome(written), group: in_full(act, group.id, &city)? };
        let reply = match written {
            Written::Created => Reply::made(format!("/v1/partner/groups/{}", reference.0), &view)?,
            Written::Updated | Written::Unchanged => Reply::done(&view)?,
        };
        Ok(reply.version(view.group.group.version))
    };
    context.write(&may, work).await
}
