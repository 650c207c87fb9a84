use super::*;
use crate::application::{Origin, Side};
use crate::connection::ConnectionSource;
use crate::opportunity::OpportunityDetails;
use crate::schedule::{Schedule, Session};
use chrono::TimeZone;
use proptest::prelude::*;

const TOKYO: Tz = chrono_tz::Asia::Tokyo;

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// On 21 November, from 10 to 12 in Sapporo.
fn session() -> Session {
    Session { id: SessionId::derived(0, "s"), starts_at: at(21, 1), ends_at: at(21, 3), seats: Some(5), seats_taken: 1, cancelled: false }
}

fn application(state: State) -> Application {
    Application {
        id: ApplicationId::derived(0, "a"),
        version: 1,
        opportunity: OpportunityId::derived(0, "o"),
        group: GroupId::derived(0, "g"),
        volunteer: Some(AccountId::derived(0, "haru")),
        origin: Origin::Volunteer,
        begun_by: None,
        source: ConnectionSource::Match,
        sessions: vec![session().id],
        party: 1,
        message: None,
        newcomer: true,
        said_of_age: true,
        state,
        seated: true,
        answer_by: None,
        ended_by: None,
        reason: None,
        reason_text: None,
        created_at: at(10, 0),
        updated_at: at(10, 0),
        applied_at: Some(at(10, 0)),
        answered_at: Some(at(11, 0)),
        waiting_since: None,
        accepted_at: Some(at(11, 0)),
        ended_at: None,
    }
}

fn opportunity() -> Opportunity {
    let mut details = OpportunityDetails::new(Kind::Activity, "雪かき", Schedule { sessions: vec![session()], ..Schedule::default() });
    details.themes = vec!["snow".into(), "elderly".into()];
    details.level = Some(Level::Basic);
    let city = crate::city::City::default();
    let mut o = Opportunity::draft(
        OpportunityId::derived(0, "o"),
        GroupId::derived(0, "g"),
        OpportunityDetails { themes: vec![], remote: true, ..details.clone() },
        &city,
        at(1, 0),
    )
    .unwrap();
    o.details = details;
    o
}

fn pen(now: DateTime<Utc>) -> Pen {
    Pen { by: AccountId::derived(0, "aki"), now, tz: TOKYO, by_code: false }
}

fn said(outcome: Outcome, minutes: Option<u32>, notice: Option<bool>) -> Said {
    Said { outcome, minutes, notice }
}

fn written(application: &Application, occasion: &Occasion, noted: Noted, pen: Pen) -> Result<Participation, Refused> {
    let about = About { application, opportunity: &opportunity(), group_name: "ゆきみち隊", occasion };
    Participation::write(ParticipationId::derived(0, "p"), about, noted, pen)
}

fn wrong(said: Said, occasion: &Occasion) -> Vec<String> {
    said.at(occasion).unwrap_err().into_iter().map(|i| format!("{} {}", i.field, i.why.code())).collect()
}

#[test]
fn a_session_counts_as_a_whole_unless_somebody_says_less() {
    let there = Occasion::Session(session());
    assert_eq!(said(Outcome::Attended, None, None).at(&there), Ok(Noted { outcome: Outcome::Attended, minutes: 120, notice: false }));
    assert_eq!(said(Outcome::Attended, Some(1), None).at(&there).map(|n| n.minutes), Ok(1));
    assert_eq!(said(Outcome::Attended, Some(120), Some(false)).at(&there).map(|n| n.minutes), Ok(120));
    assert_eq!(wrong(said(Outcome::Attended, Some(0), None), &there), ["minutes out_of_range"]);
    assert_eq!(wrong(said(Outcome::Attended, Some(121), Some(true)), &there), ["minutes out_of_range", "notice contradiction"]);
    assert_eq!(said(Outcome::Absent, None, Some(true)).at(&there), Ok(Noted { outcome: Outcome::Absent, minutes: 0, notice: true }));
    assert_eq!(wrong(said(Outcome::Absent, Some(30), None), &there), ["minutes contradiction"]);
    let long = Occasion::Session(Session { ends_at: at(22, 1), ..session() });
    assert_eq!(said(Outcome::Attended, None, None).at(&long).map(|n| n.minutes), Ok(MINUTES_MAX));
}

