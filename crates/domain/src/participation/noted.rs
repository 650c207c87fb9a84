use crate::application::{Application, State};
use crate::invalid::{Invalid, Why};
use crate::level::words;
use crate::schedule::Session;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Most minutes of one line: a day.
pub const MINUTES_MAX: u32 = 1_440;

words! {
    /// Whether somebody was there.
    Outcome {
        /// They were.
        Attended = "attended", "出席", "attended";
        /// They were not.
        Absent = "absent", "欠席", "absent";
    }
}

/// What is noted of one person at one occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    /// Whether they were there.
    pub outcome: Outcome,
    /// For how long; 0 if they were not.
    pub minutes: u32,
    /// Whether an absence was announced beforehand.
    pub notice: bool,
}

/// When it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion {
    /// At a session.
    Session(Session),
    /// On a date of an offer without dates.
    Date(NaiveDate),
}

/// What somebody says should be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Whether the person was there.
    pub outcome: Outcome,
    /// For how long; left out, the whole session.
    pub minutes: Option<u32>,
    /// Whether an absence was announced.
    pub notice: Option<bool>,
}

impl Occasion {
    /// The session, if it is one.
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::Session(session) => Some(session),
            Self::Date(_) => None,
        }
    }

    /// The civil date on which it is, or begins.
    pub fn date(&self, tz: Tz) -> NaiveDate {
        match self {
            Self::Session(session) => session.starts_at.with_timezone(&tz).date_naive(),
            Self::Date(date) => *date,
        }
    }

    /// Whether it has begun at a moment.
    pub fn has_begun(&self, at: DateTime<Utc>, tz: Tz) -> bool {
        match self {
            Self::Session(session) => session.starts_at <= at,
            Self::Date(date) => *date <= at.with_timezone(&tz).date_naive(),
        }
    }

    /// A date on which somebody can have been there: not before both had said yes, and not after it was taken back. A date that lies ahead is
    /// none of a caller's slips but a matter of time, and looked at when the line is written.
    pub fn on(field: &str, date: NaiveDate, application: &Application, now: DateTime<Utc>, tz: Tz) -> Result<Self, Invalid> {
        let day = |at: DateTime<Utc>| at.with_timezone(&tz).date_naive();
        let first = day(application.accepted_at.unwrap_or(application.created_at));
        let goes_on = matches!(application.state, State::Accepted | State::Completed | State::Absent);
        let ended = application.ended_at.filter(|_| !goes_on).map(day);
        if date < first || ended.is_some_and(|last| date > last) {
            return Err(Invalid::new(field, Why::DateOutOfRange { min: first, max: ended.unwrap_or(day(now)) }));
        }
        Ok(Self::Date(date))
    }

    /// Most minutes somebody can have been there.
    fn minutes_max(&self) -> u32 {
        let length = self.session().map(|s| u32::try_from(s.minutes()).unwrap_or(0));
        length.unwrap_or(MINUTES_MAX).clamp(1, MINUTES_MAX)
    }
}

impl Said {
    /// What is noted then; every wrong member is named.
    pub fn at(self, occasion: &Occasion) -> Result<Noted, Vec<Invalid>> {
        let mut wrong = vec![];
        let most = occasion.minutes_max();
        let minutes = match (self.outcome, self.minutes, occasion) {
            (Outcome::Absent, None | Some(0), _) => 0,
            (Outcome::Absent, Some(_), _) => {
                wrong.push(Invalid::new("minutes", Why::Contradiction("outcome, minutes")));
                0
            }
            (Outcome::Attended, None, Occasion::Session(_)) => most,
            (Outcome::Attended, None, Occasion::Date(_)) => {
                wrong.push(Invalid::new("minutes", Why::Required));
                0
            }
            (Outcome::Attended, Some(minutes), _) => {
                if !(1..=most).contains(&minutes) {
                    wrong.push(Invalid::new("minutes", Why::OutOfRange { min: 1.0, max: f64::from(most) }));
                }
                minutes
            }
        };
        if self.outcome == Outcome::Attended && self.notice == Some(true) {
            wrong.push(Invalid::new("notice", Why::Contradiction("outcome, notice")));
        }
        if wrong.is_empty() { Ok(Noted { outcome: self.outcome, minutes, notice: self.notice.unwrap_or(false) }) } else { Err(wrong) }
    }
}
