use super::stage::VolunteerAtStageView;
use super::view::{Around, DisclosedToView, DisclosureView, LookView, OnlookerView, VolunteerContactView};
use crate::openapi::examples::{city, domain_group, domain_opportunity, now};
use crate::opportunity::local;
use crate::page::Listing;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::application::{Origin, Rules};
use enmusubi_domain::contact::Ticks;
use enmusubi_domain::disclosure::{Disclosure, Field, Known, Look, Onlooker, Stage, VolunteerAtStage, fields_at};
use enmusubi_domain::id::DisclosureId;
use enmusubi_domain::level::Level;
use enmusubi_domain::matching::Wish;
use enmusubi_domain::text::Lang;
use serde_json::{Value, to_value};

/// When both had said yes.
fn agreed() -> DateTime<Utc> {
    now() + TimeDelta::hours(20)
}

/// A disclosure of somebody made up.
fn disclosure() -> Option<Disclosure> {
    let application = crate::application::examples::application(Origin::Volunteer)?;
    let last_end = domain_opportunity().details.schedule.sessions.iter().map(|s| s.ends_at).max();
    let id = DisclosureId::derived(crate::account::examples::BORN, "disclosure");
    Some(Disclosure::open(id, application.id, application.volunteer?, application.group, last_end, &Rules::default(), agreed()))
}

fn view() -> Option<DisclosureView> {
    let (d, tz, open_now) = (disclosure()?, city().calendar.tz, fields_at(Stage::Accepted, Ticks::default(), true));
    let look = Look { disclosure: d.id, viewer: None, at: agreed() + TimeDelta::hours(2), fields: open_now.clone() };
    let people = vec![OnlookerView::of("南さくら".into(), RoleKind::Owner)];
    let group = DisclosedToView { id: d.group.0, name: domain_group().details.name, people };
    let looks = vec![LookView::of(&look, Some("南さくら".into()), tz)];
    let around = Around { opportunity: domain_opportunity().details.title, group, stage: Stage::Accepted, open_now, looks, looks_in_all: 1 };
    Some(DisclosureView::of(&d, around, tz))
}

/// To whom somebody's contact was opened.
pub fn disclosures() -> Value {
    to_value(Listing::whole(view().into_iter().collect(), 20)).unwrap_or_default()
}

/// What a group sees of somebody's contact.
pub fn contact() -> Value {
    let shown = disclosure().map(|d| VolunteerContactView {
        application_id: d.application.0,
        stage: Stage::Day.code(),
        purpose: d.purpose.code(),
        ends_at: local(d.ends_at, city().calendar.tz),
        fields: [Field::Name, Field::NameKana, Field::Phone].iter().map(|field| field.code()).collect(),
        name: "北野ゆき".into(),
        name_kana: Some("きたの ゆき".into()),
        email: None,
        phone: Some("090-1234-5678".into()),
        emergency: None,
        guardians: vec![],
    });
    to_value(shown).unwrap_or_default()
}

/// What a group that is asked sees of a volunteer.
pub fn volunteer() -> Option<VolunteerAtStageView> {
    let (application, opportunity) = (crate::application::examples::application(Origin::Volunteer)?, domain_opportunity());
    let wish = Wish { areas: vec!["011029".into()], level: Some(Level::Introductory), languages: Some(vec!["ja".into()]), ..Wish::default() };
    let known = Known {
        application: &application,
        opportunity: &opportunity,
        name: Some("北野ゆき"),
        wish: Some(&wish),
        contact: None,
        age: Some(34),
        minutes_here: Some(0),
    };
    let seen = VolunteerAtStage::of(&known, Stage::Applied, Onlooker::Group, false, &city(), &Rules::default());
    Some(VolunteerAtStageView::of(seen, Lang::Ja))
}
