use super::view::{ApplicationView, Around, BudgetView, InvitationsView};
use crate::openapi::examples::{city, domain_group, domain_opportunity, now};
use crate::page::Listing;
use chrono::TimeDelta;
use enmusubi_domain::access::Ground;
use enmusubi_domain::application::{Age, Ahead, Application, Circumstances, DeclineReason, No, Origin, Rules, Side, Submission};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::{AccountId, ApplicationId};
use enmusubi_domain::text::Lang;
use serde_json::{Value, json, to_value};

/// An application of somebody made up.
pub fn application(origin: Origin) -> Option<Application> {
    let (id, person) = (ApplicationId::derived(crate::account::examples::BORN, "application"), AccountId::derived(crate::account::examples::BORN, "account"));
    let message = Some("はじめてですが、よろしくお願いします。".to_owned());
    let wish = Submission { sessions: vec![], party: 1, message, source: ConnectionSource::Match };
    Application::submit(id, person, &domain_opportunity(), (origin, None), &wish, Age::Known(34), true, &Rules::default(), now()).ok()
}

/// Under what the steps are taken.
pub fn circumstances() -> Circumstances {
    Circumstances { rules: Rules::default(), tz: city().calendar.tz, now: now() + TimeDelta::hours(20) }
}

fn view(application: Option<Application>, ground: Ground) -> Option<ApplicationView> {
    let (application, opportunity) = (application?, domain_opportunity());
    let sessions = opportunity.details.schedule.sessions.iter().map(|s| (s.clone(), application.seated)).collect();
    let own = ground == Ground::Itself;
    let volunteer = if own { None } else { crate::disclosure::examples::volunteer() };
    let around = Around { opportunity, group: domain_group().details.name, sessions, queue_place: None, volunteer, message_is_shown: true };
    Some(ApplicationView::of(&application, around, ground, &city(), Lang::Ja))
}

fn told(application: Option<Application>, ground: Ground) -> Value {
    to_value(view(application, ground)).unwrap_or_default()
}

/// What is sent.
pub fn request() -> Value {
    json!({"opportunity_id": domain_opportunity().id.0, "party_size": 1, "message": "はじめてですが、よろしくお願いします。", "source": "match", "of_age": true})
}

/// What waits for the group.
pub fn submitted() -> Value {
    told(application(Origin::Volunteer), Ground::Itself)
}

/// What waits for the volunteer.
pub fn proposed() -> Value {
    told(application(Origin::Invitation), Ground::Owner)
}

/// What is certain.
pub fn accept() -> Value {
    told(application(Origin::Volunteer).and_then(|a| a.accept(true, &Rules::default(), &Ahead::default(), circumstances().now).ok()), Ground::Owner)
}

/// What the group declined.
pub fn decline() -> Value {
    let no = No { reason: DeclineReason::Dates, text: Some("今回は日程が合いませんでした。またの機会にお願いします。".into()) };
    told(application(Origin::Volunteer).and_then(|a| a.decline(Side::Group, no, circumstances().now).ok()), Ground::Owner)
}

/// What the volunteer took back.
pub fn withdraw() -> Value {
    let no = No { reason: DeclineReason::Personal, text: None };
    told(application(Origin::Volunteer).and_then(|a| a.withdraw(Side::Volunteer, Some(no), circumstances().now).ok()), Ground::Itself)
}

/// A proposal the volunteer said yes to.
pub fn consent() -> Value {
    let at = circumstances();
    told(application(Origin::Invitation).and_then(|a| a.consent(true, &at.rules, &Ahead::default(), at.now).ok()), Ground::Itself)
}

/// One page of them.
pub fn list() -> Value {
    to_value(Listing::whole(view(application(Origin::Volunteer), Ground::Itself).into_iter().collect(), 20)).unwrap_or_default()
}

/// What one is invited to.
pub fn invitations() -> Value {
    let budget = BudgetView { per_week: 3, used: 1, left: 2, next_leaves_at: None };
    to_value(InvitationsView { budget, results: view(application(Origin::Invitation), Ground::Itself).into_iter().collect() }).unwrap_or_default()
}
