use super::view::CompanyView;
use crate::page::Listing;
use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use enmusubi_domain::company::Company;
use enmusubi_domain::id::CompanyId;
use serde_json::{Value, to_value};

fn view() -> CompanyView {
    let now: DateTime<Utc> = Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default();
    let id = CompanyId::derived(1_763_900_000_000, "company");
    CompanyView::of(&Company { id, version: 1, name: "株式会社北の灯り".into(), created_at: now, updated_at: now }, Tz::Asia__Tokyo)
}

/// A company.
pub fn company() -> Value {
    to_value(view()).unwrap_or_default()
}

/// A page of companies.
pub fn list() -> Value {
    to_value(Listing::whole(vec![view()], 20)).unwrap_or_default()
}
