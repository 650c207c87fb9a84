use super::*;
use crate::consent::{Consent, Given, Method, Purpose, TextLang};
use crate::id::{ApplicationId, ConsentId, GroupId, OpportunityId, SessionId};
use crate::level::Responsibility;
use crate::opportunity::{self, Kind, Opportunity, OpportunityDetails};
use crate::schedule::{Schedule, Session};
use chrono::TimeDelta;
use chrono_tz::Asia::Tokyo;
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn circumstances(now: &str) -> Circumstances {
    Circumstances { rules: Rules::default(), tz: Tokyo, now: at(now) }
}

fn account(name: &str) -> AccountId {
    AccountId::derived(0, name)
}

fn session(from: &str, to: &str) -> Session {
    Session { id: SessionId::derived(0, from), starts_at: at(from), ends_at: at(to), seats: None, seats_taken: 0, cancelled: false }
}

fn listing(themes: &[&str], responsibility: Responsibility, sessions: Vec<Session>) -> Opportunity {
    let details = OpportunityDetails {
        themes: themes.iter().map(|t| (*t).to_owned()).collect(),
        responsibility,
        ..OpportunityDetails::new(Kind::Activity, "雪かき", Schedule { sessions, ..Schedule::default() })
    };
    Opportunity {
        id: OpportunityId::derived(0, "listing"),
        version: 1,
        group: GroupId::derived(0, "group"),
        details,
        state: opportunity::State::Published,
        source: None,
        created_at: at("2026-11-01T00:00:00Z"),
        updated_at: at("2026-11-01T00:00:00Z"),
        published_at: None,
    }
}

/// An afternoon in Sapporo.
fn day() -> Session {
    session("2026-12-05T13:00:00+09:00", "2026-12-05T16:00:00+09:00")
}

fn needed(age: u8, opportunity: &Opportunity) -> ConsentDemand {
    demand(age, &Rules::default(), opportunity, &[], Tokyo)
}

#[test]
fn age_and_what_is_to_be_done_say_whose_word_is_needed() {
    use ConsentDemand as D;
    let plain = listing(&["environment"], Responsibility::Help, vec![day()]);
    let own = listing(&["environment"], Responsibility::Own, vec![day()]);
    let snow = listing(&["culture", "snow"], Responsibility::Observe, vec![day()]);
    let lead = listing(&["environment"], Responsibility::Lead, vec![day()]);
    let undated = listing(&["environment"], Responsibility::Help, vec![]);
    for (age, everyday, heavy) in [
        (0, D::GuardianOnly, D::GuardianOnly),
        (12, D::GuardianOnly, D::GuardianOnly),
        (13, D::EachTime, D::EachTime),
        (15, D::EachTime, D::EachTime),
        (16, D::Yearly, D::EachTime),
        (17, D::Yearly, D::EachTime),
        (18, D::None, D::None),
        (99, D::None, D::None),
    ] {
        for (name, opportunity) in [("plain", &plain), ("own", &own), ("undated", &undated)] {
            assert_eq!(needed(age, opportunity), everyday, "{age} {name}");
        }
        for (name, opportunity) in [("snow", &snow), ("lead", &lead)] {
            assert_eq!(needed(age, opportunity), heavy, "{age} {name}");
        }
    }
}

#[test]
fn night_begins_at_nine_and_ends_at_six_by_the_city_s_clocks() {
    for (from, to, night) in [
        ("2026-12-05T06:00:00+09:00", "2026-12-05T21:00:00+09:00", false),
        ("2026-12-05T18:00:00+09:00", "2026-12-05T21:00:01+09:00", true),
        ("2026-12-05T20:00:00+09:00", "2026-12-05T22:00:00+09:00", true),
        ("2026-12-05T05:59:59+09:00", "2026-12-05T09:00:00+09:00", true),
        ("2026-12-05T20:00:00+09:00", "2026-12-06T00:00:00+09:00", true),
        ("2026-12-05T20:00:00+09:00", "2026-12-06T10:00:00+09:00", true),
        // In London it would be the middle of the night.
        ("2026-12-05T02:00:00Z", "2026-12-05T05:00:00Z", false),
    ] {
        let opportunity = listing(&[], Responsibility::Help, vec![session(from, to)]);
        let expected = if night { ConsentDemand::EachTime } else { ConsentDemand::Yearly };
        assert_eq!(needed(17, &opportunity), expected, "{from} {to}");
    }
}

#[test]
fn only_the_sessions_that_are_asked_for_count() {
    let (day, night) = (day(), session("2026-12-05T19:00:00+09:00", "2026-12-05T22:00:00+09:00"));
    let both = listing(&[], Responsibility::Help, vec![day.clone(), night.clone()]);
    let of = |ids: &[SessionId], opportunity: &Opportunity| demand(16, &Rules::default(), opportunity, ids, Tokyo);
    assert_eq!(of(&[day.id], &both), ConsentDemand::Yearly);
    assert_eq!(of(&[night.id], &both), ConsentDemand::EachTime);
    assert_eq!(of(&[], &both), ConsentDemand::EachTime);
    let off = listing(&[], Responsibility::Help, vec![day, Session { cancelled: true, ..night }]);
    assert_eq!(of(&[], &off), ConsentDemand::Yearly, "what is called off keeps nobody up");
}

