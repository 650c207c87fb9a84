use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::application::Side;
use enmusubi_domain::disclosure::{Field, Shown, Stage, listed_name};
use enmusubi_domain::message::{Message, find};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A message within an application. メッセージ。
#[derive(Serialize, ToSchema)]
#[schema(as = Message)]
pub struct MessageView {
    /// Its id (UUIDv7).
    id: Uuid,
    /// Who speaks.
    #[schema(value_type = code::MessageSide, example = "volunteer")]
    side: &'static str,
    /// The name of the one who wrote it; null to the other side before both have said yes, and where it is not disclosed any more.
    #[schema(example = "北野ゆき")]
    author: Option<String>,
    /// What was written; null if it was taken back, forgotten, or is withheld.
    #[schema(example = "長靴は貸していただけますか。")]
    text: Option<String>,
    /// When.
    sent_at: DateTime<FixedOffset>,
    /// When it was taken back or forgotten; null if it was not.
    removed_at: Option<DateTime<FixedOffset>>,
    /// Whether it holds contact details that are not disclosed any more.
    withheld: bool,
}

/// Who reads, and what they may know of the other side.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// On which side.
    pub side: Side,
    /// How far both sides have come.
    pub stage: Stage,
    /// Whether both have ever said yes.
    pub agreed: bool,
    /// Whether the volunteer is to be treated as a minor.
    pub minor: bool,
}

impl MessageView {
    /// Shows a message to a reader. `name` is the author's, if they are still there.
    pub fn of(m: &Message, name: Option<String>, reader: Reader, tz: Tz) -> Self {
        let named = Field::Name.at(reader.stage) == Shown::Yes;
        let foreign = m.side != reader.side;
        let author = match (foreign, m.side) {
            (false, _) => name,
            (true, Side::Volunteer) => name.filter(|_| named).map(|name| listed_name(&name, reader.minor, reader.stage)),
            (true, Side::Group | Side::Service) => name.filter(|_| reader.agreed),
        };
        // What a volunteer wrote of how to reach them was for the time in which that was open.
        let withheld = foreign && m.side == Side::Volunteer && !named && m.text.as_deref().is_some_and(|text| find(text).is_some());
        Self {
            id: m.id.0,
            side: m.side.code(),
            author,
            text: m.text.clone().filter(|_| !withheld),
            sent_at: local(m.sent_at, tz),
            removed_at: m.removed_at.map(|at| local(at, tz)),
            withheld,
        }
    }
}
