use super::document::{accessibility, local};
use super::request::{
    AudienceRequest, CapacityRequest, LevelRequest, OpportunityRequest, PartySizeRequest, RecurrenceRequest, ScheduleRequest, SeeksRequest, SessionRequest,
};
use crate::place::PlaceRequest;
use chrono::{DateTime, Utc};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::opportunity::OpportunityDetails;
use enmusubi_domain::schedule::{Recurrence, Schedule, Session};
use std::collections::HashMap;

impl OpportunityRequest {
    /// An opportunity, as it would be sent: what a merge patch is put into. Sessions that the rule yields as they are go without saying.
    pub fn of(d: &OpportunityDetails, calendar: &Calendar) -> Self {
        Self {
            kind: Some(d.kind.code().into()),
            title: d.title.clone(),
            title_en: d.title_en.clone(),
            summary: Some(d.summary.clone()),
            summary_en: d.summary_en.clone(),
            description: Some(d.description.clone()),
            themes: Some(d.themes.clone()),
            areas: Some(d.areas.clone()),
            place: Some(PlaceRequest::of(&d.place)),
            remote: Some(d.remote),
            level: Some(LevelRequest { required: d.level.map(|l| l.code().into()), beginner_friendly: Some(d.beginner_friendly) }),
            responsibility: Some(d.responsibility.code().into()),
            schedule: schedule(&d.schedule, calendar),
            capacity: Some(CapacityRequest { seats: d.seats.filter(|_| d.schedule.is_flexible()) }),
            party_size: Some(PartySizeRequest { min: Some(d.party_min), max: d.party_max }),
            audience: Some(AudienceRequest {
                age_min: d.audience.age_min.map(u32::from),
                age_max: d.audience.age_max.map(u32::from),
                families: Some(d.audience.families),
                students: Some(d.audience.students),
                seniors: Some(d.audience.seniors),
            }),
            requirements: Some(d.requirements.clone()),
            qualifications: Some(d.qualifications.clone()),
            accessibility: Some(accessibility(&d.accessibility)),
            languages: Some(d.languages.clone()),
            insurance: d.insurance.map(|i| i.code().into()),
            cost: d.cost.clone(),
            rewards: d.rewards.clone(),
            apply_by: d.apply_by.map(|t| local(t, calendar.tz).to_rfc3339()),
            company_ok: Some(d.company_ok),
            seeks: d.seeks.as_ref().map(|s| SeeksRequest {
                level: s.level.map(|l| l.code().into()),
                commitment: s.commitment.map(|c| c.code().into()),
                skills: Some(s.skills.clone()),
                languages: Some(s.languages.clone()),
                newcomer_seats: Some(s.newcomer_seats),
            }),
            url: d.url.clone(),
        }
    }
}

fn schedule(s: &Schedule, calendar: &Calendar) -> ScheduleRequest {
    let yielded = yielded(s, calendar);
    let goes_without_saying = |x: &Session| !x.cancelled && yielded.get(&x.starts_at) == Some(&(x.ends_at, x.seats));
    ScheduleRequest {
        day_parts: Some(s.day_parts.iter().map(|p| p.code()).collect()),
        sessions: Some(s.sessions.iter().filter(|x| !goes_without_saying(x)).map(|x| session(x, calendar)).collect()),
        recurrence: s.recurrence.as_ref().map(recurrence),
        partial_attendance: Some(s.partial_attendance),
        minimum_minutes: s.minimum_minutes,
    }
}

/// What the rule yields over the time of the sessions that stand: by begin, the end and the places.
fn yielded(s: &Schedule, calendar: &Calendar) -> HashMap<DateTime<Utc>, (DateTime<Utc>, Option<u32>)> {
    let (Some(rule), Some(first), Some(last)) = (&s.recurrence, s.sessions.first(), s.sessions.last()) else { return HashMap::new() };
    let day = |x: &Session| calendar.civil(x.starts_at).date();
    rule.occurrences(day(first), day(last), calendar.tz).into_iter().map(|(starts_at, ends_at)| (starts_at, (ends_at, rule.seats))).collect()
}

fn session(s: &Session, calendar: &Calendar) -> SessionRequest {
    SessionRequest {
        id: Some(s.id.to_string()),
        starts_at: local(s.starts_at, calendar.tz).to_rfc3339(),
        ends_at: local(s.ends_at, calendar.tz).to_rfc3339(),
        seats: s.seats,
        cancelled: Some(s.cancelled),
    }
}

fn recurrence(r: &Recurrence) -> RecurrenceRequest {
    RecurrenceRequest {
        rule: r.rule.clone(),
        starts_on: Some(r.starts_on.to_string()),
        until: r.until.map(|d| d.to_string()),
        from: r.from.format("%H:%M").to_string(),
        to: r.to.format("%H:%M").to_string(),
        except: Some(r.except.iter().map(ToString::to_string).collect()),
        seats: r.seats,
    }
}
