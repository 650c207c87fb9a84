use super::*;
use crate::id::{ApplicationId, GroupId, ParticipationId};
use crate::participation::{Noted, Outcome};
use chrono::DateTime;
use proptest::prelude::*;

fn line(n: u64, kind: Kind, minutes: u32, level: Option<Level>, responsibility: Responsibility) -> Participation {
    let outcome = if minutes == 0 { Outcome::Absent } else { Outcome::Attended };
    Participation {
        id: ParticipationId::derived(n, "p"),
        version: 1,
        account: None,
        application: ApplicationId::derived(n, "a"),
        opportunity: OpportunityId::derived(n, "o"),
        group: GroupId::derived(0, "g"),
        group_name: String::new(),
        title: String::new(),
        kind,
        level,
        themes: vec!["snow".into()],
        responsibility,
        session: None,
        held_on: DateTime::UNIX_EPOCH.date_naive(),
        starts_at: None,
        ends_at: None,
        noted: Noted { outcome, minutes, notice: false },
        objection: None,
        recorded_by: None,
        recorded_at: DateTime::UNIX_EPOCH,
    }
}

fn practice(n: u64, minutes: u32) -> Participation {
    line(n, Kind::Activity, minutes, None, Responsibility::Help)
}

fn course(n: u64, level: Option<Level>) -> Participation {
    line(n, Kind::Course, 90, level, Responsibility::Observe)
}

fn times(number: u64, minutes: u32) -> Vec<Participation> {
    (0..number).map(|n| practice(n, minutes)).collect()
}

fn level(record: &[Participation]) -> Level {
    Done::by_theme(record).get("snow").map_or(Level::Introductory, |done| Ladder::default().level(done))
}

fn with(mut record: Vec<Participation>, more: Participation) -> Vec<Participation> {
    record.push(more);
    record
}

#[test]
fn basic_is_three_participations_or_one_course() {
    assert_eq!(level(&[]), Level::Introductory);
    assert_eq!(level(&times(2, 1_440)), Level::Introductory);
    assert_eq!(level(&times(3, 1)), Level::Basic);
    assert_eq!(level(&[course(0, None)]), Level::Basic);
    assert_eq!(level(&with(times(2, 60), practice(9, 0))), Level::Introductory, "who was absent was not there");
}

#[test]
fn applied_is_ten_participations_of_twenty_hours_or_five_and_a_course() {
    assert_eq!(level(&times(10, 119)), Level::Basic);
    assert_eq!(level(&times(9, 1_440)), Level::Basic);
    assert_eq!(level(&times(10, 120)), Level::Applied);
    assert_eq!(level(&with(times(5, 1), course(9, Some(Level::Basic)))), Level::Applied);
    assert_eq!(level(&with(times(4, 1), course(9, Some(Level::Basic)))), Level::Basic);
    for low in [None, Some(Level::Introductory)] {
        assert_eq!(level(&with(times(5, 1), course(9, low))), Level::Basic, "a first course leads no higher");
    }
}

#[test]
fn specialist_is_thirty_participations_of_a_hundred_hours_with_a_part_of_ones_own() {
    let own = line(99, Kind::Event, 200, None, Responsibility::Own);
    assert_eq!(level(&with(times(29, 200), own.clone())), Level::Specialist);
    assert_eq!(level(&times(30, 200)), Level::Applied, "nobody owned a part");
    assert_eq!(level(&with(times(28, 240), own.clone())), Level::Applied);
    assert_eq!(level(&with(times(29, 199), own)), Level::Applied);
}

#[test]
fn a_course_counts_once_however_many_sessions_it_has_and_apart_from_practice() {
    let sessions: Vec<Participation> = (0..5).map(|n| Participation { id: ParticipationId::derived(n, "s"), ..course(1, Some(Level::Basic)) }).collect();
    let done = &Done::by_theme(&sessions)["snow"];
    assert_eq!((done.participations, done.minutes, done.courses.as_slice()), (0, 0, [Level::Basic].as_slice()));
    let two = Participation { themes: vec!["snow".into(), "snow".into(), "safety".into()], ..practice(0, 60) };
    let all = Done::by_theme(&[two]);
    assert_eq!((all["snow"].participations, all["safety"].minutes), (1, 60), "each of its themes, once");
}

