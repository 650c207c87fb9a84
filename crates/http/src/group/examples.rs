use super::request::GroupRequest;
use super::view::FullGroupView;
use crate::openapi::examples::{city, domain_group};
use enmusubi_domain::group::{Group, Standing};
use serde_json::{Value, json, to_value};

fn full(standing: Standing) -> Value {
    to_value(FullGroupView::of(&Group { standing, ..domain_group() }, 1, &city())).unwrap_or_default()
}

/// A group as it is sent.
pub fn request() -> Value {
    to_value(GroupRequest::of(&domain_group().details)).unwrap_or_default()
}

/// A change.
pub fn change() -> Value {
    json!({"summary": "通学路の雪を、朝のうちに片づけています。", "members": 9, "url": null, "place": {"nearest_station": "北24条"}})
}

/// A group that waits for review.
pub fn pending() -> Value {
    full(Standing::Pending)
}

/// A group everybody sees.
pub fn active() -> Value {
    full(Standing::Active)
}

/// A group that was taken out of public view.
pub fn suspended() -> Value {
    full(Standing::Suspended)
}

/// A group that was turned away.
pub fn refused() -> Value {
    full(Standing::Refused)
}
