use super::*;
use crate::application::{Age, Application, Origin, Submission};
use crate::connection::ConnectionSource;
use crate::contact::{Contact, Emergency, Ticks};
use crate::id::{OpportunityId, SessionId};
use crate::level::{Accessibility, Level};
use crate::matching::worlds;
use crate::matching::{Wish, WishTheme};
use crate::opportunity::{Kind, Opportunity, OpportunityDetails};
use crate::schedule::{Schedule, Session};
use proptest::prelude::*;

/// The table as the city's privacy rules have it: – no, ✓ yes, ☐ if the volunteer ticked it, ☝ to whoever asks for it by name.
const AGREED: &str = "
               | unasked | applied | accepted | day | finished | closed
handle         |    ✓    |    ✓    |    ✓     |  ✓  |    ✓     |   ✓
age_band       |    –    |    ✓    |    ✓     |  ✓  |    ✓     |   –
ward           |    –    |    ✓    |    ✓     |  ✓  |    ✓     |   –
level          |    –    |    ✓    |    ✓     |  ✓  |    –     |   –
qualifications |    –    |    ✓    |    ✓     |  ✓  |    –     |   –
languages      |    –    |    ✓    |    ✓     |  ✓  |    –     |   –
needs          |    –    |    ☐    |    ☐     |  ☐  |    –     |   –
message        |    –    |    ✓    |    ✓     |  ✓  |    –     |   –
hours          |    –    |    ✓    |    ✓     |  ✓  |    ✓     |   –
name           |    –    |    –    |    ✓     |  ✓  |    ✓     |   –
name_kana      |    –    |    –    |    ✓     |  ✓  |    ✓     |   –
email          |    –    |    –    |    ☐     |  ☐  |    –     |   –
phone          |    –    |    –    |    ☐     |  ✓  |    –     |   –
emergency      |    –    |    –    |    –     |  ☝  |    –     |   –
";

#[test]
fn every_field_is_shown_at_the_stages_the_table_says_and_at_no_other() {
    let mut lines = AGREED.trim_matches('\n').lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let stages: Vec<Stage> = lines.next().unwrap()[1..].iter().map(|code| Stage::parse(code).unwrap()).collect();
    assert_eq!(stages, Stage::ALL);
    let mut told = vec![];
    for line in lines {
        let field = Field::parse(line[0]).unwrap_or_else(|| panic!("{line:?}"));
        for (stage, sign) in stages.iter().zip(&line[1..]) {
            let wanted = match *sign {
                "✓" => Shown::Yes,
                "☐" => Shown::IfTicked,
                "☝" => Shown::OnTap,
                "–" => Shown::No,
                other => panic!("{other}"),
            };
            assert_eq!(field.at(*stage), wanted, "{field:?} at {stage:?}");
        }
        told.push(field);
    }
    assert_eq!(told, Field::ALL, "every field has its line");
}