#[test]
fn an_offer_without_dates_needs_minutes_and_a_date_between_both_yeses_and_today() {
    let a = application(State::Completed);
    let on = |text: &str, a: &Application| Occasion::on("date", day(text), a, at(21, 0), TOKYO);
    assert_eq!(wrong(said(Outcome::Attended, None, None), &Occasion::Date(day("2026-11-20"))), ["minutes required"]);
    assert_eq!(wrong(said(Outcome::Attended, Some(1_441), None), &Occasion::Date(day("2026-11-20"))), ["minutes out_of_range"]);
    assert_eq!(said(Outcome::Attended, Some(1_440), None).at(&Occasion::Date(day("2026-11-20"))).map(|n| n.minutes), Ok(1_440));
    assert_eq!(on("2026-11-11", &a).unwrap().session(), None, "the day of the yes");
    assert_eq!(on("2026-11-10", &a).unwrap_err().why, Why::DateOutOfRange { min: day("2026-11-11"), max: day("2026-11-21") });
    let gone = Application { state: State::Withdrawn, ended_at: Some(at(15, 0)), ..a.clone() };
    assert!(on("2026-11-15", &gone).is_ok());
    assert_eq!(on("2026-11-16", &gone).unwrap_err().why, Why::DateOutOfRange { min: day("2026-11-11"), max: day("2026-11-15") });
    let noted = said(Outcome::Attended, Some(60), None).at(&Occasion::Date(day("2026-11-21"))).unwrap();
    // 14:59 UTC is 23:59 of the same day in Sapporo; a minute later it is tomorrow there.
    let before = Utc.with_ymd_and_hms(2026, 11, 20, 14, 59, 0).unwrap();
    assert_eq!(written(&a, &Occasion::Date(day("2026-11-21")), noted, pen(before)), Err(Refused::NotYet));
    let line = written(&a, &Occasion::Date(day("2026-11-21")), noted, pen(before + TimeDelta::minutes(1))).unwrap();
    assert_eq!((line.session, line.starts_at, line.held_on), (None, None, day("2026-11-21")));
}

#[test]
fn nobody_was_there_before_it_began_but_whoever_shows_a_code_at_the_door() {
    let (a, there) = (application(State::Accepted), Occasion::Session(session()));
    let noted = said(Outcome::Attended, None, None).at(&there).unwrap();
    let second = TimeDelta::seconds(1);
    assert_eq!(written(&a, &there, noted, pen(at(21, 1) - second)), Err(Refused::NotYet));
    assert!(written(&a, &there, noted, pen(at(21, 1))).is_ok());
    let by_code = |now| Pen { by_code: true, ..pen(now) };
    assert_eq!(written(&a, &there, noted, by_code(at(21, 0) - second)), Err(Refused::NotYet));
    assert!(written(&a, &there, noted, by_code(at(21, 0))).is_ok());
}

#[test]
fn a_line_is_a_picture_of_its_moment() {
    let (a, there) = (application(State::Accepted), Occasion::Session(session()));
    let noted = said(Outcome::Attended, Some(90), None).at(&there).unwrap();
    let line = written(&a, &there, noted, pen(at(22, 0))).unwrap();
    assert_eq!(
        (line.title.as_str(), line.group_name.as_str(), line.themes.as_slice()),
        ("雪かき", "ゆきみち隊", ["snow".to_owned(), "elderly".to_owned()].as_slice())
    );
    assert_eq!((line.held_on, line.level, line.kind), (day("2026-11-21"), Some(Level::Basic), Kind::Activity));
    assert_eq!((line.account, line.recorded_by), (a.volunteer, Some(AccountId::derived(0, "aki"))));
    assert!(!format!("{line:?}").contains("雪かき"));
}

