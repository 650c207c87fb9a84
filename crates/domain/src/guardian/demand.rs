use crate::application::Rules;
use crate::consent::{Consent, Purpose};
use crate::id::{ApplicationId, SessionId};
use crate::level::{Responsibility, words};
use crate::opportunity::Opportunity;
use crate::schedule::Session;
use chrono::{DateTime, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;

/// The theme whose tasks are done with machines and on roads: a yearly word is not enough for it.
pub const THEME_WITH_MACHINES: &str = "snow";
/// From this hour to midnight it is night for a minor, and before [`MORNING`].
const EVENING: u32 = 21;
/// The hour at which a minor's day begins.
const MORNING: u32 = 6;

words! {
    /// What of a guardian's word is needed.
    ConsentDemand {
        /// Nothing.
        None = "none", "同意は不要", "none";
        /// Once in a school year, or for this application.
        Yearly = "yearly", "年度ごとの同意", "once in a school year";
        /// For each application.
        EachTime = "each_time", "応募ごとの同意", "for each application";
        /// A guardian applies, and thereby agrees.
        GuardianOnly = "guardian_only", "保護者が応募", "a guardian applies";
    }
}

/// What of a guardian's word somebody of an age needs to take part in these sessions of an opportunity (none named: in all of it).
///
/// Who is old enough for a yearly word still needs one each time for what weighs more: leading, machines, the night.
pub fn demand(age: u8, rules: &Rules, opportunity: &Opportunity, sessions: &[SessionId], tz: Tz) -> ConsentDemand {
    if age >= rules.consent_age {
        ConsentDemand::None
    } else if age < rules.own_account_age {
        ConsentDemand::GuardianOnly
    } else if age < rules.consent_each_age || weighs_more(opportunity, sessions, tz) {
        ConsentDemand::EachTime
    } else {
        ConsentDemand::Yearly
    }
}

fn weighs_more(opportunity: &Opportunity, sessions: &[SessionId], tz: Tz) -> bool {
    let d = &opportunity.details;
    let asked = |s: &&Session| !s.cancelled && (sessions.is_empty() || sessions.contains(&s.id));
    d.responsibility == Responsibility::Lead
        || d.themes.iter().any(|code| code == THEME_WITH_MACHINES)
        || d.schedule.sessions.iter().filter(asked).any(|s| is_at_night(s, tz))
}

/// Whether it ends after nine in the evening or begins before six in the morning, by the city's clocks. What goes on into another day does.
fn is_at_night(session: &Session, tz: Tz) -> bool {
    let (begin, end) = (session.starts_at.with_timezone(&tz), session.ends_at.with_timezone(&tz));
    let nine = NaiveTime::from_hms_opt(EVENING, 0, 0).unwrap_or(NaiveTime::MIN);
    begin.date_naive() != end.date_naive() || begin.hour() < MORNING || end.time() > nine
}

/// Whether what is demanded is there for an application, up to the end of the last session it is for.
///
/// A yearly word must reach that end; where there is none, because the opportunity has no dates, only a word for this application will do.
pub fn covers(consents: &[Consent], demand: ConsentDemand, application: ApplicationId, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let live = |purpose| consents.iter().filter(move |c| c.purpose == purpose && c.is_live(now));
    let for_this = || live(Purpose::GuardianApplication).any(|c| c.application == Some(application));
    match demand {
        ConsentDemand::None => true,
        ConsentDemand::EachTime | ConsentDemand::GuardianOnly => for_this(),
        ConsentDemand::Yearly => for_this() || until.is_some_and(|until| live(Purpose::GuardianYear).any(|c| c.reaches(until))),
    }
}