#[test]
fn contact_is_what_stage_ticks_and_a_tap_open_together() {
    use Field::{Email, Emergency, Name, NameKana, Phone};
    let all = Ticks { phone: true, email: true, needs: true };
    for (stage, ticks, tapped, fields) in [
        (Stage::Unasked, all, true, vec![]),
        (Stage::Applied, all, true, vec![]),
        (Stage::Accepted, Ticks::default(), true, vec![Name, NameKana]),
        (Stage::Accepted, Ticks { phone: true, ..Ticks::default() }, true, vec![Name, NameKana, Phone]),
        (Stage::Accepted, all, true, vec![Name, NameKana, Email, Phone]),
        (Stage::Day, Ticks::default(), false, vec![Name, NameKana, Phone]),
        (Stage::Day, Ticks { email: true, ..Ticks::default() }, true, vec![Name, NameKana, Email, Phone, Emergency]),
        (Stage::Finished, all, true, vec![Name, NameKana]),
        (Stage::Closed, all, true, vec![]),
    ] {
        assert_eq!(fields_at(stage, ticks, tapped), fields, "{stage:?} {ticks:?} {tapped}");
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_day_begins_a_day_before_a_session_and_ends_a_day_after_it() {
    let sessions = [(at("2026-12-05T00:30:00Z"), at("2026-12-05T03:00:00Z")), (at("2026-12-12T00:30:00Z"), at("2026-12-12T03:00:00Z"))];
    for (now, stage) in [
        ("2026-11-23T00:00:00Z", Stage::Accepted),
        ("2026-12-04T00:29:59.999999Z", Stage::Accepted),
        ("2026-12-04T00:30:00Z", Stage::Day),
        ("2026-12-06T02:59:59.999999Z", Stage::Day),
        ("2026-12-06T03:00:00Z", Stage::Accepted),
        ("2026-12-11T00:30:00Z", Stage::Day),
        ("2026-12-13T02:59:59.999999Z", Stage::Day),
        ("2026-12-13T03:00:00Z", Stage::Finished),
    ] {
        for state in [State::Accepted, State::Completed, State::Absent] {
            assert_eq!(Stage::of(state, true, &sessions, at(now)), stage, "{now} {state:?}");
            assert_eq!(Stage::of(state, false, &sessions, at(now)), Stage::Closed, "{now} {state:?}, without a disclosure");
        }
    }
}

#[test]
fn without_sessions_the_state_says_whether_it_is_over() {
    let now = at("2026-12-05T00:00:00Z");
    let stages: Vec<_> = State::ALL.iter().map(|state| (Stage::of(*state, true, &[], now), Stage::of(*state, false, &[], now))).collect();
    use Stage::{Accepted, Applied, Closed, Finished, Unasked};
    let wanted = [
        (Unasked, Unasked),
        (Applied, Applied),
        (Applied, Applied),
        (Accepted, Closed),
        (Finished, Closed),
        (Finished, Closed),
        (Closed, Closed),
        (Closed, Closed),
        (Closed, Closed),
    ];
    assert_eq!(stages, wanted);
}

#[test]
fn only_becoming_accepted_opens_a_disclosure() {
    for before in [None].into_iter().chain(State::ALL.iter().copied().map(Some)) {
        for after in State::ALL.iter().copied() {
            let wanted = match after {
                State::Accepted if before == Some(State::Accepted) => Turn::Stays,
                State::Accepted => Turn::Opens,
                State::Completed | State::Absent => Turn::Stays,
                _ => Turn::Ends,
            };
            assert_eq!(turn(before, after), wanted, "{before:?} {after:?}");
        }
    }
}

#[test]
fn a_disclosure_ends_some_days_after_the_last_session_or_half_a_year_after_it_opened() {
    let (now, last, rules) = (at("2026-11-23T00:00:00Z"), at("2026-12-05T03:00:00Z"), Rules::default());
    let open = |last| {
        let (id, application) = (DisclosureId::derived(0, "d"), ApplicationId::derived(0, "a"));
        Disclosure::open(id, application, AccountId::derived(0, "v"), GroupId::derived(0, "g"), last, &rules, now)
    };
    assert_eq!(open(Some(last)).ends_at, at("2027-01-04T03:00:00Z"));
    assert_eq!(open(None).ends_at, at("2027-05-22T00:00:00Z"));
    let disclosure = open(Some(last));
    assert!(disclosure.is_live(now) && disclosure.is_live(at("2027-01-04T02:59:59Z")) && !disclosure.is_live(at("2027-01-04T03:00:00Z")));
    assert!(!Disclosure { ended_at: Some(now), ended_by: Some(Side::Volunteer), ..disclosure }.is_live(now));
}

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
        assert_eq!(cast.seen(&known, stage, Onlooker::Group, true).name.as_deref(), Some("北野 ゆき"), "{stage:?}");
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
fn a_minors_name_is_in_no_list_before_the_day_itself() {
    let cast = cast();
    for (age, minor) in [(Some(17), true), (Some(18), false), (Some(8), true)] {
        let known = cast.known(age);
        for stage in [Stage::Accepted, Stage::Finished] {
            let listed = cast.seen(&known, stage, Onlooker::Group, true).name;
            assert_eq!(listed.as_deref(), Some(if minor { "北" } else { "北野 ゆき" }), "{age:?} {stage:?}");
        }
        assert_eq!(cast.seen(&known, Stage::Day, Onlooker::Group, true).name.as_deref(), Some("北野 ゆき"));
        assert_eq!(cast.seen(&known, Stage::Accepted, Onlooker::Group, false).name.as_deref(), Some("北野 ゆき"), "alone it is shown");
    }
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

/// Any application history in states, with when a session is and what time it is.
fn history() -> impl Strategy<Value = (Vec<State>, Option<i64>, i64, bool)> {
    (prop::collection::vec(prop::sample::select(State::ALL), 1..8), prop::option::of(-2_000i64..2_000), -2_000i64..2_000, any::<bool>())
}

proptest! {
    /// Whatever states an application went through: contact is open only while a disclosure counts, and only at a stage of its own.
    #[test]
    fn no_contact_without_a_live_disclosure((states, session, hours, by_volunteer) in history()) {
        let (zero, rules) = (at("2026-11-23T00:00:00Z"), Rules::default());
        let now = zero + TimeDelta::hours(hours);
        let sessions: Vec<_> = session.iter().map(|h| (zero + TimeDelta::hours(*h), zero + TimeDelta::hours(h + 2))).collect();
        let (mut before, mut open): (Option<State>, Option<Disclosure>) = (None, None);
        for state in &states {
            match turn(before, *state) {
                Turn::Opens => {
                    let (id, application) = (DisclosureId::derived(0, "d"), ApplicationId::derived(0, "a"));
                    let last = sessions.last().map(|(_, end)| *end);
                    open = Some(Disclosure::open(id, application, AccountId::derived(0, "v"), GroupId::derived(0, "g"), last, &rules, zero));
                }
                Turn::Stays => {}
                Turn::Ends => open = None,
            }
            before = Some(*state);
        }
        let open = open.filter(|_| !by_volunteer);
        let (state, live) = (before.unwrap(), open.is_some_and(|d| d.is_live(now)));
        let stage = Stage::of(state, live, &sessions, now);
        let all = Ticks { phone: true, email: true, needs: true };
        let shown = fields_at(stage, all, true);
        prop_assert_eq!(!shown.is_empty(), live && matches!(state, State::Accepted | State::Completed | State::Absent));
        prop_assert_eq!(shown.contains(&Field::Emergency), stage == Stage::Day);
    }
}
