//! Lines: written, read.

use crate::columns::{Id, Json, Reading, Ts, maybe_text, text};
use crate::connection::Db;
use crate::error::StoreError;
use crate::schema::audit_event;
use crate::tx::Tx;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use enmusubi_domain::audit::{Actor, Entry, Event, ObjectKind};
use enmusubi_domain::id::AccountId;
use uuid::Uuid;

/// Which lines; what is not given does not count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// What this person did.
    pub account: Option<AccountId>,
    /// What was done to things of this sort.
    pub object_kind: Option<ObjectKind>,
    /// What was done to this.
    pub object_id: Option<Uuid>,
    /// What was done.
    pub action: Option<String>,
    /// From then on.
    pub from: Option<DateTime<Utc>>,
    /// Before then.
    pub to: Option<DateTime<Utc>>,
}

/// A row to write. PostgreSQL enters the moment by itself.
#[derive(Insertable)]
#[diesel(table_name = audit_event)]
struct NewRow {
    at: Option<Ts>,
    actor: &'static str,
    actor_id: Option<Id>,
    login_id: Option<Id>,
    action: String,
    object_kind: &'static str,
    object_id: Id,
    fields: Json,
    reason: Option<String>,
    trace_id: String,
}

/// A row to read.
#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_event)]
struct Row {
    seq: i64,
    at: Ts,
    actor: String,
    actor_id: Option<Id>,
    login_id: Option<Id>,
    action: String,
    object_kind: String,
    object_id: Id,
    fields: Json,
    reason: Option<String>,
    trace_id: String,
}

impl Row {
    fn into_entry(self) -> Result<Entry, StoreError> {
        let r = Reading::new("audit_event", self.seq);
        let actor = Actor::of(&self.actor, self.actor_id.map(|id| id.0), self.login_id.map(|id| id.0));
        Ok(Entry {
            seq: self.seq,
            at: self.at.0,
            actor: actor.ok_or_else(|| r.damaged("actor, actor_id and login_id do not go together"))?,
            object: (r.word("object_kind", &self.object_kind, ObjectKind::parse)?, self.object_id.0),
            fields: r.doc("fields", &self.fields)?,
            action: self.action,
            reason: self.reason,
            trace_id: self.trace_id,
        })
    }
}

impl Tx<'_> {
    /// Writes a line, in the transaction of what it tells of: without the line nothing was done.
    pub fn audit(&mut self, event: &Event) -> Result<(), StoreError> {
        let (actor, actor_id, login_id) = event.actor.parts();
        let at = match &*self.db {
            Db::Postgres(_) => None,
            Db::Sqlite(_) => Some(Ts(self.clock()?)),
        };
        let row = NewRow {
            at,
            actor,
            actor_id: actor_id.map(Id),
            login_id: login_id.map(Id),
            action: event.action.to_owned(),
            object_kind: event.object.0.code(),
            object_id: Id(event.object.1),
            fields: Json::of(&event.fields)?,
            reason: maybe_text(event.reason.as_ref())?,
            trace_id: text(&event.trace_id)?,
        };
        let done = diesel::insert_into(audit_event::table).values(&row).execute(self.db);
        self.look("audit_event", done).map(drop)
    }

    /// Lines before a number, newest first.
    pub fn audit_page(&mut self, before: Option<i64>, filter: &AuditFilter, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut query = audit_event::table.select(Row::as_select()).order(audit_event::seq.desc()).limit(limit).into_boxed();
        if let Some(before) = before {
            query = query.filter(audit_event::seq.lt(before));
        }
        if let Some(account) = filter.account {
            query = query.filter(audit_event::actor_id.eq(Some(Id(account.0))));
        }
        if let Some(kind) = filter.object_kind {
            query = query.filter(audit_event::object_kind.eq(kind.code()));
        }
        if let Some(id) = filter.object_id {
            query = query.filter(audit_event::object_id.eq(Id(id)));
        }
        if let Some(action) = &filter.action {
            query = query.filter(audit_event::action.eq(text(action)?));
        }
        if let Some(from) = filter.from {
            query = query.filter(audit_event::at.ge(Ts::of(from)));
        }
        if let Some(to) = filter.to {
            query = query.filter(audit_event::at.lt(Ts::of(to)));
        }
        let rows = query.load::<Row>(self.db);
        self.look("audit_event", rows)?.into_iter().map(Row::into_entry).collect()
    }
}
