use crate::columns::{Id, Instant, Ts, Uid};
use crate::error::StoreError;
use crate::schema::application_session;
use crate::tx::Tx;
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use enmusubi_domain::application::{Application, Circumstances, Refused};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::Session;

/// A seat is taken if, and only if, this changes a row: two can never be let in for one. `$3`: seats of it that are not for this person.
const TAKE: &str = "UPDATE session SET seats_taken = seats_taken + $1
  WHERE id = $2 AND NOT cancelled AND starts_at > $3 AND (seats IS NULL OR seats_taken + $4 <= seats)";
const TAKE_FLEXIBLE: &str = "UPDATE opportunity SET seats_taken = seats_taken + $1 WHERE id = $2 AND (seats IS NULL OR seats_taken + $3 <= seats)";
/// What lies ahead is given back; whoever was there has been there.
const GIVE_BACK: &str = "UPDATE session SET seats_taken = seats_taken - $1
  WHERE starts_at > $2 AND id IN (SELECT session_id FROM application_session WHERE application_id = $3 AND seated = $4)";
const GIVE_BACK_FLEXIBLE: &str = "UPDATE opportunity SET seats_taken = seats_taken - $1 WHERE id = $2";
/// The version of an opportunity speaks for its sessions, and for the seats taken at them.
const TOUCH: &str = "UPDATE opportunity SET seats_taken = seats_taken WHERE id = $1";

impl Tx<'_> {
    /// Takes seats for a party: at every session of the application that lies ahead, or of the offer without dates. All of them or none.
    ///
    /// Under the opportunity's lock, so that what is tried first holds until all is taken.
    pub(super) fn take_seats(&mut self, a: &Application, opportunity: &Opportunity, at: &Circumstances) -> Result<Result<(), Refused>, StoreError> {
        let party = i64::from(a.party);
        if a.sessions.is_empty() {
            let taken = diesel::sql_query(TAKE_FLEXIBLE)
                .bind::<BigInt, _>(party)
                .bind::<Uid, _>(Id(opportunity.id.0))
                .bind::<BigInt, _>(party + kept_flexible(a, opportunity))
                .execute(self.db);
            return Ok(if self.look("opportunity", taken)? > 0 { Ok(()) } else { Err(Refused::Full { kept_for_newcomers_until: None }) });
        }
        // Read anew, under the lock.
        let ahead = self.ahead_of(a, at)?;
        if let Err(refused) = room(a, opportunity, &ahead, at) {
            return Ok(Err(refused));
        }
        for session in &ahead {
            let taken = diesel::sql_query(TAKE)
                .bind::<BigInt, _>(party)
                .bind::<Uid, _>(Id(session.id.0))
                .bind::<Instant, _>(Ts::of(at.now))
                .bind::<BigInt, _>(party + kept(a, opportunity, session, at))
                .execute(self.db);
            if self.look("session", taken)? == 0 {
                // Nobody but the holder of the lock takes seats: somebody has made the room smaller in this moment.
                return Err(StoreError::Busy("seats changed meanwhile".into()));
            }
        }
        let ids: Vec<Id> = ahead.iter().map(|s| Id(s.id.0)).collect();
        self.note_seated(a, &ids, true)?;
        self.touch(opportunity)?;
        Ok(Ok(()))
    }

    /// Whether there would be seats for an application that is not kept yet.
    pub(super) fn is_there_room(a: &Application, opportunity: &Opportunity, at: &Circumstances) -> Result<(), Refused> {
        let sessions: Vec<Session> = opportunity.details.schedule.sessions.iter().filter(|s| a.sessions.contains(&s.id)).cloned().collect();
        Self::has_room(a, opportunity, &sessions, at)
    }

    /// Whether there are seats for an application at these of its sessions, or at the offer without dates.
    pub(super) fn has_room(a: &Application, opportunity: &Opportunity, ahead: &[Session], at: &Circumstances) -> Result<(), Refused> {
        let d = &opportunity.details;
        if a.sessions.is_empty() {
            let lacking = d.seats.is_some_and(|seats| i64::from(d.seats_taken) + i64::from(a.party) + kept_flexible(a, opportunity) > i64::from(seats));
            return if lacking { Err(Refused::Full { kept_for_newcomers_until: None }) } else { Ok(()) };
        }
        room(a, opportunity, ahead, at)
    }

    /// The sessions of an application that can still be held.
    pub(super) fn ahead_of(&mut self, a: &Application, at: &Circumstances) -> Result<Vec<Session>, StoreError> {
        let all = self.sessions_of_application(a.id)?;
        Ok(all.into_iter().map(|(session, _)| session).filter(|s| !s.cancelled && s.starts_at > at.now).collect())
    }

    /// Gives back the seats of what lies ahead; answers whether any came free.
    pub(super) fn give_back_seats(&mut self, a: &Application, opportunity: &Opportunity, at: &Circumstances) -> Result<bool, StoreError> {
        let party = i64::from(a.party);
        let given = if a.sessions.is_empty() {
            diesel::sql_query(GIVE_BACK_FLEXIBLE).bind::<BigInt, _>(party).bind::<Uid, _>(Id(opportunity.id.0)).execute(self.db)
        } else {
            diesel::sql_query(GIVE_BACK)
                .bind::<BigInt, _>(party)
                .bind::<Instant, _>(Ts::of(at.now))
                .bind::<Uid, _>(Id(a.id.0))
                .bind::<Bool, _>(true)
                .execute(self.db)
        };
        let given = self.look("session", given)?;
        let ahead: Vec<Id> = self.sessions_of_application(a.id)?.into_iter().filter(|(s, _)| s.starts_at > at.now).map(|(s, _)| Id(s.id.0)).collect();
        self.note_seated(a, &ahead, false)?;
        self.touch(opportunity)?;
        Ok(given > 0)
    }

    /// Notes at which sessions an application has seats, or has none any more.
    fn note_seated(&mut self, a: &Application, sessions: &[Id], seated: bool) -> Result<(), StoreError> {
        let own = application_session::table.filter(application_session::application_id.eq(Id(a.id.0)));
        let these = own.filter(application_session::session_id.eq_any(sessions.to_vec()));
        let done = diesel::update(these).set(application_session::seated.eq(seated)).execute(self.db);
        self.look("application_session", done).map(drop)
    }

    fn touch(&mut self, opportunity: &Opportunity) -> Result<(), StoreError> {
        let done = diesel::sql_query(TOUCH).bind::<Uid, _>(Id(opportunity.id.0)).execute(self.db);
        self.look("opportunity", done).map(drop)
    }
}