#[test]
fn the_ages_are_the_city_s_to_set() {
    let rules = Rules { own_account_age: 10, consent_each_age: 12, consent_age: 20, ..Rules::default() };
    let opportunity = listing(&[], Responsibility::Help, vec![day()]);
    let of = |age| demand(age, &rules, &opportunity, &[], Tokyo);
    assert_eq!([9, 10, 11, 12, 19, 20].map(of).map(ConsentDemand::code), ["guardian_only", "each_time", "each_time", "yearly", "yearly", "none"]);
}

fn consent(purpose: Purpose, application: Option<ApplicationId>, now: &str) -> Consent {
    let given = Given { purpose, application, text_version: 1, lang: TextLang::Ja, method: Method::Account };
    Consent::give(ConsentId::derived(0, now), account("child"), Some(account("mother")), None, given, at(now), Tokyo)
}

#[test]
fn a_word_for_the_year_must_reach_the_last_session_and_one_for_another_application_does_not_count() {
    use ConsentDemand as D;
    let (this, other) = (ApplicationId::derived(0, "this"), ApplicationId::derived(0, "other"));
    let year = [consent(Purpose::GuardianYear, None, "2026-11-29T00:00:00Z")];
    let one = [consent(Purpose::GuardianApplication, Some(this), "2026-11-29T00:00:00Z")];
    let another = [consent(Purpose::GuardianApplication, Some(other), "2026-11-29T00:00:00Z")];
    let contact = [consent(Purpose::ShareContact, None, "2026-11-29T00:00:00Z")];
    let now = at("2026-12-01T00:00:00Z");
    let (march, april) = (at("2027-03-31T23:00:00+09:00"), at("2027-04-01T10:00:00+09:00"));
    let midnight = at("2027-04-01T00:00:00+09:00");
    for (name, consents, demand, until, expected) in [
        ("nothing needed", &[][..], D::None, None, true),
        ("nothing there", &[], D::Yearly, Some(march), false),
        ("nothing there", &[], D::EachTime, Some(march), false),
        ("the year", &year, D::Yearly, Some(march), true),
        ("the year to its very end", &year, D::Yearly, Some(midnight), true),
        ("beyond the year", &year, D::Yearly, Some(april), false),
        ("no date to reach", &year, D::Yearly, None, false),
        ("the year is not enough", &year, D::EachTime, Some(march), false),
        ("the year is not enough", &year, D::GuardianOnly, Some(march), false),
        ("this one", &one, D::Yearly, Some(april), true),
        ("this one", &one, D::Yearly, None, true),
        ("this one", &one, D::EachTime, None, true),
        ("this one", &one, D::GuardianOnly, Some(april), true),
        ("another one", &another, D::EachTime, Some(march), false),
        ("another one", &another, D::Yearly, Some(march), false),
        ("something else", &contact, D::Yearly, Some(march), false),
    ] {
        assert_eq!(covers(consents, demand, this, until, now), expected, "{name} {demand:?} {until:?}");
    }
    let over = at("2027-04-01T00:00:00+09:00");
    assert!(!covers(&year, D::Yearly, this, Some(march), over), "a school year that is over");
    let back = [Consent { withdrawn_at: Some(now), ..one[0].clone() }];
    assert!(!covers(&back, D::EachTime, this, None, now));
    let gone = [Consent { giver: None, ..one[0].clone() }];
    assert!(!covers(&gone, D::EachTime, this, None, now), "whoever said it with an account stands by it no more");
    let paper = [Consent { giver: None, method: Method::Paper, ..one[0].clone() }];
    assert!(covers(&paper, D::EachTime, this, None, now), "a paper was signed by somebody without an account");
}

fn tie() -> Guardianship {
    Guardianship::claim(GuardianshipId::derived(0, "tie"), account("child"), account("mother"), Relation::Parent, at("2026-11-29T00:00:00Z")).unwrap()
}

#[test]
fn a_tie_is_claimed_confirmed_and_counts_until_the_birthday() {
    let now = circumstances("2026-11-29T00:00:00Z");
    let pending = tie();
    assert!(!pending.counts(now.now), "nothing follows from what was only claimed");
    let live = pending.confirm(Proof::InPerson, account("desk"), Some(date("2009-01-31")), &now).unwrap();
    assert_eq!((live.state, live.until, live.confirmed_by), (State::Live, Some(at("2027-01-31T00:00:00+09:00")), Some(account("desk"))));
    let (before, birthday) = (at("2027-01-30T23:59:59+09:00"), at("2027-01-31T00:00:00+09:00"));
    assert_eq!((live.counts(before), live.state_at(before)), (true, State::Live));
    assert_eq!((live.counts(birthday), live.state_at(birthday)), (false, State::Ended));
    assert_eq!(live.confirm(Proof::School, account("desk"), Some(date("2009-01-31")), &now), Err(Refused::NotPending));
    let leap = tie().confirm(Proof::InPerson, account("desk"), Some(date("2012-02-29")), &now).unwrap();
    assert_eq!(leap.until, Some(at("2030-03-01T00:00:00+09:00")));
}

