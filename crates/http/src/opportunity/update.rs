use super::full_view::FullOpportunityView;
use super::lookup::{differences, not_so, reached, with_hints};
use super::request::OpportunityRequest;
use crate::access::{Act, May};
use crate::application::follow;
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals, VersionRefusals};
use crate::writing::{IfMatch, Patch, Reply};
use actix_web::patch;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{OpportunityId, SessionId};
use enmusubi_domain::opportunity::State;
use enmusubi_persistence::Written;

/// A change of an opportunity, under the name it has in the document.
type OpportunityPatch = Patch<OpportunityRequest>;

/// Change an opportunity
///
/// A JSON merge patch (RFC 7396): members that are named change, `null` takes one away, lists are replaced as a whole. Sessions that are named by
/// id, or begin at the same time, keep their people; one with people in it can be called off (`cancelled`), but not left out, nor have fewer seats
/// than are taken. Sessions that the rule yields come and go with it.
///
/// 募集の内容を変更する。指定した項目だけが変わり、null は消去、配列は丸ごと置き換えです。参加者がいる回は、中止（cancelled）にはできますが、消すことはできません。
#[utoipa::path(
    tag = "Opportunities",
    operation_id = "update_opportunity",
    params(("id" = Uuid, Path, description = "Its id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, IfMatch),
    request_body(
        description = "What is to change. 変更する項目。",
        content(
            (OpportunityPatch = "application/json", example = json!(super::examples::change())),
            (OpportunityPatch = "application/merge-patch+json", example = json!(super::examples::change())),
        ),
    ),
    responses(
        (status = 200, description = "The opportunity as it stands now. 変更後の募集。", body = FullOpportunityView, headers(("ETag" = String, description = "The version, such as `\"v4\"`.")), example = json!(super::examples::published())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
        VersionRefusals,
    )
)]
#[patch("/v1/opportunities/{id}")]
pub async fn update_opportunity(
    context: Data<Context>,
    may: May<op::UpdateOpportunity>,
    id: Id<OpportunityId>,
    version: IfMatch,
    _: Asked<Nothing>,
    body: Body<OpportunityPatch>,
) -> Result<Reply, Problem> {
    let (shelf, home) = (context.shelf()?, context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (stands, _, _) = reached(act, id.0, &shelf.city)?;
        version.holds(stands.version)?;
        if matches!(stands.state, State::Closed | State::Cancelled) {
            return Err(Conflict::Ended.into());
        }
        let now = act.now()?;
        let before = stands.details.clone();
        let request = body.0.applied(&OpportunityRequest::of(&before, &shelf.city.calendar))?;
        let said = request.said(&shelf.city, now, Some(&before.schedule))?;
        let changed = stands.rewrite(said, &shelf.city, now, |_| SessionId::new()).map_err(not_so)?;
        if act.tx.put_opportunity(&changed)? != Written::Unchanged {
            act.audit((ObjectKind::Opportunity, id.0.0), &differences(&before, &changed.details), None)?;
            follow(act, id.0, &home.circumstances(now))?;
        }
        let view = with_hints(act, id.0, &shelf, now)?;
        Ok(Reply::done(&view)?.version(view.version).lang(act.lang()))
    };
    context.write(&may, work).await
}