#[test]
fn only_who_was_accepted_once_has_a_record() {
    let there = Occasion::Session(session());
    let noted = said(Outcome::Absent, None, None).at(&there).unwrap();
    for state in State::ALL {
        let never = Application { accepted_at: None, ..application(*state) };
        let once = application(*state);
        let (never, once) = (written(&never, &there, noted, pen(at(22, 0))), written(&once, &there, noted, pen(at(22, 0))));
        let refused = Err(Refused::NotNow { state: *state, step: Step::Miss });
        match state {
            State::Accepted | State::Completed | State::Absent => assert!(never.is_ok() && once.is_ok()),
            State::Withdrawn | State::Declined | State::Expired => assert!(never == refused && once.is_ok()),
            State::Proposed | State::Applied | State::Waitlisted => assert!(never == refused && once == refused),
        }
    }
}

#[test]
fn a_correction_keeps_what_stood_there() {
    let (a, there) = (application(State::Accepted), Occasion::Session(session()));
    let noted = said(Outcome::Attended, None, None).at(&there).unwrap();
    let line = written(&a, &there, noted, pen(at(22, 0))).unwrap();
    assert_eq!(line.corrected(noted, "別の人でした".into(), pen(at(23, 0))), None, "nothing to correct");
    let absent = said(Outcome::Absent, None, Some(true)).at(&there).unwrap();
    let (after, correction) = line.corrected(absent, "別の人でした".into(), pen(at(23, 0))).unwrap();
    assert_eq!((after.noted, after.recorded_at), (absent, line.recorded_at));
    assert_eq!((correction.before, correction.after, correction.from_version, correction.at), (noted, absent, 1, at(23, 0)));
    assert!(!format!("{correction:?}").contains("別の人"));
    for (raw, why) in [("", "required"), ("誤記 ", "too_short"), ("\u{7}誤記でした", "control_character")] {
        assert_eq!(reason("reason", raw).unwrap_err().why.code(), why, "{raw:?}");
    }
    assert_eq!(reason("reason", " 誤記です ").unwrap(), "誤記です");
    assert_eq!(reason("reason", &"あ".repeat(401)).unwrap_err().why.code(), "too_long");
    assert_eq!(objection("text", " \n ").unwrap_err().why.code(), "required");
    assert_eq!(objection("text", &"あ".repeat(1_001)).unwrap_err().why.code(), "too_long");
    assert_eq!(objection("text", "来ました\n二時間です").unwrap(), "来ました\n二時間です");
}

#[test]
fn an_application_is_whole_when_every_seat_of_it_is_noted() {
    let (a, there) = (application(State::Accepted), Occasion::Session(session()));
    let line = |outcome| written(&a, &there, said(outcome, None, None).at(&there).unwrap(), pen(at(22, 0))).unwrap();
    let (one, other) = (session().id, SessionId::derived(0, "other"));
    let second = Participation { session: Some(other), ..line(Outcome::Absent) };
    assert_eq!(whole(&[], &[one]), None);
    assert_eq!(whole(&[line(Outcome::Attended)], &[one, other]), None);
    assert_eq!(whole(&[line(Outcome::Attended), second.clone()], &[one, other]), Some(true));
    assert_eq!(whole(&[line(Outcome::Absent), second], &[one, other]), Some(false));
    assert_eq!(whole(&[], &[]), None);
    assert_eq!(whole(&[Participation { session: None, ..line(Outcome::Absent) }], &[]), Some(false));
    assert!(a.attended(true, at(22, 0)).is_ok_and(|a| a.ended_by == Some(Side::Group)));
}

