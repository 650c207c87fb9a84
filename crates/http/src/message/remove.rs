use super::list::reader;
use crate::access::{Act, May};
use crate::application::reached;
use crate::context::Context;
use crate::input::{Asked, Id, Nothing, SecondId};
use crate::problem::{Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{ApplicationId, MessageId};

/// Take a message back
///
/// One of one's own side. Its words go for good; that there was a message stays. Where they have gone already, nothing happens.
///
/// 自分の側のメッセージを取り消す。本文は元に戻せません。取り消したことは相手にも分かります。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "remove_application_message",
    params(
        ("id" = Uuid, Path, description = "The application's id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"),
        ("message_id" = Uuid, Path, description = "The message's id.\n\nメッセージのID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e85"),
        Asked<Nothing>,
    ),
    responses((status = 204, description = "Its words are gone. 取り消しました。"), ObjectRefusals, RuleRefusals)
)]
#[delete("/v1/applications/{id}/messages/{message_id}")]
pub async fn remove_application_message(
    context: Data<Context>,
    may: May<op::RemoveApplicationMessage>,
    id: Id<ApplicationId>,
    message: SecondId<MessageId>,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (a, _, ground) = reached(act, id.0, &city)?;
        let found = act.tx.message(message.0)?.filter(|m| m.application == a.id);
        let found = act.there(found)?;
        let at = home.circumstances(act.now()?);
        if found.side != reader(act, &a, ground, &at)?.side {
            return Err(Conflict::OtherSidesMessage.into());
        }
        if act.tx.remove_message(found.id, at.now)? {
            act.audit((ObjectKind::Application, a.id.0), &["messages"], None)?;
        }
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}
