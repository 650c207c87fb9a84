use super::lookup::{in_full, reached};
use super::request::{GroupRequest, differences};
use super::view::FullGroupView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals, VersionRefusals};
use crate::writing::{IfMatch, Patch, Reply};
use actix_web::patch;
use actix_web::web::Data;
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::group::{Group, Standing};
use enmusubi_domain::id::GroupId;

/// A change of some members.
type GroupPatch = Patch<GroupRequest>;

/// Change a group
///
/// A JSON merge patch (RFC 7396): members that are named change, `null` takes one away, lists are replaced as a whole.
///
/// 団体の内容を変更する。指定した項目だけが変わり、null は消去、配列は丸ごと置き換えです。
#[utoipa::path(
    tag = "Groups",
    operation_id = "update_group",
    params(("id" = Uuid, Path, description = "Its id.\n\n団体のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, IfMatch),
    request_body(
        description = "What is to change. 変更する項目。",
        content(
            (GroupPatch = "application/json", example = json!(super::examples::change())),
            (GroupPatch = "application/merge-patch+json", example = json!(super::examples::change())),
        ),
    ),
    responses(
        (status = 200, description = "The group as it stands now. 変更後の団体。", body = FullGroupView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::active())),
        BodyRefusals,
        ObjectRefusals,
        VersionRefusals,
        RuleRefusals,
    )
)]
#[patch("/v1/groups/{id}")]
pub async fn update_group(
    context: Data<Context>,
    may: May<op::UpdateGroup>,
    id: Id<GroupId>,
    version: IfMatch,
    _: Asked<Nothing>,
    body: Body<GroupPatch>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (group, ground) = reached(act, id.0, &city)?;
        version.holds(group.version)?;
        let details = body.0.applied(&GroupRequest::of(&group.details))?.details(&city)?;
        let changed = differences(&group.details, &details);
        let moves = changed.iter().any(|field| matches!(*field, "areas" | "themes"));
        if moves && matches!(group.standing, Standing::Suspended | Standing::Refused) && matches!(ground, Ground::Owner | Ground::Manager) {
            // Areas and themes say who oversees a group: whoever was turned away does not look for somebody else.
            return Err(Conflict::GroupNotActive.into());
        }
        if !changed.is_empty() {
            let now = act.now()?;
            act.tx.put_group(&Group { details, updated_at: now, ..group })?;
            act.audit((ObjectKind::Group, id.0.0), &changed, None)?;
        }
        let view = in_full(act, id.0, &city)?;
        Ok(Reply::done(&view)?.version(view.group.version))
    };
    context.write(&may, work).await
}
