//! Groups and opportunities with every field filled.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use enmusubi_domain::day::DayParts;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Audience, Commitment, Insurance, Kind, Opportunity, OpportunityDetails, Seeks, Source, State};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::schedule::{Recurrence, Schedule, Session};

/// An instant of the story.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn place() -> Place {
    Place {
        name: Some("ふれあい会館 2階".into()),
        address: Some("札幌市中央区北1条西2丁目".into()),
        point: Some(Point { lat: 43_062_089, lon: 141_354_389 }),
        nearest_station: Some("大通".into()),
    }
}

/// A group with every field filled.
pub fn full_group(name: &str) -> Group {
    Group {
        id: GroupId::derived(1_700_000_000_000, name),
        version: 1,
        details: GroupDetails {
            name: name.into(),
            name_en: Some("Snow helpers".into()),
            kind: GroupKind::VolunteerGroup,
            summary: "雪かきを手伝います。".into(),
            description: "一行目\n二行目 👩‍👩‍👧‍👦".into(),
            themes: texts(&["welfare", "disaster"]),
            areas: texts(&["011011"]),
            place: place(),
            members: Some(u32::MAX),
            founded: Some(1987),
            url: Some("https://example.org/?q=雪".into()),
            accessibility: vec![Accessibility::Wheelchair, Accessibility::EasyJapanese],
        },
        standing: Standing::Active,
        source: Some(Source { name: "open-data".into(), reference: format!("g/{name}") }),
        imported: true,
        response_hours: None,
        created_at: at("2026-01-02T03:04:05.678901Z"),
        updated_at: at("2026-11-23T12:00:00.000001Z"),
    }
}

/// A group that says as little as possible.
pub fn plain_group(name: &str) -> Group {
    let mut group = full_group(name);
    group.details = GroupDetails {
        name: name.into(),
        name_en: None,
        kind: GroupKind::Other,
        summary: String::new(),
        description: String::new(),
        themes: vec![],
        areas: vec![],
        place: Place::default(),
        members: None,
        founded: None,
        url: None,
        accessibility: vec![],
    };
    (group.source, group.imported) = (None, false);
    group
}

/// A session of an opportunity.
pub fn session(name: &str, starts_at: &str) -> Session {
    let starts_at = at(starts_at);
    Session {
        id: SessionId::derived(1_700_000_000_000, name),
        starts_at,
        ends_at: starts_at + TimeDelta::hours(2),
        seats: Some(10),
        seats_taken: 4,
        cancelled: false,
    }
}

/// An opportunity with every field filled.
pub fn full_opportunity(name: &str, group: &Group) -> Opportunity {
    let hour = |h, m, s| NaiveTime::from_hms_opt(h, m, s).unwrap();
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let recurrence = Recurrence {
        rule: "FREQ=WEEKLY;BYDAY=SA".into(),
        starts_on: date("2026-11-28"),
        until: Some(date("2027-03-31")),
        from: hour(9, 30, 0),
        to: hour(23, 59, 59),
        except: vec![date("2026-12-26"), date("2027-01-02")],
        seats: Some(12),
    };
    let mut cancelled = session(&format!("{name}/2"), "2026-12-05T00:30:00.000007Z");
    (cancelled.cancelled, cancelled.seats, cancelled.seats_taken) = (true, None, u32::MAX);
    let schedule = Schedule {
        sessions: vec![session(&format!("{name}/1"), "2026-11-28T00:30:00Z"), cancelled],
        recurrence: Some(recurrence),
        day_parts: DayParts(0b1010_0000_0000_0000_0000_0001),
        partial_attendance: true,
        minimum_minutes: Some(90),
    };
    Opportunity {
        id: OpportunityId::derived(1_700_000_000_001, name),
        version: 1,
        group: group.id,
        details: OpportunityDetails {
            title_en: Some("Snow".into()),
            summary: "雪かき".into(),
            summary_en: Some("Clearing snow".into()),
            description: "⛄ 持ち物:\n\t手袋".into(),
            themes: texts(&["welfare"]),
            themes_suggested: true,
            areas: texts(&["011011", "011029"]),
            place: place(),
            remote: true,
            level: Some(Level::Basic),
            beginner_friendly: true,
            responsibility: Responsibility::Own,
            seats: Some(u32::MAX),
            seats_taken: 7,
            party_min: 2,
            party_max: Some(9),
            audience: Audience { age_min: Some(15), age_max: Some(255), families: true, students: true, seniors: true },
            requirements: texts(&["長靴", "\"手袋\" \\u0041"]),
            qualifications: texts(&["普通自動車免許"]),
            accessibility: vec![Accessibility::QuietSpace],
            languages: texts(&["ja", "en"]),
            insurance: Some(Insurance::Provided),
            cost: Some("500円".into()),
            rewards: Some("温かい飲み物 ☕".into()),
            apply_by: Some(at("2026-11-27T15:00:00Z")),
            company_ok: true,
            url: Some("https://example.org/o".into()),
            seeks: Some(Seeks {
                level: Some(Level::Specialist),
                commitment: Some(Commitment::Standing),
                skills: texts(&["除雪機"]),
                languages: texts(&["zh"]),
                newcomer_seats: 3,
            }),
            ..OpportunityDetails::new(Kind::Support, name, schedule)
        },
        state: State::Published,
        source: Some(Source { name: "open-data".into(), reference: format!("o/{name}") }),
        created_at: at("2026-11-01T00:00:00Z"),
        updated_at: at("2026-11-23T12:00:00Z"),
        published_at: Some(at("2026-11-02T00:00:00Z")),
    }
}
