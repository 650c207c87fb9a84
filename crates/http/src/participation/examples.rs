use super::code::code;
use super::note::Written;
use super::record_view::RecordView;
use super::view::{AttendanceListView, AttendanceView, CheckInCodeView, LineView, ParticipationView};
use crate::openapi::examples::{city, domain_group, domain_opportunity, now};
use crate::opportunity::local;
use crate::page::Listing;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::application::{Ahead, Origin, Rules};
use enmusubi_domain::id::{AccountId, ParticipationId};
use enmusubi_domain::participation::{About, Correction, Noted, Objection, Occasion, Outcome, Participation, Pen, Summary, door_hours};
use enmusubi_domain::text::Lang;
use serde_json::{Value, json, to_value};

fn by() -> AccountId {
    AccountId::derived(crate::account::examples::BORN, "owner")
}

fn written(at: DateTime<Utc>, minutes: u32) -> Option<Written> {
    let opportunity = domain_opportunity();
    let application = crate::application::examples::application(Origin::Volunteer)?.accept(true, &Rules::default(), &Ahead::default(), now()).ok()?;
    let occasion = Occasion::Session(opportunity.details.schedule.sessions.first()?.clone());
    let about = About { application: &application, opportunity: &opportunity, group_name: &domain_group().details.name, occasion: &occasion };
    let pen = Pen { by: by(), now: at, tz: city().calendar.tz, by_code: false };
    let noted = Noted { outcome: Outcome::Attended, minutes, notice: false };
    let line = Participation::write(ParticipationId::derived(crate::account::examples::BORN, "participation"), about, noted, pen).ok()?;
    let application = application.attended(true, at).ok()?;
    Some(Written { line, application, is_new: true })
}

/// A moment after the first session.
fn after() -> DateTime<Utc> {
    now() + TimeDelta::days(13)
}

/// A line of a record, and how it was corrected.
pub fn line() -> Option<(Participation, Correction)> {
    let pen = Pen { by: by(), now: after() + TimeDelta::days(1), tz: city().calendar.tz, by_code: false };
    let right = Noted { outcome: Outcome::Attended, minutes: 150, notice: false };
    let (line, correction) = written(after(), 90)?.line.corrected(right, "終わりの時刻を取り違えていました".into(), pen)?;
    Some((Participation { version: 2, ..line }, correction))
}

fn view() -> Option<ParticipationView> {
    line().map(|(line, correction)| ParticipationView::of(&line, &[correction], city().calendar.tz))
}

/// A page of one's record.
pub fn record() -> Value {
    to_value(Listing::whole(view().into_iter().collect(), 20)).unwrap_or_default()
}

/// A line somebody objects to.
pub fn disputed() -> Value {
    let objection = Some(Objection { text: "この日は最後まで参加しました。".into(), at: after() + TimeDelta::hours(3) });
    let shown = written(after(), 90).map(|w| Participation { version: 2, objection, ..w.line });
    to_value(shown.map(|line| ParticipationView::of(&line, &[], city().calendar.tz))).unwrap_or_default()
}

/// A page of what a group noted.
pub fn lines() -> Value {
    let view = line().map(|(line, correction)| LineView::of(&line, &[correction], city().calendar.tz));
    to_value(Listing::whole(view.into_iter().collect(), 20)).unwrap_or_default()
}

/// One's record, added up.
pub fn sums() -> Value {
    to_value(line().map(|(line, _)| RecordView::of(&Summary::of(&[line]), &city(), Lang::Ja))).unwrap_or_default()
}

/// What was noted.
pub fn attendance() -> Value {
    to_value(written(after(), 150).map(|w| AttendanceView::of(&w, 3))).unwrap_or_default()
}

/// What is sent of several.
pub fn list_request() -> Value {
    let session = domain_opportunity().details.schedule.sessions.first().map(|s| s.id.0);
    let application = crate::application::examples::application(Origin::Volunteer).map(|a| a.id.0);
    json!({"session_id": session, "entries": [{"application_id": application, "outcome": "attended", "minutes": 150}]})
}

/// What was noted of several.
pub fn attendance_list() -> Value {
    to_value(AttendanceListView { results: written(after(), 150).map(|w| AttendanceView::of(&w, 3)).into_iter().collect() }).unwrap_or_default()
}

/// The code of the day.
pub fn check_in_code() -> Value {
    let (tz, opportunity) = (city().calendar.tz, domain_opportunity());
    let application = crate::application::examples::application(Origin::Volunteer);
    let view = opportunity.details.schedule.sessions.first().zip(application).and_then(|(session, application)| {
        let (_, until) = door_hours(session, tz)?;
        Some(CheckInCodeView { code: code(&[7; 32], application.id, session, tz), session_id: session.id.0, valid_until: local(until, tz) })
    });
    to_value(view).unwrap_or_default()
}
