use super::view::{GroupLimitsView, MyLimitsView};
use crate::application::examples::circumstances;
use enmusubi_persistence::{GroupLimits, OwnLimits};
use serde_json::{Value, to_value};

/// One's own.
pub fn own() -> Value {
    to_value(MyLimitsView::of(&OwnLimits { version: 1, sessions_per_week: Some(2), invitations_per_week: Some(1) }, &circumstances())).unwrap_or_default()
}

/// A group's.
pub fn of_group() -> Value {
    to_value(GroupLimitsView::of(&GroupLimits { version: 1, sessions_per_person_week: Some(1) })).unwrap_or_default()
}
