use super::kept::keep;
use super::view::{
    AudienceView, CapacityView, GroupName, LevelView, OpportunityView, PartySizeView, RecurrenceView, ScheduleView, SeeksView, SessionView, SourceView,
};
use crate::place::PlaceView;
use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use enmusubi_domain::city::City;
use enmusubi_domain::group::Group;
use enmusubi_domain::level::Accessibility;
use enmusubi_domain::opportunity::{Audience, Opportunity, OpportunityDetails, Seeks, Source};
use enmusubi_domain::schedule::{Recurrence, Schedule, Session};

/// What the index keeps of an opportunity, and gives back with hits: its public view, in pieces of JSON.
///
/// Holds every session that is not called off; which of them are over is decided when it is shown.
pub fn opportunity_document(opportunity: &Opportunity, group: &Group, city: &City) -> Vec<u8> {
    keep(&view(opportunity, group, city))
}

/// An instant with the city's offset.
pub fn local(instant: DateTime<Utc>, tz: Tz) -> DateTime<FixedOffset> {
    instant.with_timezone(&tz).fixed_offset()
}

fn view(o: &Opportunity, group: &Group, city: &City) -> OpportunityView {
    let d = &o.details;
    let tz = city.calendar.tz;
    OpportunityView {
        id: o.id.0,
        version: o.version,
        kind: d.kind.code().into(),
        state: o.state.code().into(),
        title: d.title.clone(),
        title_en: d.title_en.clone(),
        summary: d.summary.clone(),
        summary_en: d.summary_en.clone(),
        description: d.description.clone(),
        group: GroupName { id: group.id.0, name: group.details.name.clone() },
        themes: d.themes.clone(),
        themes_suggested: d.themes_suggested,
        areas: d.areas.clone(),
        place: PlaceView::of(&d.place),
        remote: d.remote,
        level: LevelView { required: d.level.map(|l| l.code().into()), beginner_friendly: d.beginner_friendly },
        responsibility: d.responsibility.code().into(),
        schedule: schedule(&d.schedule, city),
        capacity: capacity(d),
        party_size: PartySizeView { min: d.party_min, max: d.party_max },
        audience: audience(&d.audience),
        requirements: d.requirements.clone(),
        qualifications: d.qualifications.clone(),
        accessibility: accessibility(&d.accessibility),
        languages: d.languages.clone(),
        insurance: d.insurance.map(|i| i.code().into()),
        cost: d.cost.clone(),
        rewards: d.rewards.clone(),
        apply_by: d.apply_by.map(|t| local(t, tz)),
        company_ok: d.company_ok,
        seeks: d.seeks.as_ref().map(seeks),
        url: d.url.clone(),
        source: o.source.as_ref().map(source),
        published_at: o.published_at.map(|t| local(t, tz)),
        updated_at: local(o.updated_at, tz),
    }
}

/// Codes of what is offered to people who need it.
pub fn accessibility(list: &[Accessibility]) -> Vec<String> {
    list.iter().map(|a| a.code().to_owned()).collect()
}

/// Where it came from.
pub fn source(source: &Source) -> SourceView {
    SourceView { name: source.name.clone(), reference: source.reference.clone() }
}

/// Places of a flexible opportunity; those of sessions are counted when it is shown.
fn capacity(d: &OpportunityDetails) -> CapacityView {
    let seats = d.seats.filter(|_| d.schedule.is_flexible());
    CapacityView { seats, seats_left: seats.map(|n| n.saturating_sub(d.seats_taken)) }
}

fn schedule(s: &Schedule, city: &City) -> ScheduleView {
    let tz = city.calendar.tz;
    ScheduleView {
        day_parts: s.day_parts_touched(&city.calendar).iter().map(|p| p.code()).collect(),
        sessions: s.sessions.iter().filter(|s| !s.cancelled).map(|s| session(s, tz)).collect(),
        recurrence: s.recurrence.as_ref().map(recurrence),
        partial_attendance: s.partial_attendance,
        minimum_minutes: s.minimum_minutes,
    }
}

fn session(s: &Session, tz: Tz) -> SessionView {
    SessionView { id: s.id.0, starts_at: local(s.starts_at, tz), ends_at: local(s.ends_at, tz), seats: s.seats, seats_left: s.seats_left() }
}

/// The rule that yields sessions.
pub fn recurrence(r: &Recurrence) -> RecurrenceView {
    RecurrenceView {
        rule: r.rule.clone(),
        starts_on: r.starts_on,
        until: r.until,
        from: r.from.format("%H:%M").to_string(),
        to: r.to.format("%H:%M").to_string(),
        except: r.except.clone(),
        seats: r.seats,
    }
}

/// For whom it is meant.
pub fn audience(a: &Audience) -> AudienceView {
    AudienceView { age_min: a.age_min, age_max: a.age_max, families: a.families, students: a.students, seniors: a.seniors }
}

/// What the group is looking for.
pub fn seeks(s: &Seeks) -> SeeksView {
    SeeksView {
        level: s.level.map(|l| l.code().into()),
        commitment: s.commitment.map(|c| c.code().into()),
        skills: s.skills.clone(),
        languages: s.languages.clone(),
        newcomer_seats: s.newcomer_seats,
    }
}
