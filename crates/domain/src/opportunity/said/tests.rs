use super::*;
use crate::id::{GroupId, OpportunityId};
use crate::opportunity::Kind;
use chrono::{Duration, NaiveTime, TimeZone};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).unwrap()
}

/// A session `day` days from now; three hours long.
fn session(day: i64, seats: Option<u32>) -> SessionSaid {
    let starts_at = now() + Duration::days(day) + Duration::minutes(30);
    SessionSaid { id: None, starts_at, ends_at: starts_at + Duration::hours(3), seats, cancelled: None }
}

fn said(sessions: Vec<SessionSaid>) -> Said {
    Said { details: OpportunityDetails { remote: true, ..OpportunityDetails::new(Kind::Activity, "雪かき", Schedule::default()) }, sessions }
}

fn saturdays() -> Recurrence {
    Recurrence {
        rule: "FREQ=WEEKLY;BYDAY=SA".into(),
        starts_on: "2026-11-01".parse().unwrap(),
        until: None,
        from: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
        to: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
        except: vec![],
        seats: Some(5),
    }
}

fn with_rule(rule: Recurrence) -> Said {
    let mut said = said(vec![]);
    said.details.schedule.recurrence = Some(rule);
    said
}

fn settled(said: Said) -> Opportunity {
    let details = said.settle(None, &City::default(), now(), |_| SessionId::new()).unwrap();
    Opportunity::draft(OpportunityId::new(), GroupId::new(), details, &City::default(), now()).unwrap()
}

fn again(stands: &Opportunity, said: Said) -> Result<Opportunity, RewriteError> {
    stands.clone().rewrite(said, &City::default(), now(), |_| SessionId::new())
}

#[test]
fn the_same_words_again_change_nothing() {
    for said in [said(vec![session(1, Some(5)), session(8, None)]), with_rule(saturdays())] {
        let stands = settled(said.clone());
        assert!(!stands.details.schedule.sessions.is_empty());
        assert_eq!(again(&stands, said).unwrap(), stands);
    }
}

#[test]
fn a_session_known_by_id_may_move_and_keeps_its_people() {
    let mut stands = settled(said(vec![session(1, Some(5)), session(8, Some(5))]));
    stands.details.schedule.sessions[0].seats_taken = 3;
    let id = stands.details.schedule.sessions[0].id;
    let moved = again(&stands, said(vec![SessionSaid { id: Some(id), ..session(2, Some(3)) }])).unwrap();
    let sessions = &moved.details.schedule.sessions;
    assert_eq!(sessions.iter().map(|s| (s.id, s.seats_taken, s.starts_at)).collect::<Vec<_>>(), [(id, 3, session(2, None).starts_at)]);
}

#[test]
fn people_in_a_session_are_not_lost() {
    let mut stands = settled(said(vec![session(1, Some(5)), session(8, Some(5))]));
    stands.details.schedule.sessions[1].seats_taken = 3;
    assert_eq!(again(&stands, said(vec![session(1, Some(5))])), Err(RewriteError::SeatsTaken));
    assert_eq!(again(&stands, said(vec![session(8, Some(2))])), Err(RewriteError::SeatsTaken));
    assert!(again(&stands, said(vec![session(8, Some(3))])).is_ok());
    let off = again(&stands, said(vec![SessionSaid { cancelled: Some(true), ..session(8, Some(5)) }])).unwrap();
    assert!(off.details.schedule.sessions[0].cancelled, "it can be called off");
    assert_eq!(again(&off, said(vec![session(1, None)])).unwrap().details.schedule.sessions.len(), 2, "and is remembered");
}

#[test]
fn what_has_been_stays_where_people_came_or_a_rule_yielded_it() {
    let mut stands = settled(said(vec![session(-3, Some(5)), session(-2, Some(5)), session(1, None)]));
    stands.details.schedule.sessions[0].seats_taken = 2;
    assert_eq!(again(&stands, said(vec![session(1, None)])).unwrap().details.schedule.sessions.len(), 2);
    let mut ruled = settled(with_rule(saturdays()));
    let old = Session { id: SessionId::new(), ..settled(said(vec![session(-2, None)])).details.schedule.sessions[0].clone() };
    ruled.details.schedule.sessions.insert(0, old.clone());
    let sundays = Recurrence { rule: "FREQ=WEEKLY;BYDAY=SU".into(), ..saturdays() };
    let changed = again(&ruled, with_rule(sundays)).unwrap().details.schedule.sessions;
    assert_eq!(changed[0], old);
    assert!(changed[1..].iter().all(|s| ruled.details.schedule.sessions.iter().all(|r| r.id != s.id)), "every Saturday went");
}

#[test]
fn a_rule_with_fewer_places_than_are_taken_is_refused() {
    let mut stands = settled(with_rule(saturdays()));
    stands.details.schedule.sessions[3].seats_taken = 4;
    assert_eq!(again(&stands, with_rule(Recurrence { seats: Some(3), ..saturdays() })), Err(RewriteError::SeatsTaken));
    assert!(again(&stands, with_rule(Recurrence { seats: Some(4), ..saturdays() })).is_ok());
}

#[test]
fn sessions_that_are_none_or_twice_are_named() {
    let stands = settled(said(vec![session(1, None)]));
    let id = stands.details.schedule.sessions[0].id;
    let stranger = SessionSaid { id: Some(SessionId::new()), ..session(2, None) };
    let twice = SessionSaid { id: Some(id), ..session(5, None) };
    let list = vec![SessionSaid { id: Some(id), ..session(1, None) }, stranger, twice, session(7, None), session(7, None)];
    let Err(RewriteError::Wrong(wrong)) = again(&stands, said(list)) else { panic!("accepted") };
    let fields: Vec<String> = wrong.into_iter().map(|w| w.field).collect();
    assert_eq!(fields, ["schedule/sessions/1/id", "schedule/sessions/2/id", "schedule/sessions/4/starts_at"]);
}

#[test]
fn places_of_a_flexible_offer_are_not_lost_either() {
    let mut flexible = said(vec![]);
    flexible.details.schedule.day_parts = [crate::day::DayPart::from_index(0)].into_iter().collect();
    flexible.details.seats = Some(4);
    let mut stands = settled(flexible.clone());
    stands.details.seats_taken = 3;
    assert_eq!(again(&stands, said(vec![session(1, None)])), Err(RewriteError::SeatsTaken));
    flexible.details.seats = Some(2);
    assert_eq!(again(&stands, flexible.clone()), Err(RewriteError::SeatsTaken));
    flexible.details.seats = None;
    assert_eq!(again(&stands, flexible).unwrap().details.seats_taken, 3);
}

#[test]
fn what_has_ended_stays() {
    let stands = Opportunity { state: State::Closed, ..settled(said(vec![session(1, None)])) };
    assert_eq!(again(&stands, said(vec![session(1, None)])), Err(RewriteError::Ended));
}
