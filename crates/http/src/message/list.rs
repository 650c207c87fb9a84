use super::view::{MessageView, Reader};
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::application::reached;
use crate::context::Context;
use crate::disclosure::standing;
use crate::input::{Asked, Id};
use crate::page::{self, Listing, Page, Paged};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::application::{Application, Circumstances, Side};
use enmusubi_domain::id::{AccountId, ApplicationId, MessageId};
use enmusubi_domain::message::Message;
use std::collections::HashMap;

/// List the messages of an application
///
/// Oldest first. For the volunteer, a guardian of theirs, and the owners and managers of the group; nobody else. Names are shown to the other side once both
/// have said yes.
///
/// 応募のメッセージの一覧（古い順）。本人・保護者・団体の代表と担当者だけが読めます。相手の名前は参加決定の後に表示されます。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "list_application_messages",
    params(("id" = Uuid, Path, description = "The application's id.\n\n応募のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e82"), Asked<Paged>),
    responses(
        (status = 200, description = "One page of messages. メッセージの一覧。", body = Listing<MessageView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::messages())),
        ListRefusals,
        ObjectRefusals,
    )
)]
#[get("/v1/applications/{id}/messages")]
pub async fn list_application_messages(
    context: Data<Context>,
    may: May<op::ListApplicationMessages>,
    id: Id<ApplicationId>,
    asked: Asked<Paged>,
) -> Result<Answer, Problem> {
    let page = Page::<MessageId>::only(&asked, &context, page::LIMIT)?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let (after, limit) = (page.after, page.limit);
    let found = context.read(&may, move |act| {
        let (a, _, ground) = reached(act, id.0, &city)?;
        let at = home.circumstances(act.now()?);
        let reader = reader(act, &a, ground, &at)?;
        let messages = act.tx.messages_page(a.id, after, limit + 1)?;
        let names = names(act, &messages)?;
        Ok((messages, names, reader))
    });
    let (messages, names, reader) = found.await?;
    let tz = context.tz();
    let show = |m: &Message| MessageView::of(m, m.author.and_then(|author| names.get(&author).cloned()), reader, tz);
    Ok(Listing::keyed(&messages, &page, |m| m.id, show, &asked, &context).answer(&asked)?.keep(Keep::Never))
}

/// Who reads the messages of an application.
pub fn reader(act: &mut Act<'_, '_>, a: &Application, ground: Ground, at: &Circumstances) -> Result<Reader, Problem> {
    let standing = standing(act, a, at)?;
    let side = match ground {
        Ground::Itself | Ground::Guardian => Side::Volunteer,
        Ground::Manager | Ground::Owner => Side::Group,
        // The table opens these operations to nobody else.
        _ => return Err(Problem::Internal),
    };
    Ok(Reader { side, stage: standing.stage, agreed: a.accepted_at.is_some(), minor: standing.minor })
}

/// What those are called who wrote.
fn names(act: &mut Act<'_, '_>, messages: &[Message]) -> Result<HashMap<AccountId, String>, Problem> {
    let mut names = HashMap::new();
    for author in messages.iter().filter_map(|m| m.author) {
        if !names.contains_key(&author)
            && let Some(account) = act.tx.account(author)?
        {
            names.insert(author, account.name);
        }
    }
    Ok(names)
}
