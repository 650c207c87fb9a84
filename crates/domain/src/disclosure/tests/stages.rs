use super::at;
use crate::application::{Rules, Side, State};
use crate::contact::Ticks;
use crate::disclosure::{Disclosure, Field, Shown, Stage, Turn, fields_at, turn};
use crate::id::{AccountId, ApplicationId, DisclosureId, GroupId};
use chrono::TimeDelta;
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
