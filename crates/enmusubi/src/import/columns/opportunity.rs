//! Columns of an opportunity.

use super::group::place;
use super::{Columns, Readable, when};
use crate::import::record::OpportunityRecord;
use crate::import::record::opportunity::{AudienceRecord, CapacityRecord, GroupName, LevelRecord, PartyRecord, SeeksRecord};
use crate::import::report::Refusal;

impl Readable for OpportunityRecord {
    const COLUMNS: &'static [&'static str] = &[
        "ref",
        "group_ref",
        "group_name",
        "group_kind",
        "kind",
        "title",
        "title_en",
        "summary",
        "summary_en",
        "description",
        "themes",
        "areas",
        "place_name",
        "address",
        "postal_code",
        "lat",
        "lon",
        "nearest_station",
        "remote",
        "level",
        "beginner_friendly",
        "responsibility",
        "starts_at",
        "ends_at",
        "starts_on",
        "ends_on",
        "from",
        "to",
        "sessions",
        "rule",
        "except",
        "day_parts",
        "seats",
        "seats_taken",
        "partial_attendance",
        "minimum_minutes",
        "party_min",
        "party_max",
        "age_min",
        "age_max",
        "families",
        "students",
        "seniors",
        "requirements",
        "qualifications",
        "accessibility",
        "languages",
        "insurance",
        "cost",
        "rewards",
        "apply_by",
        "company_ok",
        "url",
        "seeks_level",
        "seeks_commitment",
        "seeks_skills",
        "seeks_languages",
        "seeks_newcomer_seats",
        "state",
        "published_at",
    ];

    const KEY: &'static str = "ref";

    fn from_columns(c: &Columns) -> (Self, Vec<Refusal>) {
        let mut wrong = vec![];
        let w = &mut wrong;
        let (schedule, dated) = when::schedule(c, w);
        let capacity = CapacityRecord { seats: c.number("seats", w), seats_taken: c.number("seats_taken", w) };
        let seeks = SeeksRecord {
            level: c.text("seeks_level"),
            commitment: c.text("seeks_commitment"),
            skills: c.list("seeks_skills"),
            languages: c.list("seeks_languages"),
            newcomer_seats: c.number("seeks_newcomer_seats", w),
        };
        let record = Self {
            reference: c.text("ref"),
            group: GroupName { reference: c.text("group_ref"), name: c.text("group_name"), kind: c.text("group_kind") },
            kind: c.text("kind"),
            title: c.text("title"),
            title_en: c.text("title_en"),
            summary: c.text("summary"),
            summary_en: c.text("summary_en"),
            description: c.text("description"),
            themes: c.list("themes"),
            areas: c.list("areas"),
            place: place(c, w),
            remote: c.flag("remote", w),
            level: LevelRecord { required: c.text("level"), beginner_friendly: c.flag("beginner_friendly", w) },
            responsibility: c.text("responsibility"),
            schedule,
            // The places of dated sessions stand with the sessions.
            capacity: if dated { CapacityRecord::default() } else { capacity },
            party_size: PartyRecord { min: c.number("party_min", w), max: c.number("party_max", w) },
            audience: AudienceRecord {
                age_min: c.number("age_min", w),
                age_max: c.number("age_max", w),
                families: c.flag("families", w),
                students: c.flag("students", w),
                seniors: c.flag("seniors", w),
            },
            requirements: c.list("requirements"),
            qualifications: c.list("qualifications"),
            accessibility: c.list("accessibility"),
            languages: c.list("languages"),
            insurance: c.text("insurance"),
            cost: c.text("cost"),
            rewards: c.text("rewards"),
            apply_by: c.text("apply_by"),
            company_ok: c.flag("company_ok", w),
            url: c.text("url"),
            seeks: (seeks != SeeksRecord::default()).then_some(seeks),
            state: c.text("state"),
            published_at: c.text("published_at"),
            fallback_area: c.text("fallback_area"),
            theme_hints: c.list("theme_hints"),
        };
        (record, wrong)
    }

    fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }
}
