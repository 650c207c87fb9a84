use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// For how many days somebody is expected who was accepted for an offer without dates.
const UNDATED: i64 = 180;

/// What whoever runs the service decides about taking part. Every number is a setting of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Days a group has to answer an application.
    pub answer_days: u16,
    /// Days a volunteer has to answer a proposal.
    pub proposal_days: u16,
    /// Hours for which a seat that came free is held for whoever is first on the waiting list.
    pub confirm_hours: u16,
    /// Minutes by which two sessions of one person may overlap, for handing over.
    pub handover_minutes: u16,
    /// Hours before a session from which on seats kept for newcomers are anybody's.
    pub newcomer_release_hours: u16,
    /// Invitations and introductions one person gets within seven days, unless they want fewer.
    pub invitations_per_week: u8,
    /// Days after the last session for which contact stays open.
    pub disclosure_days: u16,
    /// Who is younger needs a guardian's consent.
    pub consent_age: u8,
    /// Who is younger needs it for each application; who is not, once a year.
    pub consent_each_age: u8,
    /// Who is younger does not apply by themselves: a guardian does.
    pub own_account_age: u8,
    /// For how long things are kept.
    pub retention: Retention,
}

/// For how many days things are kept after they are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Messages, and what people wrote into an application.
    pub messages: u16,
    /// Whose an application was.
    pub applications: u16,
    /// Applications without their person.
    pub ended_applications: u16,
    /// Participations.
    pub participations: u16,
    /// Disclosures and consents that have ended.
    pub consents: u16,
    /// Notices that were sent.
    pub notices: u16,
}

impl Default for Retention {
    /// Messages half a year, applications with their person a year and without three, consents and disclosures five years, the record ten.
    fn default() -> Self {
        Self { messages: 180, applications: 365, ended_applications: 1095, participations: 3650, consents: 1825, notices: 90 }
    }
}

impl Default for Rules {
    /// A week to answer, a day to confirm a seat, no overlap, three invitations a week; of age at 18, each application agreed to below 16, own account from 13.
    fn default() -> Self {
        Self {
            answer_days: 7,
            proposal_days: 7,
            confirm_hours: 24,
            handover_minutes: 0,
            newcomer_release_hours: 72,
            invitations_per_week: 3,
            disclosure_days: 30,
            consent_age: 18,
            consent_each_age: 16,
            own_account_age: 13,
            retention: Retention::default(),
        }
    }
}

impl Rules {
    /// Until when a group must answer: its days, but not beyond the deadline.
    pub fn group_answers_by(&self, now: DateTime<Utc>, deadline: Option<DateTime<Utc>>) -> DateTime<Utc> {
        sooner(now + TimeDelta::days(self.answer_days.into()), deadline)
    }

    /// Until when a volunteer must answer a proposal.
    pub fn volunteer_answers_by(&self, now: DateTime<Utc>, deadline: Option<DateTime<Utc>>) -> DateTime<Utc> {
        sooner(now + TimeDelta::days(self.proposal_days.into()), deadline)
    }

    /// Until when a seat that came free is held.
    pub fn seat_is_held_until(&self, now: DateTime<Utc>, begins: Option<DateTime<Utc>>) -> DateTime<Utc> {
        sooner(now + TimeDelta::hours(self.confirm_hours.into()), begins)
    }

    /// Until when a group notes who was there: as long as contact stays open after the last session; half a year where there are no dates.
    pub fn noted_by(&self, now: DateTime<Utc>, last_end: Option<DateTime<Utc>>) -> DateTime<Utc> {
        last_end.map_or(now + TimeDelta::days(UNDATED), |end| end + TimeDelta::days(self.disclosure_days.into()))
    }

    /// Whether the seats that a session keeps for newcomers are anybody's by now.
    pub fn newcomer_seats_are_released(&self, begins: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        begins - TimeDelta::hours(self.newcomer_release_hours.into()) <= now
    }
}

fn sooner(at: DateTime<Utc>, deadline: Option<DateTime<Utc>>) -> DateTime<Utc> {
    deadline.map_or(at, |deadline| at.min(deadline))
}

/// What a step is taken under: the rules, the city's clock and its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// The rules.
    pub rules: Rules,
    /// The city's zone: weeks and birthdays begin at its midnight.
    pub tz: Tz,
    /// The present moment.
    pub now: DateTime<Utc>,
}

impl Circumstances {
    /// Today's civil date.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.tz).date_naive()
    }
}
