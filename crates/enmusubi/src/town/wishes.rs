//! What the demo's volunteer has asked for: one application that waits for the group's answer, and one that is certain.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::application::{Circumstances, Origin, Rules, Submission};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{AccountId, ApplicationId};
use enmusubi_domain::opportunity::{Opportunity, State};
use enmusubi_persistence::{Asking, StepError, StoreError, Tx};

/// What the volunteer writes.
const MESSAGE: &str = "はじめてですが、よろしくお願いします。";

/// Applies for the first things of a group that lie ahead: the first is accepted, the second waits.
pub fn ask(tx: &mut Tx<'_>, volunteer: AccountId, group: &Group, tz: Tz, now: DateTime<Utc>) -> Result<(), StoreError> {
    let at = Circumstances { rules: Rules::default(), tz, now };
    let mut accepted = false;
    for opportunity in tx.opportunities_of(group.id)?.iter().filter(|o| o.state == State::Published) {
        let Some(wish) = first_session(opportunity, now) else { continue };
        let (id, asking) = (ApplicationId::new(), Asking { origin: Origin::Volunteer, begun_by: None, waitlist: false, of_age: false });
        match tx.submit_application(id, volunteer, opportunity.id, &wish, asking, &at) {
            Err(StepError::Store(error)) => return Err(error),
            // Another one will do.
            Err(StepError::Refused(_)) => continue,
            Ok(_) if accepted => return Ok(()),
            Ok(_) => {}
        }
        match tx.accept_application(id, None, &at) {
            Err(StepError::Store(error)) => return Err(error),
            answer => accepted = answer.is_ok(),
        }
    }
    Ok(())
}

/// The next session only, or the offer without dates.
fn first_session(opportunity: &Opportunity, now: DateTime<Utc>) -> Option<Submission> {
    let schedule = &opportunity.details.schedule;
    let next = schedule.sessions.iter().find(|s| !s.cancelled && s.starts_at > now);
    (schedule.is_flexible() || next.is_some()).then(|| Submission {
        sessions: next.map(|s| s.id).into_iter().collect(),
        party: opportunity.details.party_min.max(1),
        message: Some(MESSAGE.into()),
        source: ConnectionSource::Match,
    })
}
