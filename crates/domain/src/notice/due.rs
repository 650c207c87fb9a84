use super::{Digest, NoticeKind, NoticeSettings, QuietHours};
use crate::application::Application;
use crate::schedule::{Session, instant};
use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

/// For how long it is tried to send something; afterwards it is no news any more.
pub const KEPT: TimeDelta = TimeDelta::days(7);
/// What settles something that begins within this time goes by itself.
const SOON: TimeDelta = TimeDelta::hours(48);
/// What begins within this time may wake somebody.
const VERY_SOON: TimeDelta = TimeDelta::hours(12);
/// The hour of the letter of the day.
const EVENING: u32 = 18;

/// What a letter is about, as far as its time depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter {
    /// What sort of notice.
    pub kind: NoticeKind,
    /// Since when there is something to know.
    pub since: DateTime<Utc>,
    /// When it is too late to know it: it begins, or must have been answered.
    pub presses: Option<DateTime<Utc>>,
}

impl Matter {
    /// Whether it goes by itself.
    pub fn is_urgent(&self, now: DateTime<Utc>) -> bool {
        let settles = matches!(self.kind, NoticeKind::Accepted | NoticeKind::Declined);
        self.kind.is_urgent() || (settles && self.presses.is_some_and(|at| at < now + SOON))
    }
}

/// When it is too late to know something of an application: what is to be answered, or the next of its sessions.
pub fn presses(kind: NoticeKind, application: &Application, sessions: &[Session], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if matches!(kind, NoticeKind::AttendanceDue | NoticeKind::Expired) {
        return None;
    }
    let begins = sessions.iter().map(|s| s.starts_at).filter(|at| *at > now).min();
    let answer_by = application.answer_by.filter(|at| *at > now && kind != NoticeKind::Reminder);
    begins.into_iter().chain(answer_by).min()
}

/// When a letter may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Not before then.
    pub at: DateTime<Utc>,
    /// Whether it waits for others and goes with them: of such letters there is one in a window at most.
    pub gathered: bool,
}

/// When a letter may go: now at the earliest, and now means at once.
///
/// What is urgent goes at once, but not in quiet hours, unless it begins within twelve hours or before they are over. Everything else is
/// gathered: after the last letter of that sort (`last`) comes the next one an hour later, or on the next evening. What would come too late
/// that way goes like what is urgent; only what the clock alone brought about wakes nobody.
pub fn due_at(matter: &Matter, settings: &NoticeSettings, last: Option<DateTime<Utc>>, now: DateTime<Utc>, tz: Tz) -> Due {
    if !matter.is_urgent(now) {
        let gathered = after_quiet(settings.quiet, window(settings.digest, matter.since, last, tz).max(now), tz);
        if matter.presses.is_none_or(|at| gathered < at) {
            return Due { at: gathered, gathered: true };
        }
    }
    let rested = after_quiet(settings.quiet, now, tz);
    let wakes = !matter.kind.is_clockwork() && matter.presses.is_some_and(|at| at > now && (at <= now + VERY_SOON || at <= rested));
    Due { at: if wakes { now } else { rested }, gathered: false }
}

/// When the next gathered letter goes, for what is new since a moment.
fn window(digest: Digest, since: DateTime<Utc>, last: Option<DateTime<Utc>>, tz: Tz) -> DateTime<Utc> {
    match digest {
        Digest::AtOnce => since,
        Digest::Hourly => last.map_or(since, |last| since.max(last + TimeDelta::hours(1))),
        Digest::Daily => {
            // The first evening that has not begun then, and in which no letter has gone.
            let first = last.map_or(since, |last| since.max(last + TimeDelta::microseconds(1)));
            let day = first.with_timezone(&tz).date_naive();
            let evening = |days: u64| {
                let day = day.checked_add_days(Days::new(days))?;
                instant(day.and_time(NaiveTime::from_hms_opt(EVENING, 0, 0)?), tz)
            };
            (0..3).filter_map(evening).find(|at| *at >= first).unwrap_or(first)
        }
    }
}

/// The same moment, or the end of the quiet hours it lies in.
fn after_quiet(quiet: Option<QuietHours>, at: DateTime<Utc>, tz: Tz) -> DateTime<Utc> {
    let Some(quiet) = quiet else { return at };
    let civil = at.with_timezone(&tz).naive_local();
    if !quiet.contains(minute(civil)) {
        return at;
    }
    let ends = |days: u64| {
        let day = civil.date().checked_add_days(Days::new(days))?;
        let to = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(quiet.to) * 60, 0)?;
        instant(day.and_time(to), tz)
    };
    // Where clocks are put back an hour comes twice, and with it the end: it must lie ahead, and the quiet hours be over.
    let is_out = |end: &DateTime<Utc>| *end > at && !quiet.contains(minute(end.with_timezone(&tz).naive_local()));
    (0..3).filter_map(ends).flat_map(|end| [end, end + TimeDelta::hours(1)]).find(is_out).unwrap_or(at)
}

fn minute(civil: NaiveDateTime) -> u16 {
    u16::try_from(civil.hour() * 60 + civil.minute()).unwrap_or(0)
}
