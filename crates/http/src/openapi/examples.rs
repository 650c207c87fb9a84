use crate::area::AreaView;
use crate::finding::{HighlightView, ItemView, ResultView, SuggestionView};
use crate::group::{GroupView, group_document};
use crate::matching::{EngineView, MatchView, MatchesView, NearMissView, OpeningView, WhyNotView};
use crate::opportunity::{Shown, opportunity_document};
use crate::page::{Listing, Metadata, Resultset};
use crate::theme::ThemeView;
use chrono::{DateTime, NaiveTime, TimeZone, Utc};
use enmusubi_domain::area::{Area, AreaKind, AreaTree};
use enmusubi_domain::availability::Availability;
use enmusubi_domain::city::City;
use enmusubi_domain::day::DayPart;
use enmusubi_domain::group::{Group, GroupDetails, GroupKind, Standing};
use enmusubi_domain::id::{GroupId, OpportunityId, SessionId};
use enmusubi_domain::level::{Accessibility, Level};
use enmusubi_domain::matching::{Offer, Policy, Question, Wish, WishTheme, evaluate, openings};
use enmusubi_domain::opportunity::{Kind, Opportunity, OpportunityDetails, Seeks, State};
use enmusubi_domain::place::{Place, Point};
use enmusubi_domain::schedule::{Recurrence, Schedule, Session};
use enmusubi_domain::text::{Lang, Names};
use enmusubi_domain::theme::{Theme, Themes};
use serde::Serialize;
use serde_json::{Value, to_value};

/// When the examples were born, in milliseconds since 1970.
const BORN: u64 = 1_763_900_000_000;

/// A moment on Monday, 23 November 2026.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default()
}

/// A city of three areas and two themes.
pub fn city() -> City {
    let area = |code: &str, ja: &str, en: &str, kind, parent: Option<&str>, adjacent: &[&str], postal: &[&str]| Area {
        code: code.into(),
        names: Names { ja: ja.into(), en: en.into() },
        kind,
        parent: parent.map(Into::into),
        point: Point::from_degrees(43.090793, 141.340881).ok(),
        adjacent: adjacent.iter().map(|s| (*s).into()).collect(),
        postal_prefixes: postal.iter().map(|s| (*s).into()).collect(),
    };
    let areas = vec![
        area("011002", "札幌市", "Sapporo City", AreaKind::City, None, &[], &[]),
        area("011029", "北区", "Kita-ku", AreaKind::Ward, Some("011002"), &["011037"], &["001", "002"]),
        area("011037", "東区", "Higashi-ku", AreaKind::Ward, Some("011002"), &["011029"], &["007", "065"]),
    ];
    let theme = |code: &str, ja: &str, en: &str, fields: &[u8], sdgs: &[u8]| Theme {
        code: code.into(),
        names: Names { ja: ja.into(), en: en.into() },
        fields: fields.to_vec(),
        sdgs: sdgs.to_vec(),
    };
    let themes = vec![theme("snow", "除雪・冬のくらし", "Snow and winter life", &[3], &[11]), theme("safety", "防犯・交通安全", "Safety", &[10], &[11])];
    City { areas: AreaTree::new(areas).unwrap_or_default(), themes: Themes::new(themes).unwrap_or_default(), ..City::default() }
}

fn place() -> Place {
    Place {
        name: Some("北24条地区会館".into()),
        address: Some("札幌市北区北24条西6丁目".into()),
        point: Point::from_degrees(43.0906, 141.3437).ok(),
        nearest_station: Some("北24条".into()),
    }
}

/// A group of that city.
pub fn domain_group() -> Group {
    let details = GroupDetails {
        name: "北24条ゆきみち隊".into(),
        name_en: Some("Kita-24 Winter Path Team".into()),
        kind: GroupKind::VolunteerGroup,
        summary: "通学路と停留所の雪を、朝のうちに片づける近所の集まりです。".into(),
        description: "町内の有志8人で始めました。都合のつく朝だけ来る人がほとんどです。".into(),
        themes: vec!["snow".into(), "safety".into()],
        areas: vec!["011029".into()],
        place: place(),
        members: Some(8),
        founded: Some(2021),
        url: None,
        accessibility: vec![],
    };
    let id = GroupId::derived(BORN, "example group");
    Group { id, version: 1, details, standing: Standing::Active, source: None, imported: false, response_hours: None, created_at: now(), updated_at: now() }
}

