use crate::code;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use enmusubi_domain::audit::Entry;
use enmusubi_domain::id::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

/// Something one did, or that was done to one's account. Of others nothing is told but what sort of actor it was. 操作の記録。
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedAct)]
pub struct ActPart {
    /// When.
    at: DateTime<FixedOffset>,
    /// Whether one did it oneself.
    #[schema(example = true)]
    own: bool,
    /// What sort of actor did it.
    #[schema(value_type = code::ActorKind, example = "person")]
    actor: &'static str,
    /// What was done.
    #[schema(example = "update_me")]
    action: String,
    /// To what sort of thing.
    #[schema(value_type = code::ObjectKind, example = "account")]
    object_kind: &'static str,
    /// Which fields were touched, or looked at.
    #[schema(example = json!(["name"]))]
    fields: Vec<String>,
}

impl ActPart {
    /// Shows a line of the trail to whom it is about.
    pub fn of(entry: Entry, account: AccountId, tz: Tz) -> Self {
        let (actor, id, _) = entry.actor.parts();
        Self { at: local(entry.at, tz), own: id == Some(account.0), actor, action: entry.action, object_kind: entry.object.0.code(), fields: entry.fields }
    }
}
