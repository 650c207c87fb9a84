use super::{NoticeKind, Reader};
use crate::application::{Application, DeclineReason, Origin, Side, State};

/// What a change of an application means, and for whom. Nobody is told of what they did themselves, but that a date is settled is told to
/// whoever will be there: a guardian may have said yes for them.
pub fn told(before: Option<&Application>, after: &Application) -> Vec<(Reader, NoticeKind)> {
    use NoticeKind as K;
    use Reader::{Group, Guardian, Volunteer};
    let was = before.map(|b| b.state);
    if was == Some(after.state) {
        return if after.is_offered() && before.is_some_and(|b| !b.is_offered()) { vec![(Volunteer, K::SeatOffered)] } else { vec![] };
    }
    match after.state {
        State::Proposed => vec![(Volunteer, K::Proposed)],
        State::Applied => vec![(Group, K::ApplicationReceived)],
        State::Waitlisted => vec![(Volunteer, K::Waitlisted)],
        State::Accepted => {
            let mut all = vec![(Volunteer, K::Accepted), (Guardian, K::WardAccepted)];
            // The group has just said yes itself, unless it was the volunteer's turn.
            all.extend((was != Some(State::Applied)).then_some((Group, K::Confirmed)));
            all
        }
        State::Declined | State::Withdrawn => match after.ended_by {
            Some(Side::Volunteer) if knows(before) => vec![(Group, K::ApplicationWithdrawn)],
            Some(Side::Volunteer) => vec![],
            Some(Side::Group) => vec![(Volunteer, K::Declined)],
            Some(Side::Service) if after.reason == Some(DeclineReason::CalledOff) => vec![(Volunteer, K::CalledOff)],
            Some(Side::Service) | None => {
                let mut all = vec![(Volunteer, K::Declined)];
                all.extend(knows(before).then_some((Group, K::ApplicationWithdrawn)));
                all
            }
        },
        // Only who waited for an answer is told that none came. Who let a proposal or an offered seat pass was asked, and what was still on the
        // waiting list when it began, or was accepted and never noted, did not end for want of an answer.
        State::Expired if was == Some(State::Applied) => vec![(Volunteer, K::Expired)],
        State::Expired => vec![],
        State::Completed | State::Absent => vec![],
    }
}

/// Whether the group knows of an application: it was asked, or has begun it.
fn knows(application: Option<&Application>) -> bool {
    application.is_some_and(|a| a.state != State::Proposed || a.origin == Origin::Invitation)
}

/// Whether what was to be told is still so. Between a change and its letter there can be a night.
pub fn holds(kind: NoticeKind, a: &Application) -> bool {
    use NoticeKind as K;
    match kind {
        K::Proposed => a.state == State::Proposed,
        K::Accepted | K::WardAccepted | K::Confirmed | K::Reminder | K::AttendanceDue => a.state == State::Accepted,
        K::Waitlisted => a.state == State::Waitlisted && !a.seated,
        K::SeatOffered => a.is_offered(),
        K::Declined => matches!(a.state, State::Declined | State::Withdrawn),
        K::ApplicationWithdrawn => !a.is_live(),
        K::Expired => a.state == State::Expired,
        K::ApplicationReceived | K::AnswerDue => a.state == State::Applied,
        K::ConsentNeeded => a.is_live(),
        K::CalledOff | K::Message => true,
    }
}
