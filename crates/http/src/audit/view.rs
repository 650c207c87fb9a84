use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::audit::Entry;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of the audit trail: names of fields, never what stood in them. 監査記録。
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct EntryView {
    /// Its number; numbers grow, with gaps.
    #[schema(example = 4711)]
    pub seq: i64,
    /// When, by the database's clock.
    pub at: DateTime<FixedOffset>,
    /// What sort of actor it was.
    #[schema(value_type = code::ActorKind, example = "person")]
    pub actor: &'static str,
    /// Which account or client.
    pub actor_id: Option<Uuid>,
    /// On which device, for a person.
    pub login_id: Option<Uuid>,
    /// What was done: the `operationId`, or a word of a command or job.
    #[schema(example = "give_role")]
    pub action: String,
    /// To what sort of thing.
    #[schema(value_type = code::ObjectKind, example = "account")]
    pub object_kind: &'static str,
    /// To which.
    pub object_id: Uuid,
    /// Which fields were touched, or looked at.
    #[schema(example = json!(["roles"]))]
    pub fields: Vec<String>,
    /// Why, in the actor's own words, where a reason is demanded.
    #[schema(example = "北区の担当になったため")]
    pub reason: Option<String>,
    /// Names the request in our logs.
    #[schema(example = "019ad5c2f3a97d0c8e2b4f6a1c3d5e7f")]
    pub trace_id: String,
}

impl EntryView {
    /// Shows a line.
    pub fn of(entry: &Entry, tz: Tz) -> Self {
        let (actor, actor_id, login_id) = entry.actor.parts();
        Self {
            seq: entry.seq,
            at: local(entry.at, tz),
            actor,
            actor_id,
            login_id,
            action: entry.action.clone(),
            object_kind: entry.object.0.code(),
            object_id: entry.object.1,
            fields: entry.fields.clone(),
            reason: entry.reason.clone(),
            trace_id: entry.trace_id.clone(),
        }
    }
}
