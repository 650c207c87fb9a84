use crate::columns::{Id, Ts};
use crate::error::StoreError;
use crate::schema::{application, application_session, session};
use crate::tx::Tx;
use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::{Application, Circumstances, Held, Refused, State, clash, overlap, week_of};
use enmusubi_domain::id::{AccountId, ApplicationId, GroupId, SessionId};
use enmusubi_domain::schedule::Session;

/// States in which a seat is somebody's who will, or may, be there.
const COMING: [State; 2] = [State::Accepted, State::Waitlisted];
/// States in which a seat counts for the week it is in.
const COUNTING: [State; 3] = [State::Accepted, State::Waitlisted, State::Completed];

impl Tx<'_> {
    /// The sessions somebody has a seat at that end after a moment and begin before another, other than by one application.
    pub fn held_sessions(&mut self, account: AccountId, from: DateTime<Utc>, to: DateTime<Utc>, but: Option<ApplicationId>) -> Result<Vec<Held>, StoreError> {
        let but = but.map_or(uuid::Uuid::nil(), |id| id.0);
        let rows = application_session::table
            .inner_join(application::table.on(application::id.eq(application_session::application_id)))
            .inner_join(session::table.on(session::id.eq(application_session::session_id)))
            .filter(application::account_id.eq(Id(account.0)))
            .filter(application::id.ne(Id(but)))
            .filter(application::state.eq_any(COMING.map(State::code)))
            .filter(application_session::seated.eq(true))
            .filter(session::cancelled.eq(false))
            .filter(session::starts_at.lt(Ts::of(to)))
            .filter(session::ends_at.gt(Ts::of(from)))
            .order((session::starts_at, session::id))
            .select((application::id, session::id, session::starts_at, session::ends_at))
            .load::<(Id, Id, Ts, Ts)>(self.db);
        let held = |(application, session, starts_at, ends_at): (Id, Id, Ts, Ts)| Held {
            application: ApplicationId(application.0),
            session: SessionId(session.0),
            starts_at: starts_at.0,
            ends_at: ends_at.0,
        };
        Ok(self.look("application_session", rows)?.into_iter().map(held).collect())
    }

    /// Whether a person can be at these sessions: no other of theirs at the same time, and no week fuller than they or the group want.
    ///
    /// Under the account's lock, so that two acceptances of one person see each other.
    pub(super) fn can_hold(&mut self, a: &Application, person: AccountId, sessions: &[Session], at: &Circumstances) -> Result<Result<(), Refused>, StoreError> {
        let (Some(first), Some(last)) = (sessions.first(), sessions.iter().map(|s| s.ends_at).max()) else { return Ok(Ok(())) };
        // They may have been moved since they were asked for.
        if let Some((first, second)) = overlap(sessions, at.rules.handover_minutes) {
            return Ok(Err(Refused::SessionsOverlap(first, second)));
        }
        let held = self.held_sessions(person, first.starts_at, last, Some(a.id))?;
        if let Some(other) = sessions.iter().find_map(|s| clash(&held, s.starts_at, s.ends_at, at.rules.handover_minutes)) {
            return Ok(Err(Refused::Clash(other.clone())));
        }
        let (own, group) = (self.own_limits(person)?.sessions_per_week, self.group_limits(a.group)?.sessions_per_person_week);
        if own.is_none() && group.is_none() {
            return Ok(Ok(()));
        }
        let mut weeks: Vec<(NaiveDate, usize)> = vec![];
        for session in sessions {
            let week = week_of(session.starts_at, at.tz);
            match weeks.last_mut() {
                Some((last, number)) if *last == week => *number += 1,
                _ => weeks.push((week, 1)),
            }
        }
        for (week, number) in weeks {
            if let Some(limit) = own
                && self.sessions_in_week(a, person, None, week, at)? + number > limit as usize
            {
                return Ok(Err(Refused::OwnWeekFull { limit, week }));
            }
            if let Some(limit) = group
                && self.sessions_in_week(a, person, Some(a.group), week, at)? + number > limit as usize
            {
                return Ok(Err(Refused::GroupWeekFull { limit, week }));
            }
        }
        Ok(Ok(()))
    }

    /// How many sessions somebody has seats at in a civil week, of one group or of all, other than by this application.
    fn sessions_in_week(
        &mut self,
        a: &Application,
        person: AccountId,
        group: Option<GroupId>,
        week: NaiveDate,
        at: &Circumstances,
    ) -> Result<usize, StoreError> {
        let edge = |day: NaiveDate| enmusubi_domain::schedule::instant(day.and_time(chrono::NaiveTime::MIN), at.tz).unwrap_or(at.now);
        let (from, to) = (edge(week), edge(week.checked_add_days(Days::new(7)).unwrap_or(week)));
        let mut query = application_session::table
            .inner_join(application::table.on(application::id.eq(application_session::application_id)))
            .inner_join(session::table.on(session::id.eq(application_session::session_id)))
            .filter(application::account_id.eq(Id(person.0)))
            .filter(application::id.ne(Id(a.id.0)))
            .filter(application::state.eq_any(COUNTING.map(State::code)))
            .filter(application_session::seated.eq(true))
            .filter(session::cancelled.eq(false))
            .filter(session::starts_at.ge(Ts::of(from)))
            .filter(session::starts_at.lt(Ts::of(to)))
            .select(session::id)
            .into_boxed();
        if let Some(group) = group {
            query = query.filter(application::group_id.eq(Id(group.0)));
        }
        let rows = query.load::<Id>(self.db);
        Ok(self.look("application_session", rows)?.len())
    }
}
