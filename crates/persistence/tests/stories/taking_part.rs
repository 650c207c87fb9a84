//! People and opportunities of the stories about taking part.

use crate::people::plain_group;
use crate::persons::standing_account;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::application::{Application, Circumstances, DeclineReason, No, Origin, Refused, Rules, Side, Submission};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{AccountId, ApplicationId, GroupId, OpportunityId, SessionId};
use enmusubi_domain::opportunity::{Kind, Opportunity, OpportunityDetails, State};
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_persistence::{Asking, StepError, Store, StoreError};

/// The moment at which the stories begin: far enough ahead that no database's own clock has passed it.
pub fn noon() -> DateTime<Utc> {
    crate::people::at("2041-05-06T03:00:00Z")
}

/// Under the usual rules, some hours after noon.
pub fn after(hours: i64) -> Circumstances {
    Circumstances { rules: Rules::default(), tz: enmusubi_domain::city::Calendar::default().tz, now: noon() + TimeDelta::hours(hours) }
}

/// A session some hours after noon, two hours long.
pub fn session_in(hours: i64, seats: Option<u32>) -> Session {
    let starts_at = noon() + TimeDelta::hours(hours);
    Session { id: SessionId::new(), starts_at, ends_at: starts_at + TimeDelta::hours(2), seats, seats_taken: 0, cancelled: false }
}

/// A group that stands in the store.
pub fn standing_group(store: &Store, name: &str) -> Group {
    let group = Group { id: GroupId::new(), ..plain_group(name) };
    store.write(|tx| tx.put_group(&group)).unwrap();
    group
}

/// Something published with these sessions, or without dates if there are none.
pub fn published(store: &Store, group: &Group, sessions: Vec<Session>, seats: Option<u32>, change: impl FnOnce(&mut OpportunityDetails)) -> Opportunity {
    let schedule = if sessions.is_empty() {
        Schedule { day_parts: enmusubi_domain::day::DayParts(1), ..Schedule::default() }
    } else {
        Schedule { sessions, ..Schedule::default() }
    };
    let mut details = OpportunityDetails { seats, ..OpportunityDetails::new(Kind::Activity, "雪かき", schedule) };
    change(&mut details);
    let opportunity = Opportunity {
        id: OpportunityId::new(),
        version: 1,
        group: group.id,
        details,
        state: State::Published,
        source: None,
        created_at: noon(),
        updated_at: noon(),
        published_at: Some(noon()),
    };
    store.write(|tx| tx.put_opportunity(&opportunity)).unwrap();
    opportunity
}

/// A grown-up who never said when they were born.
pub fn somebody(store: &Store, name: &str) -> AccountId {
    standing_account(store, name).id
}

/// For everything that lies ahead, alone.
pub fn all() -> Submission {
    Submission { sessions: vec![], party: 1, message: None, source: ConnectionSource::Match }
}

/// By the volunteer, who is of age; a place on the waiting list will do.
pub const OWN: Asking = Asking { origin: Origin::Volunteer, begun_by: None, waitlist: true, of_age: true };

/// Applies.
pub fn apply(store: &Store, person: AccountId, opportunity: &Opportunity, wish: &Submission, at: &Circumstances) -> Result<Application, Refused> {
    begin(store, person, opportunity, wish, OWN, at)
}

/// Begins an application in some way.
pub fn begin(
    store: &Store,
    person: AccountId,
    opportunity: &Opportunity,
    wish: &Submission,
    asking: Asking,
    at: &Circumstances,
) -> Result<Application, Refused> {
    told(store.write_by_locks(|tx| tx.submit_application(ApplicationId::new(), person, opportunity.id, wish, asking, at)))
}

/// The group says yes.
pub fn accept(store: &Store, a: &Application, at: &Circumstances) -> Result<Application, Refused> {
    told(store.write_by_locks(|tx| tx.accept_application(a.id, None, at)))
}

/// The volunteer says yes.
pub fn consent(store: &Store, a: &Application, at: &Circumstances) -> Result<Application, Refused> {
    told(store.write_by_locks(|tx| tx.consent_to_application(a.id, at)))
}

/// The volunteer takes it back.
pub fn withdraw(store: &Store, a: &Application, at: &Circumstances) -> Result<Application, Refused> {
    told(store.write_by_locks(|tx| tx.withdraw_application(a.id, Side::Volunteer, None, at)))
}

/// The group says no.
pub fn decline(store: &Store, a: &Application, at: &Circumstances) -> Result<Application, Refused> {
    let no = || No { reason: DeclineReason::Dates, text: None };
    told(store.write_by_locks(|tx| tx.decline_application(a.id, Side::Group, no(), at)))
}

/// An application as it stands.
pub fn now_of(store: &Store, a: &Application) -> Application {
    store.read(|tx| tx.application(a.id)).map_err(|e: StoreError| e).unwrap().unwrap()
}

/// An opportunity as it stands.
pub fn now_at(store: &Store, o: &Opportunity) -> Opportunity {
    store.read(|tx| tx.opportunity(o.id)).map_err(|e: StoreError| e).unwrap().unwrap()
}

/// Seats taken, session by session.
pub fn taken(store: &Store, o: &Opportunity) -> Vec<u32> {
    let o = now_at(store, o);
    if o.details.schedule.sessions.is_empty() { vec![o.details.seats_taken] } else { o.details.schedule.sessions.iter().map(|s| s.seats_taken).collect() }
}

/// Whatever the rules say; the database must do what it is asked.
pub fn told<T>(result: Result<T, StepError>) -> Result<T, Refused> {
    match result {
        Ok(value) => Ok(value),
        Err(StepError::Refused(refused)) => Err(refused),
        Err(StepError::Store(error)) => panic!("{error}"),
    }
}
