use super::*;
use crate::id::{GroupId, OpportunityId, SessionId};
use crate::opportunity::{Kind, Opportunity, OpportunityDetails, State as Listing};
use crate::schedule::{Schedule, Session};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 30, 3, 0, 0).unwrap()
}

fn session(hours: i64) -> Session {
    let starts_at = noon() + TimeDelta::hours(hours);
    let id = SessionId::derived(0, &format!("{hours}"));
    Session { id, starts_at, ends_at: starts_at + TimeDelta::hours(2), seats: Some(3), seats_taken: 0, cancelled: false }
}

fn opportunity(sessions: Vec<Session>) -> Opportunity {
    let schedule = Schedule { sessions, ..Schedule::default() };
    Opportunity {
        id: OpportunityId::derived(0, "o"),
        version: 1,
        group: GroupId::derived(0, "g"),
        details: OpportunityDetails::new(Kind::Activity, "雪かき", schedule),
        state: Listing::Published,
        source: None,
        created_at: noon(),
        updated_at: noon(),
        published_at: Some(noon()),
    }
}

fn wish() -> Submission {
    Submission { sessions: vec![], party: 1, message: None, source: crate::connection::ConnectionSource::Search }
}

fn submitted(o: &Opportunity, origin: Origin, age: Age) -> Result<Application, Refused> {
    let (id, person) = (ApplicationId::derived(0, "a"), AccountId::derived(0, "p"));
    Application::submit(id, person, o, (origin, None), &wish(), age, true, &Rules::default(), noon())
}

fn fresh(origin: Origin) -> Application {
    submitted(&opportunity(vec![session(48)]), origin, Age::SaidOfAge).unwrap()
}

/// Everything anybody could try.
fn try_step(a: &Application, step: Step, side: Side, seat: bool, now: DateTime<Utc>) -> Result<Application, Refused> {
    let no = No { reason: DeclineReason::Other, text: None };
    match (step, side) {
        (Step::Consent, Side::Volunteer) => a.consent(seat, &Rules::default(), &Ahead::default(), now),
        (Step::Accept, Side::Group) => a.accept(seat, &Rules::default(), &Ahead::default(), now),
        (Step::Decline, _) => a.decline(side, no, now),
        (Step::Withdraw, _) => a.withdraw(side, Some(no), now),
        (Step::Offer, Side::Service) => a.offer(&Rules::default(), None, now),
        (Step::Expire, Side::Service) => a.expire(now),
        (Step::CallOff, Side::Service) => a.call_off(now),
        (Step::Lapse, Side::Service) => a.lapse(now),
        (Step::Attend, Side::Group) => a.attended(true, now),
        (Step::Miss, Side::Group) => a.attended(false, now),
        _ => Err(Refused::NotNow { state: a.state, step }),
    }
}

#[test]
fn two_yeses_are_needed_whoever_begins() {
    let now = noon();
    let own = fresh(Origin::Volunteer);
    assert_eq!((own.state, own.turn()), (State::Applied, Some(Side::Group)));
    assert!(own.consent(true, &Rules::default(), &Ahead::default(), now).is_err(), "the volunteer cannot say yes twice");
    assert_eq!(own.accept(true, &Rules::default(), &Ahead::default(), now).unwrap().state, State::Accepted);
    let invited = fresh(Origin::Invitation);
    assert_eq!((invited.state, invited.turn(), invited.applied_at), (State::Proposed, Some(Side::Volunteer), None));
    assert!(invited.accept(true, &Rules::default(), &Ahead::default(), now).is_err(), "nor the group for them");
    assert_eq!(invited.consent(true, &Rules::default(), &Ahead::default(), now).unwrap().state, State::Accepted);
    assert_eq!(invited.consent(false, &Rules::default(), &Ahead::default(), now).unwrap().state, State::Waitlisted);
    for origin in [Origin::Introduction, Origin::Company, Origin::Assignment] {
        let asked = fresh(origin).consent(true, &Rules::default(), &Ahead::default(), now).unwrap();
        assert_eq!((asked.state, asked.seated, asked.applied_at), (State::Applied, false, Some(now)));
    }
}

#[test]
fn a_seat_from_the_list_is_certain_only_when_the_volunteer_says_so_in_time() {
    let now = noon();
    let waits = fresh(Origin::Volunteer).accept(false, &Rules::default(), &Ahead::default(), now).unwrap();
    assert_eq!((waits.state, waits.turn(), waits.waiting_since), (State::Waitlisted, None, Some(now)));
    assert!(waits.consent(true, &Rules::default(), &Ahead::default(), now).is_err(), "nothing was offered");
    let offered = waits.offer(&Rules::default(), Some(now + TimeDelta::hours(3)), now).unwrap();
    assert_eq!((offered.seated, offered.answer_by, offered.turn()), (true, Some(now + TimeDelta::hours(3)), Some(Side::Volunteer)));
    assert!(offered.offer(&Rules::default(), None, now).is_err(), "once");
    let (early, late) = (now + TimeDelta::hours(3) - TimeDelta::seconds(1), now + TimeDelta::hours(3));
    assert_eq!(offered.consent(true, &Rules::default(), &Ahead::default(), early).unwrap().state, State::Accepted);
    assert_eq!(offered.consent(true, &Rules::default(), &Ahead::default(), late), Err(Refused::TooLate));
    assert!(offered.expire(early).is_err());
    assert_eq!((offered.expire(late).unwrap().state, offered.expire(late).unwrap().seated), (State::Expired, false));
}

