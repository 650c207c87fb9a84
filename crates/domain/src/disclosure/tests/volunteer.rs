use super::at;
use crate::application::{Age, Application, Origin, Rules, Submission};
use crate::connection::ConnectionSource;
use crate::contact::{Contact, Emergency};
use crate::disclosure::{AgeBand, Known, Onlooker, Stage, VolunteerAtStage, handle, is_minor, listed_name};
use crate::id::{AccountId, ApplicationId, GroupId, OpportunityId, SessionId};
use crate::level::{Accessibility, Level};
use crate::matching::worlds;
use crate::matching::{Wish, WishTheme};
use crate::opportunity::{Kind, Opportunity, OpportunityDetails};
use crate::schedule::{Schedule, Session};
use chrono::TimeDelta;

/// What somebody asked for, and everything that could be known of them.
struct Cast {
    application: Application,
    opportunity: Opportunity,
    wish: Wish,
    contact: Contact,
    city: crate::city::City,
}

fn cast() -> Cast {
    let now = at("2026-11-23T00:00:00Z");
    let starts_at = at("2026-12-05T00:30:00Z");
    let session =
        Session { id: SessionId::derived(0, "s"), starts_at, ends_at: starts_at + TimeDelta::hours(2), seats: None, seats_taken: 0, cancelled: false };
    let details = OpportunityDetails {
        themes: vec!["snow".into(), "safety".into()],
        qualifications: vec!["普通自動車免許".into()],
        ..OpportunityDetails::new(Kind::Activity, "雪かき", Schedule { sessions: vec![session], ..Schedule::default() })
    };
    let opportunity = Opportunity {
        id: OpportunityId::derived(0, "o"),
        version: 1,
        group: GroupId::derived(0, "g"),
        details,
        state: crate::opportunity::State::Published,
        source: None,
        created_at: now,
        updated_at: now,
        published_at: Some(now),
    };
    let wish = Submission { sessions: vec![], party: 1, message: None, source: ConnectionSource::Match };
    let (id, volunteer) = (ApplicationId::derived(0, "a"), AccountId::derived(0, "v"));
    let application = Application::submit(id, volunteer, &opportunity, (Origin::Volunteer, None), &wish, Age::Known(34), true, &Rules::default(), now).unwrap();
    let city = worlds::city();
    let wish = Wish {
        themes: vec![WishTheme { code: "snow".into(), interest: 1.0, level: Some(Level::Applied) }],
        areas: city.areas.all().iter().filter(|a| a.kind == crate::area::AreaKind::District).map(|a| a.code.clone()).take(1).collect(),
        level: Some(Level::Basic),
        accessibility: vec![Accessibility::Wheelchair],
        languages: Some(vec!["ja".into(), "en".into()]),
        qualifications: Some(vec!["普通自動車免許".into(), "医師".into()]),
        party: 1,
        ..Wish::default()
    };
    let emergency = Emergency { name: "北野はる".into(), phone: "011-222-3333".into(), relation: None };
    let contact = Contact { share_needs: true, emergency: Some(emergency), ..Contact::default() };
    Cast { application, opportunity, wish, contact, city }
}

impl Cast {
    fn known(&self, age: Option<u8>) -> Known<'_> {
        Known {
            application: &self.application,
            opportunity: &self.opportunity,
            name: Some("北野 ゆき"),
            wish: Some(&self.wish),
            contact: Some(&self.contact),
            age,
            minutes_here: Some(150),
        }
    }

    fn seen(&self, known: &Known<'_>, stage: Stage, onlooker: Onlooker, listed: bool) -> VolunteerAtStage {
        VolunteerAtStage::of(known, stage, onlooker, listed, &self.city, &Rules::default())
    }
}

fn nothing_but_a_handle(seen: &VolunteerAtStage) -> bool {
    let handle = seen.handle.clone();
    let bare = VolunteerAtStage {
        stage: seen.stage,
        handle,
        name: None,
        age_band: None,
        ward: None,
        level: None,
        qualifications: vec![],
        languages: vec![],
        needs: vec![],
        minutes_here: None,
    };
    *seen == bare
}

