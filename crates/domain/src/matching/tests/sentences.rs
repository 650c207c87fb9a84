use super::plain::{asked, free, plain};
use crate::day::{DayPart, DayParts, day_number};
use crate::level::Level;
use crate::matching::evaluate::combine_group;
use crate::matching::worlds;
use crate::matching::*;
use crate::place::Point;

#[test]
fn a_saturday_morning_in_the_ward_is_a_full_match_and_says_so() {
    let wish = Wish {
        themes: vec![WishTheme { code: "t1".into(), interest: 1.0, level: None }],
        areas: vec!["w1".into()],
        availability: free(&["sat_morning"]),
        level: Some(Level::Introductory),
        party: 1,
        ..Default::default()
    };
    let (city, q) = asked(wish);
    let offer = plain(&city);
    let e = evaluate(&q, &offer);
    assert!(e.failed.is_empty());
    assert_eq!(e.score, 1.0);
    let time = e.because(&q, &offer, &city).into_iter().find(|b| b.factor == "time").unwrap();
    assert_eq!(time.text_ja, "土曜午前に3時間重なります（11月28日（土））");
    assert_eq!(time.text_en, "3 h in common on Saturday morning (28 Nov (Sat))");
    assert_eq!(e.fitting_sessions(&q, &offer), [0]);
}

#[test]
fn the_wrong_half_of_the_day_is_a_near_miss_that_names_the_day_part() {
    let (city, q) = asked(Wish { availability: free(&["sat_afternoon"]), party: 1, ..Default::default() });
    let offer = plain(&city);
    let e = evaluate(&q, &offer);
    assert!(near_miss(&e));
    let why = e.why_not(&q, &offer, &city, |_| None);
    assert_eq!(why[0].change, Change::FreeDayPart(DayPart::parse("sat_morning").unwrap()));
    assert_eq!(why[0].text_ja, "土曜午前が空けば参加できます");
}

#[test]
fn unanswered_questions_drop_out_and_the_weights_are_renormalised() {
    let (city, q) = asked(Wish { areas: vec!["w2".into()], party: 1, ..Default::default() });
    let mut offer = plain(&city);
    offer.areas = [city.areas.number("w2a").unwrap()].into_iter().collect();
    let e = evaluate(&q, &offer);
    assert_eq!(e.factors, Factors { area: Some(1.0), time: None, theme: None, level: None });
    assert_eq!(e.score, 1.0);
}

#[test]
fn the_area_factor_falls_from_the_same_district_to_the_same_city() {
    let (city, q) = asked(Wish { areas: vec!["w1a".into()], party: 1, ..Default::default() });
    let value = |code: &str| {
        let mut offer = plain(&city);
        offer.areas = [city.areas.number(code).unwrap()].into_iter().collect();
        let e = evaluate(&q, &offer);
        (e.factors.area.unwrap(), e.failed.contains(Gate::Travel))
    };
    assert_eq!(value("w1a"), (1.0, false));
    assert_eq!(value("w1b"), (0.8, true));
    assert_eq!(value("w1"), (0.8, false), "an offer for the whole ward takes in the district");
    assert_eq!(value("w2a"), (0.5, true));
    assert_eq!(value("w3a"), (0.3, true));
    assert_eq!(value("c1"), (0.3, false), "an offer for the whole city takes in the district");
    assert_eq!(value("w4a"), (0.0, true));
}

#[test]
fn distance_counts_by_its_square_and_the_reach_is_a_gate() {
    let home = Point::from_degrees(43.05, 141.34).unwrap();
    let (city, q) = asked(Wish { home: Some(home), reach: Some(2_000), party: 1, ..Default::default() });
    let mut offer = plain(&city);
    offer.point = Some(Point::from_degrees(43.059, 141.34).unwrap());
    let e = evaluate(&q, &offer);
    assert!((e.factors.area.unwrap() - 0.75).abs() < 0.001, "one kilometre of two: {e:?}");
    offer.point = Some(Point::from_degrees(43.0725, 141.34).unwrap());
    let e = evaluate(&q, &offer);
    assert!(e.failed.contains(Gate::Travel));
    assert_eq!(e.why_not(&q, &offer, &city, |_| None)[0].change, Change::FurtherBy(500));
}

#[test]
fn a_sibling_theme_counts_half() {
    let (city, q) = asked(Wish { themes: vec![WishTheme { code: "t2".into(), interest: 0.8, level: None }], party: 1, ..Default::default() });
    assert_eq!(evaluate(&q, &plain(&city)).factors.theme, Some(0.4));
}

#[test]
fn one_step_above_is_a_stretch_and_below_falls_per_step() {
    let (city, q) = asked(Wish { level: Some(Level::Applied), party: 1, ..Default::default() });
    let value = |level| {
        let mut offer = plain(&city);
        offer.level = Some(level);
        evaluate(&q, &offer).factors.level.unwrap()
    };
    assert_eq!([value(Level::Specialist), value(Level::Applied), value(Level::Basic), value(Level::Introductory)], [1.0, 1.0, 0.75, 0.5]);
}