#[test]
fn what_is_asked_for_is_looked_at_before_anybody_is_asked() {
    let o = opportunity(vec![session(-5), session(48), session(72)]);
    let all = submitted(&o, Origin::Volunteer, Age::SaidOfAge).unwrap();
    assert_eq!(all.sessions, [session(48).id, session(72).id], "what lies ahead");
    assert_eq!(submitted(&o, Origin::Volunteer, Age::Unknown), Err(Refused::AgeUnknown));
    let mut closed = o.clone();
    closed.state = Listing::Closed;
    assert_eq!(submitted(&closed, Origin::Volunteer, Age::SaidOfAge), Err(Refused::NotOpen));
    let mut late = o.clone();
    late.details.apply_by = Some(noon());
    assert_eq!(submitted(&late, Origin::Volunteer, Age::SaidOfAge), Err(Refused::ApplyByOver));
    assert_eq!(submitted(&opportunity(vec![session(-5)]), Origin::Volunteer, Age::SaidOfAge), Err(Refused::NothingAhead));
    let mut young = o.clone();
    (young.details.audience.age_min, young.details.audience.age_max) = (Some(16), Some(20));
    for (age, fits) in [(15, false), (16, true), (20, true), (21, false)] {
        assert_eq!(submitted(&young, Origin::Volunteer, Age::Known(age)).is_ok(), fits, "{age}");
    }
    let gone = Submission { sessions: vec![session(-5).id, session(48).id], ..wish() };
    assert_eq!(gone.sessions_ahead(&o, noon()), Err(Refused::SessionsGone));
    let odd = Submission { sessions: vec![session(48).id, session(48).id, session(99).id], party: 0, message: Some("\u{0}".into()), ..wish() };
    let named: Vec<String> = odd.check(&o).unwrap_err().into_iter().map(|w| w.field).collect();
    assert_eq!(named, ["session_ids/1", "session_ids/2", "party_size", "message"]);
}

#[test]
fn sessions_clash_when_they_share_more_than_the_hand_over() {
    let held = |from: i64, to: i64| Held {
        application: ApplicationId::derived(0, "a"),
        session: SessionId::derived(0, &format!("{from}")),
        starts_at: noon() + TimeDelta::minutes(from),
        ends_at: noon() + TimeDelta::minutes(to),
    };
    let with =
        |from, to, handover| clash(&[held(0, 120), held(300, 400)], noon() + TimeDelta::minutes(from), noon() + TimeDelta::minutes(to), handover).is_some();
    assert!(with(119, 200, 0) && with(-50, 1, 0) && with(30, 60, 0) && with(-10, 500, 0));
    assert!(!with(120, 300, 0) && !with(-50, 0, 0), "one ends as the other begins");
    assert!(!with(60, 200, 60) && with(59, 200, 60), "an hour to hand over");
}

#[test]
fn a_week_is_monday_to_sunday_where_the_city_is() {
    let tz = chrono_tz::Tz::Asia__Tokyo;
    let at = |text: &str| week_of(text.parse().unwrap(), tz).to_string();
    assert_eq!(at("2026-11-29T14:59:59Z"), "2026-11-23", "Sunday, a second before midnight in Sapporo");
    assert_eq!(at("2026-11-29T15:00:00Z"), "2026-11-30");
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_every_state_a_way_in() {
    let reached: Vec<State> = TRANSITIONS.iter().flat_map(|t| t.to.iter().copied()).chain([State::Applied, State::Proposed]).collect();
    assert!(State::ALL.iter().all(|s| reached.contains(s)));
    for t in TRANSITIONS {
        let twins = TRANSITIONS
            .iter()
            .filter(|u| u.from == t.from && u.step == t.step && u.by == t.by)
            .filter(|u| u.origins.is_empty() || t.origins.is_empty() || u.origins.iter().any(|o| t.origins.contains(o)));
        assert_eq!(twins.count(), 1, "{t:?} is one of two");
    }
}

proptest! {
    /// Whatever anybody tries in whatever order: what is not in the table is refused, what ends stays ended but for corrections, seats are held
    /// only where they may be, and what was accepted had both yeses.
    #[test]
    fn no_order_of_steps_leads_beside_the_table(origin in 0..Origin::ALL.len(), steps in prop::collection::vec((0..Step::ALL.len(), 0..Side::ALL.len(), any::<bool>(), 0i64..30), 0..40)) {
        let mut a = fresh(Origin::ALL[origin]);
        let mut now = noon();
        let (mut volunteer_said_yes, mut group_said_yes) = (a.origin == Origin::Volunteer, a.origin == Origin::Invitation);
        for (step, side, seat, hours) in steps {
            now += TimeDelta::hours(hours);
            let (step, side) = (Step::ALL[step], Side::ALL[side]);
            let Ok(after) = try_step(&a, step, side, seat, now) else { continue };
            if after != a {
                let line = TRANSITIONS.iter().any(|t| t.from == a.state && t.step == step && t.by == side && t.to.contains(&after.state));
                prop_assert!(line, "{:?} {step:?} {side:?} {:?}", a.state, after.state);
            }
            volunteer_said_yes |= step == Step::Consent;
            group_said_yes |= step == Step::Accept;
            prop_assert!(!after.is_live() || a.is_live(), "what ended goes on");
            prop_assert!(!after.seated || matches!(after.state, State::Accepted | State::Waitlisted | State::Completed | State::Absent));
            prop_assert!(after.state != State::Accepted || (volunteer_said_yes && group_said_yes && after.seated && after.accepted_at.is_some()));
            prop_assert_eq!(after.ended_at.is_some(), !after.is_live());
            prop_assert!(after.answer_by.is_none() || after.is_live());
            a = after;
        }
    }
}
