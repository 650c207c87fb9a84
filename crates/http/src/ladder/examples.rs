use super::mine_view::{MyLadderView, StandingView};
use super::view::LadderView;
use crate::openapi::examples::{city, domain_group, domain_opportunity, now};
use crate::opportunity::{Shown, opportunity_document};
use crate::participation::theme_name;
use enmusubi_domain::ladder::{Done, Ladder};
use enmusubi_domain::level::Responsibility;
use enmusubi_domain::text::Lang;
use serde_json::{Value, to_value};

/// The rules.
pub fn ladder() -> Value {
    to_value(LadderView::of(&Ladder::default(), Lang::Ja)).unwrap_or_default()
}

/// Somebody's place.
pub fn mine() -> Value {
    let done = Done { participations: 4, minutes: 480, courses: vec![], responsibility: Some(Responsibility::Help) };
    let suggestions = Shown::stored(&opportunity_document(&domain_opportunity(), &domain_group(), &city()), now()).ok();
    let standing = StandingView::of("snow", theme_name("snow", &city(), Lang::Ja), &done, &Ladder::default(), suggestions.into_iter().collect(), Lang::Ja);
    to_value(MyLadderView { results: vec![standing] }).unwrap_or_default()
}