#[test]
fn what_is_missing_is_told_and_where_nothing_is_the_step_is_taken() {
    let ladder = Ladder::default();
    let done = Done { participations: 4, minutes: 300, courses: vec![Level::Introductory], responsibility: None };
    assert_eq!(ladder.level(&done), Level::Basic);
    let next = ladder.next(Level::Basic).unwrap();
    let missing: Vec<Option<Missing>> = next.any_of.iter().map(|way| way.missing(&done, Level::Basic)).collect();
    assert_eq!(missing[0], Some(Missing { participations: 6, minutes: 900, ..Missing::default() }));
    assert_eq!(missing[1], Some(Missing { participations: 1, courses: 1, course_level_at_least: Some(Level::Basic), ..Missing::default() }));
    assert_eq!(ladder.next(Level::Specialist), None);
}

#[test]
fn a_city_may_ask_that_no_level_is_passed_over() {
    let any = Requirement::default();
    let ladder = Ladder {
        steps: vec![
            Rung { to: Level::Basic, any_of: vec![Requirement { courses: 1, ..any }] },
            Rung { to: Level::Applied, any_of: vec![Requirement { participations: 2, from_level: Some(Level::Basic), ..any }] },
        ],
    };
    assert!(ladder.check().is_ok());
    let done = Done { participations: 2, ..Done::default() };
    assert_eq!(ladder.level(&done), Level::Introductory);
    assert_eq!(ladder.steps[1].any_of[0].missing(&done, Level::Introductory), Some(Missing { from_level: Some(Level::Basic), ..Missing::default() }));
    assert_eq!(ladder.level(&Done { courses: vec![Level::Introductory], ..done }), Level::Applied);
}

#[test]
fn rules_nobody_could_follow_are_named() {
    assert_eq!(Ladder::default().check(), Ok(()));
    let any = Requirement::default();
    let good = Requirement { participations: 1, ..any };
    let rung = |to, any_of| Rung { to, any_of };
    let wrong = |steps| Ladder { steps }.check().unwrap_err().into_iter().map(|i| format!("{} {}", i.field, i.why.code())).collect::<Vec<_>>();
    assert_eq!(wrong(vec![rung(Level::Introductory, vec![good])]), ["steps/0/to malformed"]);
    assert_eq!(wrong(vec![rung(Level::Applied, vec![good]), rung(Level::Basic, vec![good])]), ["steps/1/to malformed"]);
    assert_eq!(wrong(vec![rung(Level::Basic, vec![good]), rung(Level::Basic, vec![])]), ["steps/1/to malformed", "steps/1/any_of required"]);
    assert_eq!(wrong(vec![rung(Level::Basic, vec![good; 11])]), ["steps/0/any_of too_many"]);
    assert_eq!(wrong(vec![rung(Level::Basic, vec![any])]), ["steps/0/any_of/0 required"]);
    assert_eq!(wrong(vec![rung(Level::Basic, vec![Requirement { minutes: 100_001, ..any }])]), ["steps/0/any_of/0/minutes out_of_range"]);
    let levelled = Requirement { course_level_at_least: Some(Level::Basic), from_level: Some(Level::Basic), ..good };
    assert_eq!(wrong(vec![rung(Level::Basic, vec![levelled])]), ["steps/0/any_of/0/courses required", "steps/0/any_of/0/from_level malformed"]);
}

#[test]
fn only_what_lies_above_the_first_level_was_earned() {
    let elsewhere = Participation { themes: vec!["culture".into()], ..practice(50, 60) };
    let earned = Ladder::default().earned(&with(times(3, 60), elsewhere));
    assert_eq!(earned.into_iter().collect::<Vec<_>>(), [("snow".to_owned(), Level::Basic)]);
    assert_eq!(Ladder { steps: vec![] }.earned(&times(99, 60)).len(), 0, "a city without a ladder");
}

