//! Something one can join, from draft to published to closed or cancelled.

/// What it says of itself, and whether that can be.
mod details;
/// How alike two are.
mod likeness;
/// What somebody writes down, settled with what stands.
mod said;

pub(crate) use details::check_codes;
pub use details::{Audience, OpportunityDetails, Seeks, is_language};
pub use likeness::{Alike, Likeness, possible_duplicates};
pub use said::{RewriteError, Said, SessionSaid};

use crate::city::{Calendar, City};
use crate::id::{GroupId, OpportunityId, SessionId};
use crate::invalid::Invalid;
use crate::level::words;
use chrono::{DateTime, Months, Utc};

/// How far ahead a rule must yield something for an opportunity to be opened, in months.
const LATER_MONTHS: u32 = 24;

words! {
    /// What sort of thing one joins.
    Kind {
        /// A regular or single activity.
        Activity = "activity", "活動", "activity";
        /// A taste of an activity.
        Trial = "trial", "体験", "trial";
        /// An event.
        Event = "event", "イベント", "event";
        /// A course.
        Course = "course", "講座", "course";
        /// A placement or internship.
        Placement = "placement", "インターン", "placement";
        /// Help for one household.
        Support = "support", "支え合い", "support";
        /// A place to meet.
        Salon = "salon", "交流の場", "salon";
    }
}

words! {
    /// Where an opportunity stands in its life.
    State {
        /// Being written; nobody else sees it.
        Draft = "draft", "下書き", "draft";
        /// Open to the public.
        Published = "published", "公開中", "published";
        /// Over, or full for good.
        Closed = "closed", "終了", "closed";
        /// Called off.
        Cancelled = "cancelled", "中止", "cancelled";
    }
}

words! {
    /// Who insures the people who take part.
    Insurance {
        /// The group does.
        Provided = "provided", "団体が加入", "provided by the group";
        /// They must have one.
        Required = "required", "各自で加入", "required";
        /// Nobody does.
        None = "none", "なし", "none";
    }
}

words! {
    /// For how long a group would like people to stay.
    Commitment {
        /// People who keep coming.
        Standing = "standing", "継続", "standing";
        /// Once is fine.
        OneOff = "one_off", "単発", "one-off";
    }
}

/// Where a thing came from: a source and the reference it has there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// The source's name, such as `nyc-open-data`.
    pub name: String,
    /// Its reference there.
    pub reference: String,
}

/// Why a step in an opportunity's life cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LifeError {
    /// Only a draft can be published.
    #[error("only a draft can be published")]
    NotADraft,
    /// Only something published can be closed or cancelled.
    #[error("only a published opportunity can be closed or cancelled")]
    NotPublished,
    /// Every session is over: nobody could come.
    #[error("no session lies ahead")]
    NothingAhead,
}

/// Something one can join.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// Its id.
    pub id: OpportunityId,
    /// Counts its changes.
    pub version: i64,
    /// The group that asks.
    pub group: GroupId,
    /// What it says of itself.
    pub details: OpportunityDetails,
    /// Where it stands.
    pub state: State,
    /// Where it came from, if it was brought in from elsewhere.
    pub source: Option<Source>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was first published.
    pub published_at: Option<DateTime<Utc>>,
}

impl Opportunity {
    /// A new draft. The details are looked at first; every wrong field is named.
    pub fn draft(id: OpportunityId, group: GroupId, details: OpportunityDetails, city: &City, now: DateTime<Utc>) -> Result<Self, Vec<Invalid>> {
        details.check(city)?;
        Ok(Self { id, version: 1, group, details, state: State::Draft, source: None, created_at: now, updated_at: now, published_at: None })
    }

    /// Opens it to the public.
    pub fn publish(self, now: DateTime<Utc>) -> Result<Self, LifeError> {
        if self.state != State::Draft {
            return Err(LifeError::NotADraft);
        }
        let schedule = &self.details.schedule;
        if !schedule.is_flexible() && schedule.recurrence.is_none() && schedule.sessions.iter().all(|s| s.cancelled || s.ends_at <= now) {
            return Err(LifeError::NothingAhead);
        }
        Ok(Self { state: State::Published, published_at: Some(now), updated_at: now, ..self })
    }

    /// Opens it to the public with the sessions that its rule yields; refused where nobody could ever come.
    pub fn open(mut self, calendar: &Calendar, now: DateTime<Utc>, fresh: impl FnMut(DateTime<Utc>) -> SessionId) -> Result<Self, LifeError> {
        if self.state != State::Draft {
            return Err(LifeError::NotADraft);
        }
        let today = calendar.civil(now).date();
        let schedule = &mut self.details.schedule;
        schedule.extend(today, calendar.tz, fresh);
        // A rule that begins beyond the horizon, such as next winter's, yields nothing yet.
        let later = today.checked_add_months(Months::new(LATER_MONTHS)).unwrap_or(today);
        let yields = schedule.recurrence.as_ref().is_some_and(|r| !r.occurrences(today, later, calendar.tz).is_empty());
        if !schedule.is_flexible() && !yields && schedule.sessions.iter().all(|s| s.cancelled || s.ends_at <= now) {
            return Err(LifeError::NothingAhead);
        }
        self.publish(now)
    }