#[test]
fn nobody_confirms_a_tie_of_their_own_or_of_somebody_of_age() {
    let now = circumstances("2026-11-29T00:00:00Z");
    let confirm = |by, born| tie().confirm(Proof::InPerson, account(by), born, &now);
    assert_eq!(confirm("mother", Some(date("2012-01-31"))), Err(Refused::OwnWord));
    assert_eq!(confirm("child", Some(date("2012-01-31"))), Err(Refused::OwnWord));
    assert_eq!(confirm("desk", None), Err(Refused::WardAgeUnknown));
    assert_eq!(confirm("desk", Some(date("2030-01-31"))), Err(Refused::WardAgeUnknown));
    assert_eq!(confirm("desk", Some(date("2008-11-29"))), Err(Refused::OfAge), "eighteen today");
    assert!(confirm("desk", Some(date("2008-11-30"))).is_ok(), "eighteen tomorrow");
    assert_eq!(Guardianship::claim(tie().id, account("child"), account("child"), Relation::Other, now.now), Err(Refused::Oneself));
}

#[test]
fn a_minor_does_not_send_a_guardian_away_alone() {
    let now = circumstances("2026-11-29T00:00:00Z");
    let live = tie().confirm(Proof::InPerson, account("desk"), Some(date("2012-01-31")), &now).unwrap();
    assert_eq!(live.end(account("child"), now.now), Err(Refused::WardAlone));
    for by in ["mother", "desk"] {
        let ended = live.end(account(by), now.now).unwrap();
        assert_eq!((ended.state, ended.ended_at, ended.counts(now.now)), (State::Ended, Some(now.now), false));
        assert_eq!(ended.end(account(by), now.now), Err(Refused::Over));
    }
    assert!(tie().end(account("child"), now.now).is_ok(), "what nobody has confirmed is the child's to refuse");
    assert!(live.end(account("child"), at("2030-01-31T00:00:00+09:00")).is_ok(), "of age");
}

#[test]
fn guardians_are_of_age_and_wards_are_not() {
    let rules = Rules::default();
    let guard = [(Some(18), false), (Some(45), false), (None, true), (Some(17), true), (Some(17), false), (None, false)]
        .map(|(age, says)| may_guard(age, says, &rules));
    let young = Err(Refused::TooYoung);
    assert_eq!(guard, [Ok(()), Ok(()), Ok(()), young, young, Err(Refused::GuardianAgeUnknown)]);
    assert_eq!([Some(0), Some(17)].map(|age| may_be_ward(age, &rules)), [Ok(()); 2]);
    assert_eq!([Some(18), None].map(|age| may_be_ward(age, &rules)), [Err(Refused::OfAge), Err(Refused::WardAgeUnknown)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    /// Growing up never asks for more, and what was enough stays enough: time alone takes no place from anybody but by the end of a school year.
    #[test]
    fn time_alone_never_makes_a_word_too_small(
        age in 0u8..25, lead in any::<bool>(), snow in any::<bool>(), begins in 0i64..24, hours in 1i64..10, year in any::<bool>(), one in any::<bool>(), days in 0i64..400,
    ) {
        let starts_at = at("2026-12-05T00:00:00+09:00") + TimeDelta::days(days) + TimeDelta::hours(begins);
        let session = Session { starts_at, ends_at: starts_at + TimeDelta::hours(hours), ..day() };
        let (until, this) = (session.ends_at, ApplicationId::derived(0, "this"));
        let opportunity = listing(if snow { &["snow"] } else { &[] }, if lead { Responsibility::Lead } else { Responsibility::Help }, vec![session]);
        let mut consents = vec![];
        consents.extend(year.then(|| consent(Purpose::GuardianYear, None, "2026-11-29T00:00:00Z")));
        consents.extend(one.then(|| consent(Purpose::GuardianApplication, Some(this), "2026-11-29T00:00:00Z")));
        let enough = |age, now| covers(&consents, demand(age, &Rules::default(), &opportunity, &[], Tokyo), this, Some(until), now);
        let now = at("2026-12-01T00:00:00Z");
        if enough(age, now) {
            prop_assert!(enough(age + 1, now));
            let last = until - TimeDelta::microseconds(1);
            prop_assert!(enough(age, last), "as long as it has not ended, it is enough");
        }
        prop_assert!(one || year || enough(age, now) == (age >= 18));
        prop_assert!(!one || enough(age, now), "a word for this very application is always enough");
        prop_assert!(demand(age + 1, &Rules::default(), &opportunity, &[], Tokyo) as u8 <= demand(age, &Rules::default(), &opportunity, &[], Tokyo) as u8);
    }
}