#[test]
fn a_wish_is_raised_to_what_was_earned_and_never_lowered() {
    let theme = |code: &str, level| crate::matching::WishTheme { code: code.into(), interest: 1.0, level };
    let earned = BTreeMap::from([("snow".to_owned(), Level::Basic), ("culture".to_owned(), Level::Applied)]);
    let themes = vec![theme("snow", None), theme("safety", Some(Level::Introductory))];
    let levels = |wish: Wish| wish.themes.into_iter().map(|t| (t.code, t.level)).collect::<Vec<_>>();
    let wish = Wish { themes, ..Wish::default() };
    let said = |level| vec![("snow".to_owned(), Some(level)), ("safety".to_owned(), Some(Level::Introductory))];
    assert_eq!(levels(raised(wish.clone(), &earned)), said(Level::Basic), "and no theme is added");
    assert_eq!(levels(raised(Wish { level: Some(Level::Specialist), ..wish.clone() }, &earned)), said(Level::Specialist), "what holds for all themes holds");
    let modest = Wish { themes: vec![theme("snow", Some(Level::Applied))], ..wish.clone() };
    assert_eq!(levels(raised(modest, &earned)), [("snow".to_owned(), Some(Level::Applied))]);
    assert_eq!(raised(wish.clone(), &BTreeMap::new()), wish);
}

fn any_line() -> impl Strategy<Value = Participation> {
    let levels = proptest::option::of(proptest::sample::select(Level::ALL));
    let parts = (0u64..40, any::<bool>(), 0u32..600, levels, proptest::sample::select(Responsibility::ALL));
    parts.prop_map(|(n, lesson, minutes, level, weight)| line(n, if lesson { Kind::Course } else { Kind::Activity }, minutes, level, weight))
}

fn any_ladder() -> impl Strategy<Value = Ladder> {
    let levels = || proptest::option::of(proptest::sample::select(Level::ALL));
    let way = (0u32..20, 0u32..4_000, 0u32..3, levels(), proptest::option::of(proptest::sample::select(Responsibility::ALL)), levels());
    let way = way.prop_map(|(participations, minutes, courses, course_level_at_least, responsibility_at_least, from_level)| Requirement {
        participations,
        minutes,
        courses,
        course_level_at_least,
        responsibility_at_least,
        from_level,
    });
    let rungs = proptest::collection::vec(proptest::collection::vec(way, 1..4), 3);
    rungs.prop_map(|ways| Ladder { steps: Level::ALL.iter().skip(1).zip(ways).map(|(to, any_of)| Rung { to: *to, any_of }).collect() })
}

proptest! {
    #[test]
    fn nobody_comes_down_by_attending_more(record in proptest::collection::vec(any_line(), 0..60), more in any_line(), ladder in any_ladder()) {
        for rules in [&ladder, &Ladder::default()] {
            let at = |record: &[Participation]| Done::by_theme(record).get("snow").map_or(Level::Introductory, |done| rules.level(done));
            let mut all = record.clone();
            all.push(more.clone());
            prop_assert!(at(&all) >= at(&record));
            all.reverse();
            prop_assert_eq!(at(&all), at(&with(record.clone(), more.clone())), "the order does not count");
        }
    }

    #[test]
    fn whoever_does_what_was_missing_takes_the_step(record in proptest::collection::vec(any_line(), 0..40), rules in any_ladder()) {
        let done = Done::by_theme(&record).remove("snow").unwrap_or_default();
        let level = rules.level(&done);
        if let Some(next) = rules.next(level) {
            for way in &next.any_of {
                let Some(missing) = way.missing(&done, level) else { return Err(TestCaseError::fail("a way that is open was not taken")) };
                let mut after = done.clone();
                after.participations += missing.participations;
                after.minutes += missing.minutes;
                after.courses.extend((0..missing.courses).map(|_| missing.course_level_at_least.unwrap_or(Level::Introductory)));
                after.responsibility = after.responsibility.max(missing.responsibility_at_least);
                prop_assert!(missing.from_level.is_some() || rules.level(&after) >= next.to);
            }
        }
    }
}