/// Whether these sessions have room for a party; they are what lies ahead, and there must be one.
fn room(a: &Application, opportunity: &Opportunity, ahead: &[Session], at: &Circumstances) -> Result<(), Refused> {
    if ahead.is_empty() {
        return Err(Refused::SessionsGone);
    }
    for session in ahead {
        let kept = kept(a, opportunity, session, at);
        let wanted = i64::from(session.seats_taken) + i64::from(a.party);
        match session.seats.map(i64::from) {
            Some(seats) if wanted > seats => return Err(Refused::Full { kept_for_newcomers_until: None }),
            Some(seats) if wanted + kept > seats => {
                let until = session.starts_at - TimeDelta::hours(at.rules.newcomer_release_hours.into());
                return Err(Refused::Full { kept_for_newcomers_until: Some(until) });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Seats of a session that are not for this person: the last ones, which a group keeps for newcomers until they are released.
///
/// Where a level is needed, no newcomer could take them, and they keep nobody out: as in matching.
fn kept(a: &Application, opportunity: &Opportunity, session: &Session, at: &Circumstances) -> i64 {
    if at.rules.newcomer_seats_are_released(session.starts_at, at.now) { 0 } else { kept_flexible(a, opportunity) }
}

/// The same where there is no begin before which they could be released.
fn kept_flexible(a: &Application, opportunity: &Opportunity) -> i64 {
    if a.newcomer { 0 } else { i64::from(opportunity.details.kept_for_newcomers()) }
}
