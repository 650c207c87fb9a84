use super::view::ReviewView;
use crate::openapi::examples::{city, domain_group};
use crate::page::Listing;
use serde_json::{Value, to_value};

/// One group that waits.
pub fn waiting() -> Value {
    to_value(Listing::whole(vec![ReviewView::of(&domain_group(), &city())], 20)).unwrap_or_default()
}
