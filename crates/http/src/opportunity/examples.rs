use super::full_view::{DuplicateView, FullOpportunityView, ReasonView};
use super::request::OpportunityRequest;
use super::row_view::RowView;
use super::view::GroupName;
use crate::openapi::examples::{city, domain_group, domain_opportunity, listing, now};
use enmusubi_domain::opportunity::{Alike, Opportunity, State};
use enmusubi_domain::text::Lang;
use serde_json::{Value, json, to_value};

/// An opportunity in a state, as those see it who look after it.
pub fn full(state: State) -> FullOpportunityView {
    let opportunity = Opportunity { state, published_at: (state != State::Draft).then(now), ..domain_opportunity() };
    FullOpportunityView::of(&opportunity, &domain_group(), &city(), now())
}

/// Another opportunity that may be the same thing.
pub fn duplicate() -> DuplicateView {
    let (other, group) = (domain_opportunity(), domain_group());
    DuplicateView {
        id: other.id.0,
        title: other.details.title,
        state: other.state.code(),
        group: GroupName { id: group.id.0, name: group.details.name },
        reasons: [Alike::SimilarTitle, Alike::SameStart, Alike::SamePlace].into_iter().map(|r| ReasonView::of(r, Lang::Ja)).collect(),
    }
}

/// An opportunity as it is sent.
pub fn sent() -> OpportunityRequest {
    OpportunityRequest::of(&domain_opportunity().details, &city().calendar)
}

/// An opportunity as it is sent.
pub fn request() -> Value {
    let mut request = to_value(sent()).unwrap_or_default();
    // What stands has ids; what is new has none.
    request["schedule"]["sessions"] = json!([]);
    request
}

/// A change.
pub fn change() -> Value {
    json!({"summary": "登校前の30分、歩道を除雪します。", "cost": null, "level": {"beginner_friendly": true}, "schedule": {"minimum_minutes": 90}})
}

/// A new draft, with hints.
pub fn drafted() -> Value {
    let view = FullOpportunityView { version: 1, possible_duplicates: Some(vec![duplicate()]), ..full(State::Draft) };
    to_value(view).unwrap_or_default()
}

/// Open to the public.
pub fn published() -> Value {
    to_value(full(State::Published)).unwrap_or_default()
}

/// Over.
pub fn closed() -> Value {
    to_value(full(State::Closed)).unwrap_or_default()
}

/// Called off.
pub fn cancelled() -> Value {
    to_value(full(State::Cancelled)).unwrap_or_default()
}

/// A page of a group's opportunities.
pub fn rows() -> Value {
    listing(vec![RowView::of(&domain_opportunity(), &city(), now())], 1, None)
}
