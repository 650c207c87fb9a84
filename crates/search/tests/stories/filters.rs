use crate::cast::*;
use chrono::{Duration, NaiveDate};
use enmusubi_domain::criteria::{AudienceGroup, Criteria, ItemType};
use enmusubi_domain::day::{DayPart, DayParts};
use enmusubi_domain::group::GroupKind;
use enmusubi_domain::level::{Accessibility, Level, Responsibility};
use enmusubi_domain::opportunity::{Audience, Kind, Opportunity, State};
use enmusubi_domain::place::Point;

/// Two listings, the second changed; the criteria must let exactly the expected ones through.
fn told(change: impl Fn(&mut Opportunity), criteria: Criteria, expected: &[&str]) {
    let (plain, mut changed) = (listing("plain", "plain"), listing("changed", "changed"));
    change(&mut changed);
    let town = Town::of(&[plain, changed]);
    let mut found = town.matching(&criteria);
    found.sort();
    assert_eq!(found, expected, "{criteria:?}");
    let mut ids = town.index.matching_ids(&criteria, now(), 100).unwrap().ids;
    let mut wanted: Vec<_> = expected.iter().map(|name| id(name)).collect();
    ids.sort();
    wanted.sort();
    assert_eq!(ids, wanted);
}

fn none() -> Criteria {
    Criteria::default()
}

fn parts(codes: &[&str]) -> DayParts {
    codes.iter().map(|c| DayPart::parse(c).unwrap()).collect()
}

fn date(day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 11, day)
}

#[test]
fn only_what_is_published_and_not_over_is_found() {
    for state in [State::Closed, State::Cancelled] {
        told(|o| o.state = state, none(), &["plain"]);
    }
    told(|o| o.details.schedule.sessions = vec![session(-2, 10, 60)], none(), &["plain"]);
    told(|o| o.details.schedule.sessions[0].cancelled = true, none(), &["plain"]);
    told(|o| o.details.schedule.sessions = vec![session(0, 11, 120)], none(), &["changed", "plain"]);
}

#[test]
fn kinds_themes_and_areas() {
    told(|o| o.details.kind = Kind::Course, Criteria { kinds: vec![Kind::Course, Kind::Salon], ..none() }, &["changed"]);
    told(|o| o.details.kind = Kind::Trial, Criteria { trial: Some(true), ..none() }, &["changed"]);
    told(|o| o.details.kind = Kind::Trial, Criteria { trial: Some(false), ..none() }, &["plain"]);
    let themed = |o: &mut Opportunity| o.details.themes = vec!["culture".into(), "snow".into()];
    told(themed, Criteria { themes: vec!["snow".into(), "nonsense".into()], ..none() }, &["changed"]);
    told(themed, Criteria { themes: vec!["nonsense".into()], ..none() }, &[]);
    let moved = |o: &mut Opportunity| o.details.areas = vec!["011037".into()];
    told(moved, Criteria { areas: vec!["011037".into()], ..none() }, &["changed"]);
    told(moved, Criteria { areas: vec!["011002".into()], ..none() }, &["changed", "plain"]);
}

#[test]
fn a_level_lets_through_what_asks_for_less_or_welcomes_beginners() {
    let basic = |o: &mut Opportunity| o.details.level = Some(Level::Basic);
    told(basic, Criteria { level: Some(Level::Introductory), ..none() }, &["plain"]);
    told(basic, Criteria { level: Some(Level::Applied), ..none() }, &["changed", "plain"]);
    let friendly = |o: &mut Opportunity| (o.details.level, o.details.beginner_friendly) = (Some(Level::Specialist), true);
    told(friendly, Criteria { level: Some(Level::Introductory), ..none() }, &["changed", "plain"]);
    told(friendly, Criteria { beginner_friendly: Some(true), ..none() }, &["changed"]);
    told(friendly, Criteria { beginner_friendly: Some(false), ..none() }, &["plain"]);
}

#[test]
fn responsibility_remote_and_companies() {
    told(|o| o.details.responsibility = Responsibility::Lead, Criteria { responsibility: Some(Responsibility::Help), ..none() }, &["plain"]);
    told(|o| o.details.remote = true, Criteria { remote: Some(true), ..none() }, &["changed"]);
    told(|o| o.details.remote = true, Criteria { remote: Some(false), ..none() }, &["plain"]);
    told(|o| o.details.company_ok = true, Criteria { company_ok: Some(true), ..none() }, &["changed"]);
}

#[test]
fn age_audience_accessibility_and_languages() {
    let aged = |o: &mut Opportunity| o.details.audience = Audience { age_min: Some(18), age_max: Some(30), ..Default::default() };
    told(aged, Criteria { age: Some(17), ..none() }, &["plain"]);
    told(aged, Criteria { age: Some(30), ..none() }, &["changed", "plain"]);
    told(|o| o.details.audience.seniors = true, Criteria { audience: vec![AudienceGroup::Families, AudienceGroup::Seniors], ..none() }, &["changed"]);
    let open = |o: &mut Opportunity| o.details.accessibility = vec![Accessibility::Wheelchair, Accessibility::SignLanguage];
    told(open, Criteria { accessibility: vec![Accessibility::Wheelchair, Accessibility::SignLanguage], ..none() }, &["changed"]);
    told(open, Criteria { accessibility: vec![Accessibility::Wheelchair, Accessibility::Braille], ..none() }, &[]);
    told(|o| o.details.languages = vec!["ja".into(), "en".into()], Criteria { languages: vec!["en".into(), "zh".into()], ..none() }, &["changed"]);
}

