use crate::schedule::{Session, instant};
use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

/// From when until when a volunteer shows their code for a session: all of its civil day, and on until it ends.
pub fn door_hours(session: &Session, tz: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let day = session.starts_at.with_timezone(&tz).date_naive();
    let midnight = |day: chrono::NaiveDate| instant(day.and_time(NaiveTime::MIN), tz);
    Some((midnight(day)?, midnight(day.succ_opt()?)?.max(session.ends_at)))
}

/// The session whose door is open at a moment: the first that is not over, or else the last of the day. What was called off has no door.
pub fn at_the_door<'a>(sessions: impl IntoIterator<Item = &'a Session>, now: DateTime<Utc>, tz: Tz) -> Option<&'a Session> {
    let open = |s: &&Session| !s.cancelled && door_hours(s, tz).is_some_and(|(from, until)| from <= now && now < until);
    let mut open: Vec<&Session> = sessions.into_iter().filter(open).collect();
    open.sort_by_key(|s| (s.starts_at, s.id));
    open.iter().find(|s| now < s.ends_at).or(open.last()).copied()
}