    /// Takes it back, whatever its state: a draft will never be seen, what is public is called off, what has ended stays so.
    pub fn withdraw(self, now: DateTime<Utc>) -> Self {
        match self.state {
            State::Draft | State::Published => Self { state: State::Cancelled, updated_at: now, ..self },
            State::Closed | State::Cancelled => self,
        }
    }

    /// Ends it.
    pub fn close(self, now: DateTime<Utc>) -> Result<Self, LifeError> {
        self.leave(State::Closed, now)
    }

    /// Calls it off.
    pub fn cancel(self, now: DateTime<Utc>) -> Result<Self, LifeError> {
        self.leave(State::Cancelled, now)
    }

    fn leave(self, state: State, now: DateTime<Utc>) -> Result<Self, LifeError> {
        if self.state != State::Published {
            return Err(LifeError::NotPublished);
        }
        Ok(Self { state, updated_at: now, ..self })
    }

    /// Places in all and places left over the sessions that lie ahead (or of the flexible offer); nothing means nobody counts them.
    pub fn capacity(&self, now: DateTime<Utc>) -> Option<(u32, u32)> {
        let d = &self.details;
        if d.schedule.is_flexible() {
            return d.seats.map(|s| (s, s.saturating_sub(d.seats_taken)));
        }
        let ahead = d.schedule.sessions.iter().filter(|s| !s.cancelled && s.starts_at > now);
        ahead.map(|s| s.seats.zip(s.seats_left())).try_fold((0, 0), |(seats, left), s| s.map(|(a, b)| (seats + a, left + b)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::DayPart;
    use crate::schedule::Schedule;

    fn flexible() -> Opportunity {
        let mut details =
            OpportunityDetails::new(Kind::Activity, "雪かき", Schedule { day_parts: [DayPart::from_index(0)].into_iter().collect(), ..Default::default() });
        details.remote = true;
        Opportunity::draft(OpportunityId::derived(0, "a"), GroupId::derived(0, "g"), details, &City::default(), DateTime::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_life_goes_from_draft_to_published_to_an_end() {
        let now = DateTime::UNIX_EPOCH;
        let draft = flexible();
        assert_eq!(draft.clone().close(now), Err(LifeError::NotPublished));
        let open = draft.publish(now).unwrap();
        assert_eq!(open.state, State::Published);
        assert_eq!(open.clone().publish(now), Err(LifeError::NotADraft));
        let over = open.clone().cancel(now).unwrap();
        assert_eq!(over.clone().close(now), Err(LifeError::NotPublished));
        assert_eq!(open.close(now).unwrap().state, State::Closed);
    }

    #[test]
    fn what_is_taken_back_ends_whatever_it_was() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(flexible().withdraw(now).state, State::Cancelled);
        let open = flexible().publish(now).unwrap();
        assert_eq!(open.clone().withdraw(now).state, State::Cancelled);
        assert_eq!(open.close(now).unwrap().withdraw(now).state, State::Closed);
    }

    #[test]
    fn a_rule_must_yield_something_to_be_opened() {
        let rule = |until: Option<&str>| crate::schedule::Recurrence {
            rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1".into(),
            starts_on: "1970-01-01".parse().unwrap(),
            until: until.map(|d| d.parse().unwrap()),
            from: chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            to: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
            except: vec![],
            seats: None,
        };
        let mut opportunity = flexible();
        let open = |o: &Opportunity, days| o.clone().open(&Calendar::default(), DateTime::UNIX_EPOCH + chrono::Duration::days(days), |_| SessionId::new());
        opportunity.details.schedule = Schedule { recurrence: Some(rule(None)), ..Schedule::default() };
        assert_eq!(open(&opportunity, 0).unwrap().details.schedule.sessions.len(), 1);
        assert!(open(&opportunity, 60).unwrap().details.schedule.sessions.is_empty(), "next February lies beyond the horizon");
        opportunity.details.schedule = Schedule { recurrence: Some(rule(Some("1970-03-01"))), ..Schedule::default() };
        assert_eq!(open(&opportunity, 60), Err(LifeError::NothingAhead));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let mut details = flexible().details;
        details.title = "\u{7}".into();
        details.themes = vec!["nonsense".into()];
        details.remote = false;
        details.party_min = 4;
        details.party_max = Some(2);
        let fields: Vec<String> = details.check(&City::default()).unwrap_err().into_iter().map(|i| i.field).collect();
        assert_eq!(fields, ["title", "themes/0", "areas", "party_size/max"]);
    }
}
