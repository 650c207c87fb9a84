use super::{Application, Origin, Refused, Rules, State, overlap};
use crate::connection::ConnectionSource;
use crate::id::{AccountId, ApplicationId, SessionId};
use crate::invalid::{Invalid, Why};
use crate::opportunity::{self, Opportunity};
use crate::schedule::Session;
use crate::text;
use chrono::{DateTime, Utc};

/// Longest message, in characters.
pub const MESSAGE_MAX: usize = 1000;

/// What is known of somebody's age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// In years, from a birth date.
    Known(u8),
    /// No birth date is kept, but the person said to be of age.
    SaidOfAge,
    /// Nothing.
    Unknown,
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The sessions; none means all that lie ahead.
    pub sessions: Vec<SessionId>,
    /// How many come together.
    pub party: u32,
    /// A message to the group.
    pub message: Option<String>,
    /// Where the person came from.
    pub source: ConnectionSource,
}

impl Submission {
    /// Looks at what can be judged without knowing anybody: every wrong member is named.
    pub fn check(&self, opportunity: &Opportunity) -> Result<(), Vec<Invalid>> {
        let mut wrong = vec![];
        let d = &opportunity.details;
        for (i, id) in self.sessions.iter().enumerate() {
            if !d.schedule.sessions.iter().any(|s| s.id == *id) {
                wrong.push(Invalid::new(format!("session_ids/{i}"), Why::UnknownCode(id.to_string())));
            } else if self.sessions[..i].contains(id) {
                wrong.push(Invalid::new(format!("session_ids/{i}"), Why::Duplicate(id.to_string())));
            }
        }
        let max = d.party_max.unwrap_or(1000);
        if self.party < d.party_min.max(1) || self.party > max {
            wrong.push(Invalid::new("party_size", Why::OutOfRange { min: f64::from(d.party_min.max(1)), max: f64::from(max) }));
        }
        if let Some(message) = &self.message {
            wrong.extend(text::body("message", message, MESSAGE_MAX).err());
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// The sessions it can still be for, by begin. None only where the opportunity has no dates of its own.
    pub fn sessions_ahead<'a>(&self, opportunity: &'a Opportunity, now: DateTime<Utc>) -> Result<Vec<&'a Session>, Refused> {
        let schedule = &opportunity.details.schedule;
        if schedule.is_flexible() {
            return Ok(vec![]);
        }
        let ahead: Vec<&Session> =
            schedule.sessions.iter().filter(|s| !s.cancelled && s.starts_at > now && (self.sessions.is_empty() || self.sessions.contains(&s.id))).collect();
        let refused = if self.sessions.is_empty() { Refused::NothingAhead } else { Refused::SessionsGone };
        if ahead.is_empty() || (!self.sessions.is_empty() && ahead.len() < self.sessions.len()) { Err(refused) } else { Ok(ahead) }
    }
}

impl Application {
    /// A volunteer's own wish, or one that somebody began for them (`origin`, `begun_by`): open to the public, in time, of an age it is meant for.
    #[expect(clippy::too_many_arguments, reason = "each is another thing that is known; a struct of them would be made for this call alone")]
    pub fn submit(
        id: ApplicationId,
        volunteer: AccountId,
        opportunity: &Opportunity,
        origin: (Origin, Option<AccountId>),
        wish: &Submission,
        age: Age,
        newcomer: bool,
        rules: &Rules,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        let d = &opportunity.details;
        if opportunity.state != opportunity::State::Published {
            return Err(Refused::NotOpen);
        }
        if d.apply_by.is_some_and(|by| by <= now) {
            return Err(Refused::ApplyByOver);
        }
        let sessions = wish.sessions_ahead(opportunity, now)?;
        let chosen: Vec<Session> = sessions.iter().map(|s| (*s).clone()).collect();
        if let Some((first, second)) = overlap(&chosen, rules.handover_minutes) {
            return Err(Refused::SessionsOverlap(first, second));
        }
        let audience = &d.audience;
        let (min, max) = (audience.age_min, audience.age_max);
        match age {
            Age::Known(years) if min.is_some_and(|min| years < min) || max.is_some_and(|max| years > max) => return Err(Refused::OtherAge { min, max }),
            Age::Unknown => return Err(Refused::AgeUnknown),
            Age::Known(_) | Age::SaidOfAge => {}
        }
        // Somebody must answer before the last session of it begins.
        let deadline = sessions.last().map(|s| s.starts_at);
        let own = origin.0 == Origin::Volunteer;
        let answer_by = if own { rules.group_answers_by(now, deadline) } else { rules.volunteer_answers_by(now, deadline) };
        Ok(Self {
            id,
            version: 1,
            opportunity: opportunity.id,
            group: opportunity.group,
            volunteer: Some(volunteer),
            origin: origin.0,
            begun_by: origin.1,
            source: wish.source,
            sessions: sessions.iter().map(|s| s.id).collect(),
            party: wish.party,
            message: wish.message.clone().filter(|m| !m.trim().is_empty()),
            newcomer,
            said_of_age: age == Age::SaidOfAge,
            state: if own { State::Applied } else { State::Proposed },
            seated: false,
            answer_by: Some(answer_by),
            ended_by: None,
            reason: None,
            reason_text: None,
            created_at: now,
            updated_at: now,
            applied_at: own.then_some(now),
            answered_at: None,
            waiting_since: None,
            accepted_at: None,
            ended_at: None,
        })
    }
}