#[test]
fn recent_connections_lower_the_place_and_empty_seats_raise_it() {
    let policy = Policy::default();
    assert_eq!(policy.equity(0, 0.0).factor, 1.0);
    assert_eq!(policy.equity(2, 0.0).factor, 0.9 * 0.9);
    assert_eq!(policy.equity(0, 1.0).factor, 1.1);
    assert!(policy.equity(u32::MAX, 1.0).factor < 1e-8);
}

#[test]
fn where_the_group_states_what_it_seeks_the_score_is_the_harmonic_mean() {
    let (city, q) = asked(Wish { level: Some(Level::Introductory), skills: Some(vec!["英語".into()]), party: 1, ..Default::default() });
    let mut offer = plain(&city);
    offer.seeks = Some(std::sync::Arc::new(crate::opportunity::Seeks { skills: vec!["英語".into(), "運転".into()], ..Default::default() }));
    let e = evaluate(&q, &offer);
    assert_eq!((e.person, e.group), (1.0, Some(0.5)));
    assert!((e.score - 2.0 / 3.0).abs() < 1e-6);
    assert_eq!(combine_group(GroupFactors::default()), None);
}

#[test]
fn seats_are_counted_per_session_and_for_the_whole_party() {
    let (city, q) = asked(Wish { party: 5, ..Default::default() });
    let e = evaluate(&q, &plain(&city));
    assert!(e.failed.contains(Gate::Seats));
    assert_eq!(e.why_not(&q, &plain(&city), &city, |_| None)[0].change, Change::PartyAtMost(4));
    let mut full = plain(&city);
    full.slots[0].left = 0;
    let why = evaluate(&q, &full).why_not(&q, &full, &city, |_| None);
    assert_eq!(why[0].text_ja, "満席です。キャンセル待ちができます");
}

#[test]
fn a_holiday_is_a_holiday_and_not_its_weekday() {
    let city = worlds::city();
    let mut offer = plain(&city);
    let monday = day_number("2027-01-11".parse().unwrap()); // 成人の日
    let kind = city.calendar.kind("2027-01-11".parse().unwrap());
    offer.slots = vec![Slot { day: monday, from: 540, to: 720, left: 4, kind, next_kind: crate::day::DayKind::Tue }];
    let gate = |part: &str| {
        let q = Question::new(Wish { availability: free(&[part]), party: 1, ..Default::default() }, &city, &Policy::default(), worlds::now()).unwrap();
        evaluate(&q, &offer).failed.contains(Gate::Time)
    };
    assert!(gate("mon_morning"));
    assert!(!gate("holiday_morning"));
}

#[test]
fn ties_are_broken_by_the_day_and_never_by_age() {
    let ids: Vec<_> = (0..50).map(|n| crate::id::OpportunityId::derived(0, &n.to_string())).collect();
    let first = |today| ids.iter().map(|id| Rank::new(0.5, *id, today)).max().unwrap().id();
    assert_eq!(first(20_000), first(20_000));
    let winners: std::collections::HashSet<_> = (20_000..20_030).map(first).collect();
    assert!(winners.len() > 15, "{} different listings led on thirty days", winners.len());
}

#[test]
fn wrong_members_of_a_wish_are_named() {
    let city = worlds::city();
    let wish = Wish {
        themes: vec![WishTheme { code: "zz".into(), interest: f32::NAN, level: None }],
        areas: vec!["nowhere".into()],
        reach: Some(5),
        party: 0,
        languages: Some(vec!["japanese".into()]),
        ..Default::default()
    };
    let fields: Vec<_> = Question::new(wish, &city, &Policy::default(), worlds::now()).unwrap_err().into_iter().map(|i| i.field).collect();
    assert_eq!(fields, ["themes/0/code", "themes/0/interest", "areas/0", "home", "party_size", "languages/0"]);
}

#[test]
fn whoever_takes_part_from_home_needs_no_ramp_but_still_the_language_of_signs() {
    use crate::level::Accessibility;
    use crate::opportunity::{Opportunity, OpportunityDetails};
    let city = worlds::city();
    let offer = |remote| {
        let schedule = crate::schedule::Schedule { day_parts: DayParts::default().with(DayPart::from_index(3)), ..Default::default() };
        let mut details = OpportunityDetails::new(crate::opportunity::Kind::Activity, "見守り電話", schedule);
        details.areas = vec!["w1".into()];
        details.remote = remote;
        let (id, group) = (crate::id::OpportunityId::derived(0, "o"), crate::id::GroupId::derived(0, "g"));
        Offer::of(&Opportunity::draft(id, group, details, &city, worlds::now()).unwrap(), &city, 0, worlds::now())
    };
    let fails = |offer: &Offer, need| {
        let (_, q) = asked(Wish { accessibility: vec![need], party: 1, ..Wish::default() });
        evaluate(&q, offer).failed.contains(Gate::Accessibility)
    };
    assert!(fails(&offer(false), Accessibility::Wheelchair) && !fails(&offer(true), Accessibility::Wheelchair));
    assert!(fails(&offer(false), Accessibility::SignLanguage) && fails(&offer(true), Accessibility::SignLanguage));
}
