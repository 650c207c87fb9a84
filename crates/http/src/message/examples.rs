use super::view::{MessageView, Reader};
use crate::openapi::examples::{city, now};
use crate::page::Listing;
use chrono::TimeDelta;
use enmusubi_domain::application::{Origin, Side};
use enmusubi_domain::disclosure::Stage;
use enmusubi_domain::id::MessageId;
use enmusubi_domain::message::Message;
use serde_json::{Value, to_value};

fn view(reader: Side) -> Option<MessageView> {
    let application = crate::application::examples::application(Origin::Volunteer)?;
    let sent = Message {
        id: MessageId::derived(crate::account::examples::BORN, "message"),
        application: application.id,
        side: Side::Volunteer,
        author: application.volunteer,
        text: Some("長靴は貸していただけますか。".into()),
        sent_at: now() + TimeDelta::hours(1),
        removed_at: None,
    };
    let reader = Reader { side: reader, stage: Stage::Applied, agreed: false, minor: false };
    Some(MessageView::of(&sent, Some("北野ゆき".into()), reader, city().calendar.tz))
}

/// A message as the one sees it who wrote it.
pub fn message() -> Value {
    to_value(view(Side::Volunteer)).unwrap_or_default()
}

/// The same as the group sees it.
pub fn messages() -> Value {
    to_value(Listing::whole(view(Side::Group).into_iter().collect(), 20)).unwrap_or_default()
}