#[test]
fn a_record_adds_up() {
    let (a, there) = (application(State::Accepted), Occasion::Session(session()));
    let line = |s: Said| written(&a, &there, s.at(&there).unwrap(), pen(at(22, 0))).unwrap();
    let first = line(said(Outcome::Attended, Some(90), None));
    let second = Participation {
        themes: vec!["snow".into(), "snow".into()],
        held_on: day("2027-01-03"),
        group_name: "新しい名".into(),
        ..line(said(Outcome::Attended, None, None))
    };
    let missed = line(said(Outcome::Absent, None, None));
    let excused = line(said(Outcome::Absent, None, Some(true)));
    assert_eq!(Summary::of(&[]).attendance_rate(), None);
    assert_eq!(Summary::of(std::slice::from_ref(&excused)).attendance_rate(), None, "what was announced counts neither way");
    for lines in [[first.clone(), second.clone(), missed.clone(), excused.clone()], [excused, missed, second, first]] {
        let all = Summary::of(&lines);
        assert_eq!(all.total, Sum { participations: 2, minutes: 210 });
        assert_eq!(all.by_theme["snow"], Sum { participations: 2, minutes: 210 });
        assert_eq!(all.by_theme["elderly"], Sum { participations: 1, minutes: 90 });
        assert_eq!(all.by_year.iter().map(|(y, s)| (*y, s.minutes)).collect::<Vec<_>>(), [(2026, 90), (2027, 120)]);
        assert_eq!(all.by_group[&a.group], ("新しい名".into(), Sum { participations: 2, minutes: 210 }));
        assert_eq!((all.absent, all.absent_with_notice), (1, 1));
        assert_eq!(all.attendance_rate(), Some(2.0 / 3.0));
    }
}

#[test]
fn a_code_is_good_for_the_day_of_a_session_and_until_it_ends() {
    let (morning, night) = (session(), Session { id: SessionId::derived(0, "night"), starts_at: at(21, 12), ends_at: at(21, 21), ..session() });
    // Midnight in Sapporo is 15:00 UTC of the day before.
    assert_eq!(door_hours(&morning, TOKYO), Some((at(20, 15), at(21, 15))));
    assert_eq!(door_hours(&night, TOKYO), Some((at(20, 15), at(21, 21))), "until six in the morning");
    let both = [night.clone(), morning.clone()];
    let open = |now| at_the_door(&both, now, TOKYO).map(|s| s.id);
    assert_eq!(open(at(20, 14)), None);
    assert_eq!(open(at(20, 15)), Some(morning.id));
    assert_eq!(open(at(21, 2)), Some(morning.id));
    assert_eq!(open(at(21, 3)), Some(night.id), "the first that is not over");
    assert_eq!(open(at(21, 20)), Some(night.id), "the day after, while it goes on");
    assert_eq!(open(at(21, 21)), None);
    assert_eq!(at_the_door([&morning], at(21, 14), TOKYO).map(|s| s.id), Some(morning.id), "who comes late is let in all the same");
    assert_eq!(at_the_door([&Session { cancelled: true, ..morning }], at(21, 1), TOKYO), None);
}

proptest! {
    #[test]
    fn whatever_is_said_what_is_noted_can_be_true(minutes in proptest::option::of(0u32..3_000), notice in proptest::option::of(any::<bool>()), there: bool, length in 1i64..1_440, dated: bool) {
        let s = Session { ends_at: session().starts_at + TimeDelta::minutes(length), ..session() };
        let occasion = if dated { Occasion::Session(s) } else { Occasion::Date(day("2026-11-20")) };
        let outcome = if there { Outcome::Attended } else { Outcome::Absent };
        if let Ok(noted) = said(outcome, minutes, notice).at(&occasion) {
            let most = if dated { length as u32 } else { MINUTES_MAX };
            prop_assert_eq!(noted.minutes == 0, outcome == Outcome::Absent);
            prop_assert!(noted.minutes <= most && !(noted.notice && there));
        }
    }
}