#[test]
fn day_parts_dates_and_minutes() {
    let evening = |o: &mut Opportunity| o.details.schedule.sessions = vec![session(2, 19, 90)];
    told(evening, Criteria { day_parts: parts(&["wed_evening"]), ..none() }, &["changed"]);
    told(evening, Criteria { day_parts: parts(&["sat_morning", "wed_evening"]), ..none() }, &["changed", "plain"]);
    told(evening, Criteria { from: date(26), ..none() }, &["plain"]);
    told(evening, Criteria { to: date(25), ..none() }, &["changed"]);
    told(evening, Criteria { from: date(28), to: date(28), ..none() }, &["plain"]);
    told(evening, Criteria { max_minutes: Some(90), ..none() }, &["changed"]);
    let partly = |o: &mut Opportunity| (o.details.schedule.partial_attendance, o.details.schedule.minimum_minutes) = (true, Some(30));
    told(partly, Criteria { max_minutes: Some(30), ..none() }, &["changed"]);
    let holiday = |o: &mut Opportunity| o.details.schedule.sessions = vec![session(0, 14, 60)];
    told(holiday, Criteria { day_parts: parts(&["holiday_afternoon"]), ..none() }, &["changed"]);
    told(holiday, Criteria { day_parts: parts(&["mon_afternoon"]), ..none() }, &[]);
}

#[test]
fn a_flexible_offer_passes_every_period_and_has_its_own_day_parts() {
    let loose = |o: &mut Opportunity| *o = flexible("changed", "changed", &["sun_evening"]);
    told(loose, Criteria { from: date(30), ..none() }, &["changed"]);
    told(loose, Criteria { day_parts: parts(&["sun_evening"]), ..none() }, &["changed"]);
    told(loose, Criteria { day_parts: parts(&["mon_evening"]), ..none() }, &[]);
    told(loose, Criteria { max_minutes: Some(60), ..none() }, &["changed"]);
}

#[test]
fn seats_are_those_of_one_session_that_also_fits_otherwise() {
    let full = |o: &mut Opportunity| o.details.schedule.sessions[0].seats_taken = 9;
    told(full, Criteria { seats: Some(2), ..none() }, &["plain"]);
    told(full, Criteria { seats: Some(1), ..none() }, &["changed", "plain"]);
    told(|o| o.details.schedule.sessions[0].seats = None, Criteria { seats: Some(500), ..none() }, &["changed"]);
    let two = |o: &mut Opportunity| {
        let mut first = session(1, 10, 60);
        first.seats_taken = 10;
        o.details.schedule.sessions = vec![first, session(7, 10, 60)];
    };
    told(two, Criteria { seats: Some(1), to: date(25), ..none() }, &[]);
    told(two, Criteria { seats: Some(1), from: date(29), ..none() }, &["changed"]);
}

#[test]
fn a_radius_measures_from_the_place_or_else_from_the_office_of_the_only_area() {
    let office = Point::from_degrees(43.09, 141.34).ok();
    let far = |o: &mut Opportunity| o.details.place.point = Point::from_degrees(43.0, 141.34).ok();
    told(far, Criteria { near: office, radius_metres: Some(5_000), ..none() }, &["plain"]);
    told(far, Criteria { near: office, radius_metres: Some(11_000), ..none() }, &["changed", "plain"]);
    told(|o| (o.details.remote, o.details.areas) = (true, vec![]), Criteria { near: office, radius_metres: Some(50_000), ..none() }, &["plain"]);
}

#[test]
fn groups_are_found_by_their_own_criteria_and_never_by_those_of_opportunities() {
    let town = Town::of(&[listing("plain", "plain")]);
    let mut school = group("school", "school");
    school.details.kind = GroupKind::School;
    town.index.apply(vec![put_group(&group("hokusei", "npo")), put_group(&school)], &[], "2").unwrap();
    let found = |criteria: Criteria| {
        let mut found = town.matching(&criteria);
        found.sort();
        found
    };
    assert_eq!(found(none()), ["npo", "plain", "school"]);
    assert_eq!(found(Criteria { types: vec![ItemType::Group], ..none() }), ["npo", "school"]);
    assert_eq!(found(Criteria { types: vec![ItemType::Opportunity], ..none() }), ["plain"]);
    assert_eq!(found(Criteria { group_kinds: vec![GroupKind::School], ..none() }), ["school"]);
    assert_eq!(found(Criteria { groups: vec![group_id("hokusei")], ..none() }), ["npo", "plain"]);
    assert_eq!(found(Criteria { remote: Some(false), ..none() }), ["plain"]);
    assert_eq!(found(Criteria { seats: Some(1), ..none() }), ["plain"]);
}

#[test]
fn all_criteria_must_agree_with_the_question_too() {
    told(|o| o.details.remote = true, Criteria { question: Some("plain".into()), remote: Some(true), ..none() }, &[]);
}

#[test]
fn what_ends_while_nobody_writes_disappears_by_itself() {
    let town = Town::of(&[listing("a", "a")]);
    let later = now() + Duration::days(10);
    assert_eq!(town.index.search(&none(), &enmusubi_search::Order { limit: 9, ..Default::default() }, later).unwrap().total, 0);
}
