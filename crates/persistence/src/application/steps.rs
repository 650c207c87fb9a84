use crate::columns::Id;
use crate::error::{Constraint, StoreError};
use crate::schema::application_session;
use crate::tx::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use enmusubi_domain::application::{Age, Ahead, Application, Circumstances, No, Origin, Refused, Side, State, Step, Submission};
use enmusubi_domain::group::Standing;
use enmusubi_domain::id::{AccountId, ApplicationId, OpportunityId, SessionId};
use enmusubi_domain::opportunity::{self, Opportunity};

/// Why a step was not taken.
#[derive(Debug, Clone, PartialEq)]
pub enum StepError {
    /// A rule refuses it.
    Refused(Refused),
    /// The database did not do what was asked.
    Store(StoreError),
}

impl From<StoreError> for StepError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refused> for StepError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// How somebody came to ask, and on which conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// Who begins it, and for what reason.
    pub origin: Origin,
    /// The person who begins it, if it is not the volunteer.
    pub begun_by: Option<AccountId>,
    /// Whether a place on the waiting list will do.
    pub waitlist: bool,
    /// Whether the volunteer said to be of age.
    pub of_age: bool,
}

impl Tx<'_> {
    /// Begins an application: the volunteer's own (or a guardian's for them), or one that somebody proposes. What the sessions and the party
    /// look like was checked before ([`Submission::check`]).
    pub fn submit_application(
        &mut self,
        id: ApplicationId,
        person: AccountId,
        opportunity: OpportunityId,
        wish: &Submission,
        asking: Asking,
        at: &Circumstances,
    ) -> Result<Application, StepError> {
        self.lock_opportunity(opportunity)?;
        self.lock_account(person)?;
        let opportunity = self.opportunity(opportunity)?.ok_or(Refused::NotOpen)?;
        if !self.is_active(&opportunity)? {
            return Err(Refused::NotOpen.into());
        }
        if let Some(other) = self.live_application(person, opportunity.id)? {
            return Err(Refused::AlreadyApplied(other).into());
        }
        if self.member(opportunity.group, person)?.is_some() {
            return Err(Refused::OwnGroup.into());
        }
        let age = self.known_age(person, asking.of_age, at)?;
        let by_oneself = asking.origin == Origin::Volunteer && asking.begun_by.is_none();
        if by_oneself && matches!(age, Age::Known(years) if years < at.rules.own_account_age) {
            return Err(Refused::GuardianApplies { from: at.rules.own_account_age }.into());
        }
        if asking.origin != Origin::Volunteer {
            self.may_be_asked(person, at)?;
        }
        let newcomer = self.is_newcomer(person, &opportunity)?;
        let a = Application::submit(id, person, &opportunity, (asking.origin, asking.begun_by), wish, age, newcomer, &at.rules, at.now)?;
        if a.origin == Origin::Volunteer && !asking.waitlist {
            Self::is_there_room(&a, &opportunity, at)?;
        }
        match self.insert_application(&a) {
            // Under the lock nobody is faster; this is for whoever forgets the lock. Once more, and the other one is found.
            Err(StoreError::Constraint(Constraint::LiveApplication)) => {
                self.begin_anew();
                return Err(StoreError::Busy("somebody was faster".into()).into());
            }
            done => done?,
        }
        self.application_changed(None, &a, &opportunity, at)?;
        Ok(a)
    }

    /// The volunteer says yes: to a proposal, or to a seat that is offered.
    pub fn consent_to_application(&mut self, id: ApplicationId, at: &Circumstances) -> Result<Application, StepError> {
        let (a, opportunity) = self.held(id)?;
        let ahead = self.ahead_of(&a, at)?;
        let seat = match a.state {
            State::Proposed if a.holds_the_groups_yes() => self.seat_for(&a, &opportunity, at)?,
            State::Waitlisted if a.seated => {
                self.guardian_agrees(&a, &opportunity, at)?;
                true
            }
            _ => false,
        };
        let after = a.consent(seat, &at.rules, &Ahead::of(&ahead), at.now)?;
        if after.state == State::Accepted && ahead.is_empty() && !a.sessions.is_empty() {
            return Err(Refused::SessionsGone.into());
        }
        self.settle(&a, &after, &opportunity, at)?;
        Ok(after)
    }

    /// The group says yes: to all of it, or to some of its sessions only.
    pub fn accept_application(&mut self, id: ApplicationId, only: Option<&[SessionId]>, at: &Circumstances) -> Result<Application, StepError> {
        let (a, opportunity) = self.held(id)?;
        if a.state != State::Applied {
            return Err(Refused::NotNow { state: a.state, step: Step::Accept }.into());
        }
        let a = match only {
            Some(only) => self.narrowed(&a, only)?,
            None => a,
        };
        let ahead = Ahead::of(&self.ahead_of(&a, at)?);
        let seat = self.seat_for(&a, &opportunity, at)?;
        let after = a.accept(seat, &at.rules, &ahead, at.now)?;
        self.settle(&a, &after, &opportunity, at)?;
        Ok(after)
    }

    /// Whoever was asked says no.
    pub fn decline_application(&mut self, id: ApplicationId, by: Side, no: No, at: &Circumstances) -> Result<Application, StepError> {
        let (a, opportunity) = self.held(id)?;
        let after = a.decline(by, no, at.now)?;
        self.settle(&a, &after, &opportunity, at)?;
        Ok(after)
    }

    /// Whoever began it takes it back, as long as something of it lies ahead.
    pub fn withdraw_application(&mut self, id: ApplicationId, by: Side, no: Option<No>, at: &Circumstances) -> Result<Application, StepError> {
        let (a, opportunity) = self.held(id)?;
        if a.state == State::Accepted && !a.sessions.is_empty() && self.ahead_of(&a, at)?.is_empty() {
            return Err(Refused::Begun.into());
        }
        let after = a.withdraw(by, no, at.now)?;
        self.settle(&a, &after, &opportunity, at)?;
        Ok(after)
    }

    /// The application and its opportunity, under the locks of both its opportunity and its person, as they stand then.
    pub(super) fn held(&mut self, id: ApplicationId) -> Result<(Application, Opportunity), StepError> {
        let missing = || StoreError::Other(format!("there is no application {id}"));
        let before = self.application(id)?.ok_or_else(missing)?;
        self.lock_opportunity(before.opportunity)?;
        if let Some(person) = before.volunteer {
            self.lock_account(person)?;
        }
        let a = self.application(id)?.ok_or_else(missing)?;
        let opportunity = self.opportunity(a.opportunity)?.ok_or_else(missing)?;
        Ok((a, opportunity))
    }

    /// Takes seats for somebody who may have them: answers whether there were any, or why this person cannot have one.
    pub(super) fn seat_for(&mut self, a: &Application, opportunity: &Opportunity, at: &Circumstances) -> Result<bool, StepError> {
        let person = a.volunteer.ok_or(Refused::PersonGone)?;
        if opportunity.state != opportunity::State::Published || !self.is_active(opportunity)? {
            return Err(Refused::NotOpen.into());
        }
        self.guardian_agrees(a, opportunity, at)?;
        let ahead = self.ahead_of(a, at)?;
        self.can_hold(a, person, &ahead, at)??;
        match self.take_seats(a, opportunity, at)? {
            Ok(()) => Ok(true),
            Err(Refused::Full { .. }) => Ok(false),
            Err(refused) => Err(refused.into()),
        }
    }

    /// Whether the group that asks is in public view.
    fn is_active(&mut self, opportunity: &Opportunity) -> Result<bool, StoreError> {
        Ok(self.group(opportunity.group)?.is_some_and(|group| group.standing == Standing::Active))
    }

    /// Nobody who needs a guardian's yes takes part without it, up to the end of the last session.
    fn guardian_agrees(&mut self, a: &Application, opportunity: &Opportunity, at: &Circumstances) -> Result<(), StepError> {
        let until = self.ahead_of(a, at)?.iter().map(|s| s.ends_at).max();
        if self.consent_is_live(a, opportunity, until, at)? { Ok(()) } else { Err(Refused::NoConsent.into()) }
    }

    /// Writes how it stands after a step, and does what follows.
    pub(super) fn settle(&mut self, before: &Application, after: &Application, opportunity: &Opportunity, at: &Circumstances) -> Result<(), StoreError> {
        self.put_application(after)?;
        self.application_changed(Some(before), after, opportunity, at)
    }

    /// The application for some of its sessions only.
    fn narrowed(&mut self, a: &Application, only: &[SessionId]) -> Result<Application, StepError> {
        let sessions: Vec<SessionId> = a.sessions.iter().copied().filter(|id| only.contains(id)).collect();
        if sessions.is_empty() || sessions.len() < only.len() {
            return Err(Refused::SessionsGone.into());
        }
        let others: Vec<Id> = a.sessions.iter().filter(|id| !sessions.contains(id)).map(|id| Id(id.0)).collect();
        let gone = application_session::table.filter(application_session::application_id.eq(Id(a.id.0))).filter(application_session::session_id.eq_any(others));
        let done = diesel::delete(gone).execute(self.db);
        self.look("application_session", done)?;
        Ok(Application { sessions, ..a.clone() })
    }

    /// What is known of somebody's age today.
    fn known_age(&mut self, person: AccountId, said_of_age: bool, at: &Circumstances) -> Result<Age, StoreError> {
        Ok(match self.age_of(person, at)? {
            Some(years) => Age::Known(years),
            None if said_of_age => Age::SaidOfAge,
            None => Age::Unknown,
        })
    }

    /// Whether somebody is asked once more: within the city's budget, and their own.
    fn may_be_asked(&mut self, person: AccountId, at: &Circumstances) -> Result<(), StepError> {
        let limit = self.proposals_allowed(person, at)?;
        let asked = self.proposals_since(person, at.now - WEEK)?;
        if asked.len() < usize::from(limit) {
            return Ok(());
        }
        // As many again as would make room for one.
        let leaves = asked.get(asked.len().saturating_sub(usize::from(limit))).copied().unwrap_or(at.now);
        Err(Refused::AskedOften { limit, again_at: if limit == 0 { DateTime::<Utc>::MAX_UTC } else { leaves + WEEK } }.into())
    }

    /// How often somebody may be asked within seven days: by the city's rule, or less by their own.
    pub fn proposals_allowed(&mut self, person: AccountId, at: &Circumstances) -> Result<u8, StoreError> {
        let own = self.own_limits(person)?.invitations_per_week;
        Ok(own.map_or(at.rules.invitations_per_week, |own| at.rules.invitations_per_week.min(u8::try_from(own).unwrap_or(u8::MAX))))
    }

    /// Whether a group's seats for newcomers are for this person too: never there before, and no more than a beginner in what it is about.
    fn is_newcomer(&mut self, person: AccountId, opportunity: &Opportunity) -> Result<bool, StoreError> {
        if self.attended_group(person, opportunity.group)? {
            return Ok(false);
        }
        let Some(kept) = self.profile(person)? else { return Ok(true) };
        let wish = kept.profile.wish;
        let level_in = |theme: &String| wish.themes.iter().find(|t| t.code == *theme).and_then(|t| t.level).or(wish.level);
        let level = opportunity.details.themes.first().map_or(wish.level, level_in);
        Ok(level.is_none_or(|level| level == enmusubi_domain::level::Level::Introductory))
    }
}

/// What a budget of invitations counts by.
const WEEK: TimeDelta = TimeDelta::days(7);
