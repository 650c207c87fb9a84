use super::*;
use crate::application::{DeclineReason, Side};
use NoticeKind as K;
use Reader::{Group, Guardian, Volunteer};

fn ended(state: State, by: Side, reason: Option<DeclineReason>) -> Application {
    Application { ended_by: Some(by), reason, ..application(state, Origin::Volunteer) }
}

#[test]
fn a_change_is_told_to_whoever_did_not_make_it() {
    let own = |state| application(state, Origin::Volunteer);
    let group_s = |state| application(state, Origin::Invitation);
    let desk_s = |state| application(state, Origin::Introduction);
    let offered = Application { seated: true, ..own(State::Waitlisted) };
    let accepted = [(Volunteer, K::Accepted), (Guardian, K::WardAccepted)];
    let and_confirmed = [accepted.as_slice(), &[(Group, K::Confirmed)]].concat();
    let cases = [
        (None, group_s(State::Proposed), vec![(Volunteer, K::Proposed)]),
        (None, own(State::Applied), vec![(Group, K::ApplicationReceived)]),
        (Some(desk_s(State::Proposed)), desk_s(State::Applied), vec![(Group, K::ApplicationReceived)]),
        (Some(group_s(State::Proposed)), group_s(State::Accepted), and_confirmed.clone()),
        (Some(own(State::Applied)), own(State::Accepted), accepted.to_vec()),
        (Some(own(State::Applied)), own(State::Waitlisted), vec![(Volunteer, K::Waitlisted)]),
        (Some(own(State::Waitlisted)), offered.clone(), vec![(Volunteer, K::SeatOffered)]),
        (Some(offered.clone()), offered.clone(), vec![]),
        (Some(offered.clone()), own(State::Accepted), and_confirmed),
        (Some(own(State::Applied)), own(State::Applied), vec![]),
        (Some(own(State::Applied)), ended(State::Declined, Side::Group, Some(DeclineReason::Full)), vec![(Volunteer, K::Declined)]),
        (Some(own(State::Accepted)), ended(State::Withdrawn, Side::Volunteer, None), vec![(Group, K::ApplicationWithdrawn)]),
        (Some(group_s(State::Proposed)), ended(State::Declined, Side::Volunteer, None), vec![(Group, K::ApplicationWithdrawn)]),
        (Some(desk_s(State::Proposed)), ended(State::Declined, Side::Volunteer, None), vec![]),
        (Some(group_s(State::Proposed)), ended(State::Withdrawn, Side::Group, None), vec![(Volunteer, K::Declined)]),
        (Some(own(State::Accepted)), ended(State::Declined, Side::Service, Some(DeclineReason::CalledOff)), vec![(Volunteer, K::CalledOff)]),
        (
            Some(own(State::Accepted)),
            ended(State::Withdrawn, Side::Service, Some(DeclineReason::Age)),
            vec![(Volunteer, K::Declined), (Group, K::ApplicationWithdrawn)],
        ),
        (Some(own(State::Applied)), ended(State::Expired, Side::Service, None), vec![(Volunteer, K::Expired)]),
        (Some(group_s(State::Proposed)), ended(State::Expired, Side::Service, None), vec![]),
        (Some(own(State::Accepted)), own(State::Completed), vec![]),
        (Some(own(State::Accepted)), own(State::Absent), vec![]),
    ];
    for (before, after, wanted) in cases {
        assert_eq!(told(before.as_ref(), &after), wanted, "{before:?} {after:?}");
        // What is told is true when it is told.
        assert!(told(before.as_ref(), &after).iter().all(|(_, kind)| holds(*kind, &after)), "{after:?}");
    }
}

#[test]
fn only_who_waited_for_an_answer_is_told_that_none_came() {
    let own = |state| application(state, Origin::Volunteer);
    let expired = ended(State::Expired, Side::Service, None);
    let offered = Application { seated: true, ..own(State::Waitlisted) };
    for before in State::ALL.iter().filter(|s| **s != State::Expired).map(|s| own(*s)).chain([offered]) {
        let wanted = if before.state == State::Applied { vec![(Volunteer, K::Expired)] } else { vec![] };
        assert_eq!(told(Some(&before), &expired), wanted, "{before:?}");
    }
    assert_eq!(told(None, &expired), []);
}

#[test]
fn the_reader_of_a_kind_is_who_is_told_of_it() {
    for state in State::ALL {
        for by in [None, Some(Side::Volunteer), Some(Side::Group), Some(Side::Service)] {
            for before in State::ALL {
                let after = Application { ended_by: by, ..application(*state, Origin::Invitation) };
                for (reader, kind) in told(Some(&application(*before, Origin::Invitation)), &after) {
                    assert_eq!(reader, kind.reader(), "{kind:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_over_is_no_news_any_more() {
    let own = |state| application(state, Origin::Volunteer);
    for (kind, is_news, is_over) in [
        (K::Proposed, State::Proposed, State::Accepted),
        (K::ApplicationReceived, State::Applied, State::Withdrawn),
        (K::AnswerDue, State::Applied, State::Accepted),
        (K::Accepted, State::Accepted, State::Withdrawn),
        (K::Reminder, State::Accepted, State::Declined),
        (K::AttendanceDue, State::Accepted, State::Completed),
        (K::Waitlisted, State::Waitlisted, State::Accepted),
        (K::SeatOffered, State::Waitlisted, State::Expired),
        (K::ConsentNeeded, State::Applied, State::Declined),
    ] {
        let then = Application { seated: matches!(kind, K::SeatOffered | K::Accepted), ..own(is_news) };
        assert!(holds(kind, &then) && !holds(kind, &own(is_over)), "{kind:?}");
    }
}