#[test]
fn a_group_sees_what_matters_for_its_answer_and_a_name_only_once_both_have_said_yes() {
    let cast = cast();
    let known = cast.known(Some(34));
    let applied = cast.seen(&known, Stage::Applied, Onlooker::Group, false);
    assert_eq!((applied.name.as_deref(), applied.age_band, applied.level), (None, Some(AgeBand::Thirties), Some(Level::Applied)), "of the main theme");
    assert_eq!(applied.qualifications, ["普通自動車免許"], "and nothing of what nobody asked for");
    assert_eq!((applied.languages.len(), applied.needs.len(), applied.minutes_here), (2, 1, Some(150)));
    let ward = applied.ward.unwrap();
    assert_eq!(cast.city.areas.find(&ward).unwrap().kind, crate::area::AreaKind::Ward, "no closer than this");
    for stage in [Stage::Accepted, Stage::Day, Stage::Finished] {
        assert_eq!(cast.seen(&known, stage, Onlooker::Group, false).name.as_deref(), Some("北野 ゆき"), "{stage:?}");
        assert_eq!(cast.seen(&known, stage, Onlooker::Group, true).name, None, "{stage:?}: no list holds a name");
    }
    for stage in [Stage::Unasked, Stage::Closed] {
        assert!(nothing_but_a_handle(&cast.seen(&known, stage, Onlooker::Group, false)), "{stage:?}");
    }
    let gone = Known { name: None, ..known.clone() };
    assert!(nothing_but_a_handle(&cast.seen(&gone, Stage::Accepted, Onlooker::Group, false)), "nobody is left");
    let printed = format!("{:?}", cast.seen(&known, Stage::Day, Onlooker::Group, false));
    assert!(!printed.contains("北野") && !printed.contains("Wheelchair"), "{printed}");
}

#[test]
fn a_coordinator_is_told_no_name_here() {
    let cast = cast();
    let known = cast.known(Some(34));
    for stage in Stage::ALL.iter().copied() {
        let seen = cast.seen(&known, stage, Onlooker::Coordinator, false);
        assert_eq!((seen.name, seen.minutes_here), (None, None), "{stage:?}");
        assert_eq!(seen.age_band.is_some(), stage != Stage::Closed, "{stage:?}");
    }
}

#[test]
fn needs_are_told_only_where_they_were_ticked() {
    let mut cast = cast();
    cast.contact.share_needs = false;
    assert!(cast.seen(&cast.known(Some(34)), Stage::Applied, Onlooker::Group, false).needs.is_empty());
    let known = Known { contact: None, ..cast.known(Some(34)) };
    assert!(cast.seen(&known, Stage::Applied, Onlooker::Group, false).needs.is_empty());
}

#[test]
fn a_minors_name_stands_beside_messages_as_one_character_until_the_day_itself() {
    for stage in [Stage::Accepted, Stage::Finished] {
        assert_eq!((listed_name("北野 ゆき", true, stage).as_str(), listed_name("北野 ゆき", false, stage).as_str()), ("北", "北野 ゆき"));
    }
    assert_eq!(listed_name("北野 ゆき", true, Stage::Day), "北野 ゆき");
    let rules = Rules::default();
    assert!(is_minor(None, false, &rules) && !is_minor(None, true, &rules), "of whom nothing is known it is assumed");
    for (name, first) in [("北野 ゆき", "北"), ("ゆき", "ゆ"), ("Yuki Kitano", "K"), ("Yuki", "Y"), ("", "")] {
        assert_eq!(listed_name(name, true, Stage::Accepted), first);
    }
}

#[test]
fn the_youngest_tick_nothing_by_themselves() {
    let cast = cast();
    let told = |age| !cast.seen(&cast.known(age), Stage::Applied, Onlooker::Group, false).needs.is_empty();
    assert_eq!([Some(13), Some(15), Some(16), Some(17), None].map(told), [false, false, true, true, true]);
}

#[test]
fn an_age_band_is_ten_years_wide_or_wider() {
    let bands: Vec<&str> = [0, 12, 17, 18, 19, 20, 29, 30, 79, 80, 255].map(|years| AgeBand::of(years).code()).to_vec();
    assert_eq!(bands, ["under_18", "under_18", "under_18", "18_19", "18_19", "20s", "20s", "30s", "70s", "80_up", "80_up"]);
    let mut cast = cast();
    assert_eq!(cast.seen(&cast.known(None), Stage::Applied, Onlooker::Group, false).age_band, None);
    cast.application.said_of_age = true;
    assert_eq!(cast.seen(&cast.known(None), Stage::Applied, Onlooker::Group, false).age_band, Some(AgeBand::OfAge));
}

#[test]
fn a_handle_stays_and_tells_applications_apart() {
    let handles: std::collections::HashSet<String> = (0..1_000).map(|n| handle(ApplicationId::derived(n, "application"))).collect();
    assert!(handles.len() > 990, "{}", handles.len());
    assert!(handles.iter().all(|h| h.len() == 4 && h.chars().all(|c| c.is_ascii_digit() || (c.is_ascii_uppercase() && !"ILOU".contains(c)))));
    assert_eq!(handle(ApplicationId::derived(7, "application")), handle(ApplicationId::derived(7, "application")));
}
