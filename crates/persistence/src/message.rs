//! Messages within applications: their row, row to domain and back, their queries, and how they are forgotten.

use crate::columns::{Id, Reading, Ts, maybe_text};
use crate::error::StoreError;
use crate::schema::{application, message};
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Circumstances, Side};
use enmusubi_domain::id::{AccountId, ApplicationId, MessageId};
use enmusubi_domain::message::Message;

/// A row of the table.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = message, treat_none_as_default_value = false)]
struct MessageRow {
    id: Id,
    application_id: Id,
    side: String,
    author_id: Option<Id>,
    text: Option<String>,
    sent_at: Ts,
    removed_at: Option<Ts>,
}

impl MessageRow {
    fn into_message(self) -> Result<Message, StoreError> {
        let r = Reading::new("message", self.id.0);
        Ok(Message {
            id: MessageId(self.id.0),
            application: ApplicationId(self.application_id.0),
            side: r.word("side", &self.side, Side::parse)?,
            author: self.author_id.map(|id| AccountId(id.0)),
            text: self.text,
            sent_at: self.sent_at.0,
            removed_at: self.removed_at.map(|at| at.0),
        })
    }
}

/// Takes the words out of messages, and says when.
macro_rules! without_words {
    ($now:expr) => {
        (message::text.eq(None::<String>), message::removed_at.eq(Some($now)))
    };
}

impl Tx<'_> {
    /// Keeps a message that is new.
    pub fn insert_message(&mut self, m: &Message) -> Result<(), StoreError> {
        let row = MessageRow {
            id: Id(m.id.0),
            application_id: Id(m.application.0),
            side: m.side.code().into(),
            author_id: m.author.map(|a| Id(a.0)),
            text: maybe_text(m.text.as_ref())?,
            sent_at: Ts::of(m.sent_at),
            removed_at: m.removed_at.map(Ts::of),
        };
        let done = diesel::insert_into(message::table).values(&row).execute(self.db);
        self.look("message", done).map(drop)
    }

    /// What follows when a side has written: the other one hears of it.
    pub fn note_message(&mut self, application: &Application, from: Side, at: &Circumstances) -> Result<(), StoreError> {
        self.notice_message(application, from, at)
    }

    /// A message, whether or not its words are still there.
    pub fn message(&mut self, id: MessageId) -> Result<Option<Message>, StoreError> {
        let row = message::table.filter(message::id.eq(Id(id.0))).select(MessageRow::as_select()).first(self.db).optional();
        self.look("message", row)?.map(MessageRow::into_message).transpose()
    }

    /// Every message of an application, the oldest first.
    pub fn messages_of_application(&mut self, application: ApplicationId) -> Result<Vec<Message>, StoreError> {
        self.messages_page(application, None, usize::MAX)
    }

    /// The next messages of an application, the oldest first.
    pub fn messages_page(&mut self, application: ApplicationId, after: Option<MessageId>, limit: usize) -> Result<Vec<Message>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let own = message::table.filter(message::application_id.eq(Id(application.0)));
        let mut query = own.order(message::id).limit(limit).select(MessageRow::as_select()).into_boxed();
        if let Some(after) = after {
            query = query.filter(message::id.gt(Id(after.0)));
        }
        let rows = query.load::<MessageRow>(self.db);
        self.look("message", rows)?.into_iter().map(MessageRow::into_message).collect()
    }

    /// How many messages a side of an application has sent since a moment; those taken back count.
    pub fn messages_since(&mut self, application: ApplicationId, side: Side, since: DateTime<Utc>) -> Result<usize, StoreError> {
        let many = message::table
            .filter(message::application_id.eq(Id(application.0)))
            .filter(message::side.eq(side.code()))
            .filter(message::sent_at.ge(Ts::of(since)))
            .count()
            .get_result::<i64>(self.db);
        Ok(usize::try_from(self.look("message", many)?).unwrap_or(usize::MAX))
    }

    /// Takes a message back: its words go; answers whether they were still there.
    pub fn remove_message(&mut self, id: MessageId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let kept = message::table.filter(message::id.eq(Id(id.0))).filter(message::text.is_not_null());
        let done = diesel::update(kept).set(without_words!(Ts::of(now))).execute(self.db);
        self.look("message", done).map(|rows| rows > 0)
    }

    /// Takes the words out of everything somebody wrote, because they leave; answers how many messages lost theirs.
    pub fn cut_messages_of(&mut self, account: AccountId) -> Result<usize, StoreError> {
        let now = Ts(self.clock()?);
        let theirs = message::table.filter(message::author_id.eq(Id(account.0))).filter(message::text.is_not_null());
        let done = diesel::update(theirs).set(without_words!(now)).execute(self.db);
        self.look("message", done)
    }

    /// Takes the words out of the messages of applications that ended before a moment; answers how many messages lost theirs.
    pub fn forget_messages_before(&mut self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let now = Ts(self.clock()?);
        let ended = application::table.filter(application::ended_at.lt(Ts::of(at))).select(application::id);
        let old = message::table.filter(message::application_id.eq_any(ended)).filter(message::text.is_not_null());
        let done = diesel::update(old).set(without_words!(now)).execute(self.db);
        self.look("message", done)
    }
}
