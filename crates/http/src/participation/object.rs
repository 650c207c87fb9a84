use super::request::ObjectionRequest;
use super::view::ParticipationView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::ParticipationId;

/// Object to a line of one's record
///
/// The group reads it beside the line, and can correct it. Whatever one said before gives way. It is deleted with one's account.
///
/// 自分の参加記録に異議を申し立てます。団体が内容を見て訂正できます。もう一度送ると前の内容と置き換わります。
#[utoipa::path(
    tag = "Me",
    operation_id = "object_to_participation",
    params(("id" = Uuid, Path, description = "The participation's id.\n\n参加記録のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e90"), Asked<Nothing>, Once),
    request_body(content = ObjectionRequest, content_type = "application/json", description = "What is wrong with it. 異議の内容。", example = json!({"text": "この日は最後まで参加しました。"})),
    responses(
        (status = 200, description = "The line as it stands now. 参加記録。", body = ParticipationView, example = json!(super::examples::disputed())),
        BodyRefusals,
        ObjectRefusals,
    )
)]
#[post("/v1/me/participations/{id}/objection")]
pub async fn object_to_participation(
    context: Data<Context>,
    may: May<op::ObjectToParticipation>,
    id: Id<ParticipationId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<ObjectionRequest>,
) -> Result<Reply, Problem> {
    let (text, tz) = (body.0.read()?, context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.participation(id.0)?;
        let line = act.there(found)?;
        act.on(&Facts { account: line.account, ..Facts::default() })?;
        let now = act.now()?;
        act.tx.object_to_participation(line.id, &text, now)?;
        act.audit((ObjectKind::Participation, line.id.0), &["objection"], None)?;
        let line = act.tx.participation(line.id)?.ok_or(Problem::Internal)?;
        Reply::done(&ParticipationView::of(&line, &act.tx.corrections_of(&[line.id])?, tz))
    };
    context.write_once(key, &may, work).await
}
