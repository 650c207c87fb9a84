use crate::group::GroupView;
use crate::opportunity::local;
use chrono::{DateTime, FixedOffset};
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use serde::Serialize;
use utoipa::ToSchema;

/// A group that waits for review. 確認待ちの団体。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Review)]
pub struct ReviewView {
    /// Since when it waits.
    pub waiting_since: DateTime<FixedOffset>,
    /// The group, as everybody would see it.
    pub group: GroupView,
}

impl ReviewView {
    /// Shows a group that waits.
    pub fn of(group: &Group, city: &City) -> Self {
        Self { waiting_since: local(group.created_at, city.calendar.tz), group: GroupView::of(group, city) }
    }
}
