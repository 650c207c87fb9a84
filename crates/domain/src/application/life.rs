use super::{Application, DeclineReason, Origin, Refused, Rules, Side, State, Step, next};
use crate::schedule::Session;
use chrono::{DateTime, Utc};

/// When what an application is for begins and ends, as far as it lies ahead; nothing where it has no dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ahead {
    /// When the first of it begins.
    pub first_begin: Option<DateTime<Utc>>,
    /// When the last of it begins.
    pub last_begin: Option<DateTime<Utc>>,
    /// When the last of it ends.
    pub last_end: Option<DateTime<Utc>>,
}

impl Ahead {
    /// Of these sessions, by begin.
    pub fn of(sessions: &[Session]) -> Self {
        Self {
            first_begin: sessions.first().map(|s| s.starts_at),
            last_begin: sessions.last().map(|s| s.starts_at),
            last_end: sessions.iter().map(|s| s.ends_at).max(),
        }
    }
}

/// Why somebody says no: a code, and perhaps words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct No {
    /// The code.
    pub reason: DeclineReason,
    /// The words.
    pub text: Option<String>,
}

impl Application {
    fn step(&self, step: Step, by: Side, seat: bool, now: DateTime<Utc>) -> Result<Self, Refused> {
        let state = next(self.state, self.origin, step, by, seat)?;
        let mut after = Self { state, updated_at: now, ..self.clone() };
        if !state.is_live() && self.state.is_live() {
            (after.ended_at, after.ended_by, after.answer_by) = (Some(now), Some(by), None);
        }
        Ok(after)
    }

    /// Both have said yes: it holds the seats that were found, until the group has had time to note who was there; or it waits for some, until the
    /// last of it begins.
    fn settled(mut self, seat: bool, ahead: &Ahead, rules: &Rules, now: DateTime<Utc>) -> Self {
        (self.seated, self.answer_by) = (seat, if seat { Some(rules.noted_by(now, ahead.last_end)) } else { ahead.last_begin });
        if seat {
            self.accepted_at = Some(now);
        } else {
            self.waiting_since = self.waiting_since.or(Some(now));
        }
        self
    }

    /// The volunteer says yes, to a proposal or to a seat that is offered. `seat`: whether seats are held for it now.
    ///
    /// An invitation holds the group's yes already; anything else is the group's to answer now, before the last of it begins.
    pub fn consent(&self, seat: bool, rules: &Rules, ahead: &Ahead, now: DateTime<Utc>) -> Result<Self, Refused> {
        if self.state == State::Waitlisted && !self.seated {
            return Err(Refused::NotNow { state: self.state, step: Step::Consent });
        }
        self.in_time(now)?;
        let after = self.step(Step::Consent, Side::Volunteer, seat, now)?;
        Ok(match after.state {
            State::Applied => Self { applied_at: Some(now), answer_by: Some(rules.group_answers_by(now, ahead.last_begin)), ..after },
            _ => after.settled(seat, ahead, rules, now),
        })
    }

    /// The group says yes. `seat`: whether seats were found for it; otherwise it goes to the waiting list.
    pub fn accept(&self, seat: bool, rules: &Rules, ahead: &Ahead, now: DateTime<Utc>) -> Result<Self, Refused> {
        let after = self.step(Step::Accept, Side::Group, seat, now)?;
        Ok(Self { answered_at: after.answered_at.or(Some(now)), ..after }.settled(seat, ahead, rules, now))
    }

    /// Whoever was asked says no: the volunteer to a proposal, the group to anything else that goes on.
    pub fn decline(&self, by: Side, no: No, now: DateTime<Utc>) -> Result<Self, Refused> {
        let after = self.step(Step::Decline, by, false, now)?;
        let answered_at = if by == Side::Group { after.answered_at.or(Some(now)) } else { after.answered_at };
        Ok(Self { answered_at, seated: false, reason: Some(no.reason), reason_text: no.text, ..after })
    }

    /// Whoever began it takes it back.
    pub fn withdraw(&self, by: Side, no: Option<No>, now: DateTime<Utc>) -> Result<Self, Refused> {
        let after = self.step(Step::Withdraw, by, false, now)?;
        let (reason, reason_text) = no.map_or((None, None), |no| (Some(no.reason), no.text));
        Ok(Self { seated: false, reason, reason_text, ..after })
    }

    /// A seat came free: it is held until the volunteer has had time to answer, at the latest until it begins.
    pub fn offer(&self, rules: &Rules, begins: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<Self, Refused> {
        if self.seated {
            return Err(Refused::NotNow { state: self.state, step: Step::Offer });
        }
        let after = self.step(Step::Offer, Side::Service, true, now)?;
        Ok(Self { seated: true, answer_by: Some(rules.seat_is_held_until(now, begins)), ..after })
    }

    /// The sessions it is for have moved: deadlines follow. Nobody's time to answer grows by it but where a wait goes on.
    pub fn rescheduled(&self, rules: &Rules, ahead: &Ahead) -> Self {
        let sooner = |by: Option<DateTime<Utc>>| ahead.last_begin.map_or(by, |begin| by.map(|by| by.min(begin)));
        let answer_by = match self.state {
            State::Accepted => ahead.last_end.map_or(self.answer_by, |end| Some(rules.noted_by(end, Some(end)))),
            State::Waitlisted if !self.seated => ahead.last_begin.or(self.answer_by),
            State::Waitlisted => ahead.first_begin.map_or(self.answer_by, |begin| self.answer_by.map(|by| by.min(begin))),
            _ => sooner(self.answer_by),
        };
        Self { answer_by, ..self.clone() }
    }

    /// Nobody answered in time, or nobody noted who was there.
    pub fn expire(&self, now: DateTime<Utc>) -> Result<Self, Refused> {
        if self.answer_by.is_none_or(|by| now < by) {
            return Err(Refused::NotNow { state: self.state, step: Step::Expire });
        }
        Ok(Self { seated: false, ..self.step(Step::Expire, Side::Service, false, now)? })
    }

    /// The opportunity, or every session it was for, is called off.
    pub fn call_off(&self, now: DateTime<Utc>) -> Result<Self, Refused> {
        Ok(Self { seated: false, reason: Some(DeclineReason::CalledOff), ..self.step(Step::CallOff, Side::Service, false, now)? })
    }

    /// A consent without which it could not have been accepted is gone.
    pub fn lapse(&self, now: DateTime<Utc>) -> Result<Self, Refused> {
        Ok(Self { seated: false, reason: Some(DeclineReason::Age), ..self.step(Step::Lapse, Side::Service, false, now)? })
    }

    /// Every session of it is noted: the volunteer was there at one of them at least, or at none.
    pub fn attended(&self, there: bool, now: DateTime<Utc>) -> Result<Self, Refused> {
        let state = if there { State::Completed } else { State::Absent };
        if self.state == state {
            return Ok(self.clone());
        }
        let after = self.step(if there { Step::Attend } else { Step::Miss }, Side::Group, true, now)?;
        // A place without dates is free again for the next; a dated one was used.
        Ok(Self { seated: self.seated && !self.sessions.is_empty(), ..after })
    }

    /// The group's yes is in it from the beginning.
    pub fn holds_the_groups_yes(&self) -> bool {
        self.origin == Origin::Invitation
    }

    fn in_time(&self, now: DateTime<Utc>) -> Result<(), Refused> {
        if self.answer_by.is_some_and(|by| by <= now) { Err(Refused::TooLate) } else { Ok(()) }
    }
}