/// An opportunity, made up.
pub fn domain_opportunity() -> Opportunity {
    let clock = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap_or_default();
    let session = |day: u32| Session {
        id: SessionId::derived(BORN, &format!("example session {day}")),
        starts_at: Utc.with_ymd_and_hms(2026, 12, day, 0, 30, 0).single().unwrap_or_default(),
        ends_at: Utc.with_ymd_and_hms(2026, 12, day, 3, 0, 0).single().unwrap_or_default(),
        seats: Some(10),
        seats_taken: 3,
        cancelled: false,
    };
    let recurrence = Recurrence {
        rule: "FREQ=WEEKLY;BYDAY=SA".into(),
        starts_on: now().date_naive(),
        until: None,
        from: clock(9, 30),
        to: clock(12, 0),
        except: vec![],
        seats: Some(10),
    };
    let schedule = Schedule {
        sessions: vec![session(5), session(12)],
        recurrence: Some(recurrence),
        partial_attendance: true,
        minimum_minutes: Some(60),
        ..Schedule::default()
    };
    let details = OpportunityDetails {
        title_en: Some("Morning snow clearing on the school route".into()),
        summary: "小学校までの歩道をみんなで除雪します。".into(),
        summary_en: Some("We clear the pavement to the primary school together.".into()),
        description: "道具はこちらで用意します。ひと休みしながらゆっくり進めるので、体力に自信がなくても大丈夫です。".into(),
        themes: vec!["snow".into(), "safety".into()],
        areas: vec!["011029".into()],
        place: place(),
        level: Some(Level::Introductory),
        beginner_friendly: true,
        party_max: Some(4),
        requirements: vec!["動きやすい服装".into()],
        accessibility: vec![Accessibility::StepFree],
        languages: vec!["ja".into()],
        cost: Some("無料".into()),
        rewards: Some("終了後に豚汁".into()),
        company_ok: true,
        seeks: Some(Seeks { level: Some(Level::Introductory), newcomer_seats: 2, ..Seeks::default() }),
        ..OpportunityDetails::new(Kind::Activity, "通学路の朝の雪かき", schedule)
    };
    Opportunity {
        id: OpportunityId::derived(BORN, "example opportunity"),
        version: 3,
        group: GroupId::derived(BORN, "example group"),
        details,
        state: State::Published,
        source: None,
        created_at: now(),
        updated_at: now(),
        published_at: Some(now()),
    }
}

fn shown_opportunity() -> Option<Shown> {
    Shown::stored(&opportunity_document(&domain_opportunity(), &domain_group(), &city()), now()).ok()
}

fn group_view() -> Option<GroupView> {
    GroupView::stored(&group_document(&domain_group(), &city())).ok()
}

/// A page of a list.
pub fn listing<T: Serialize>(results: Vec<T>, total: u64, cursor: Option<&str>) -> Value {
    let resultset = Resultset { count: results.len(), limit: 1, total, total_is_exact: true };
    let metadata = Metadata { resultset, next_cursor: cursor.map(Into::into) };
    to_value(Listing { metadata, facets: None, results }).unwrap_or_default()
}

/// A cursor, as it may look.
const CURSOR: &str = "p3v9Yc0Jx2mQe1rT5uWbLQMy5nOjAxOWFk";

/// One opportunity.
pub fn opportunity() -> Value {
    to_value(shown_opportunity()).unwrap_or_default()
}

/// A page of opportunities.
pub fn opportunities() -> Value {
    listing(shown_opportunity().into_iter().collect(), 312, Some(CURSOR))
}

/// One group.
pub fn group() -> Value {
    to_value(group_view()).unwrap_or_default()
}

/// A page of groups.
pub fn groups() -> Value {
    listing(group_view().into_iter().collect(), 48, Some(CURSOR))
}

/// The themes.
pub fn themes() -> Value {
    listing(city().themes.all().iter().take(1).map(ThemeView::of).collect(), 31, Some(CURSOR))
}

/// The areas.
pub fn areas() -> Value {
    listing(city().areas.all().iter().skip(1).take(1).map(AreaView::of).collect(), 11, Some(CURSOR))
}

/// A page of results of any type.
pub fn search() -> Value {
    let result = |view| ResultView {
        r#type: "opportunity",
        score: 0.83,
        highlight: vec![HighlightView { field: "title", text: "通学路の朝の<em>雪かき</em>".into() }],
        item: ItemView::Opportunity(view),
    };
    listing(shown_opportunity().map(result).into_iter().collect(), 12, Some(CURSOR))
}

/// Completions.
pub fn suggestions() -> Value {
    let one = |text: &str, kind, count| SuggestionView { text: text.into(), kind, count };
    listing(vec![one("雪かき", "word", 12), one("除雪・冬のくらし", "theme", 31)], 2, None)
}

/// An answer to a wish: judged and explained by the domain itself.
pub fn matches() -> Value {
    let (city, policy, offer) = (city(), Policy::default(), Offer::of(&domain_opportunity(), &city(), 1, now()));
    let wish = |part: &str| Wish {
        themes: vec![WishTheme { code: "snow".into(), interest: 1.0, level: Some(Level::Introductory) }],
        areas: vec!["011029".into()],
        availability: Some(Availability { day_parts: DayPart::parse(part).into_iter().collect(), ..Availability::default() }),
        party: 1,
        ..Wish::default()
    };
    let ask = |part| Question::new(wish(part), &city, &policy, now()).ok();
    let result = ask("sat_morning").zip(shown_opportunity()).map(|(q, view)| {
        let e = evaluate(&q, &offer);
        let sessions = e.fitting_sessions(&q, &offer).into_iter().map(|i| offer.sessions[i].0).collect();
        MatchView::of(&e, &policy, view, e.because(&q, &offer, &city), sessions, Lang::Ja)
    });
    let near_miss = ask("sun_morning").zip(shown_opportunity()).map(|(q, view)| {
        let e = evaluate(&q, &offer);
        NearMissView {
            score: e.score,
            opportunity: view,
            why_not: e.why_not(&q, &offer, &city, |_| None).into_iter().map(|w| WhyNotView::of(w, Lang::Ja)).collect(),
        }
    });
    let opens_more = ask("sun_morning").map(|q| openings(&q, &city, now(), &[(&offer, evaluate(&q, &offer))], 1, |_| None));
    let engine = EngineView { version: env!("CARGO_PKG_VERSION"), policy_id: policy.id.0 };
    let answer = MatchesView {
        results: result.into_iter().collect(),
        near_misses: near_miss.into_iter().collect(),
        opens_more: opens_more.map(|all| all.into_iter().map(|o| OpeningView::of(o, Lang::Ja)).collect()),
        among: None,
        engine,
    };
    to_value(answer).unwrap_or_default()
}
