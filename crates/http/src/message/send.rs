use super::list::reader;
use super::request::{MessageRequest, unfit};
use super::view::MessageView;
use crate::access::{Act, May};
use crate::application::reached;
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::id::{ApplicationId, MessageId};
use enmusubi_domain::message::{Message, PER_DAY, day_began, is_open, judge};

/// Write to the other side of an application
///
/// The volunteer to the group, or one of its owners and managers to the volunteer, from the first word until some weeks after the end; at most 30 a side
/// and day. Before both have said yes, texts with contact details (addresses, numbers, links) are refused with `contact_before_acceptance`; to minors they
/// always are.
///
/// 応募の相手にメッセージを送る（1日30通まで）。参加が決まるまで、連絡先（メールアドレス・電話番号・URL）を含むものは送れません。未成年の方には、決まった後も送れません。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "send_application_message",
    params(("id" = Uuid, Path, description = "The application's id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Nothing>, Once),
    request_body(content = MessageRequest, content_type = "application/json", description = "The text. 本文。", example = json!({"text": "長靴は貸していただけますか。"})),
    responses(
        (status = 201, description = "It was sent. 送りました。", body = MessageView, example = json!(super::examples::message())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/applications/{id}/messages")]
pub async fn send_application_message(
    context: Data<Context>,
    may: May<op::SendApplicationMessage>,
    id: Id<ApplicationId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<MessageRequest>,
) -> Result<Reply, Problem> {
    let text = body.0.read()?;
    let (city, home, message) = (context.shelf()?.city.clone(), context.clone(), MessageId::new());
    let work = move |act: &mut Act<'_, '_>| {
        let (a, _, ground) = reached(act, id.0, &city)?;
        let at = home.circumstances(act.now()?);
        let reader = reader(act, &a, ground, &at)?;
        if !is_open(&a, &at) {
            return Err(Conflict::ThreadClosed.into());
        }
        judge(&text, reader.side, a.state, reader.minor).map_err(|why| unfit("/text", why))?;
        if act.tx.messages_since(a.id, reader.side, day_began(&at))? >= PER_DAY {
            return Err(Conflict::TooManyMessages.into());
        }
        let author = act.account()?;
        let sent =
            Message { id: message, application: a.id, side: reader.side, author: Some(author), text: Some(text.clone()), sent_at: at.now, removed_at: None };
        act.tx.insert_message(&sent)?;
        act.audit((ObjectKind::Application, a.id.0), &["messages"], None)?;
        act.tx.note_message(&a, reader.side, &at)?;
        let name = act.tx.account(author)?.map(|account| account.name);
        Reply::new_here(&MessageView::of(&sent, name, reader, at.tz))
    };
    context.write_once(key, &may, work).await
}
