//! The ledger of consent: what is written stays.

use crate::backends::{Backend, in_every_place, on_every_backend};
use crate::guardian::{aged, born, calendar};
use crate::people::{at, plain_group, session};
use crate::persons::standing_account;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Origin, State};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::id::{ApplicationId, ConsentId, OpportunityId, SessionId};
use enmusubi_domain::opportunity::{self, Kind, Opportunity, OpportunityDetails};
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_persistence::Store;

/// The present moment, as the databases keep it.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// A published listing that anybody may join, in the afternoon of days so far from today. One seat is taken already.
pub fn listing(store: &Store, name: &str, themes: &[&str], days: &[i64]) -> Opportunity {
    let group = plain_group(&format!("{name} group"));
    let noon =
        Utc::now().with_timezone(&calendar().tz).date_naive().and_hms_opt(13, 0, 0).unwrap().and_local_timezone(calendar().tz).unwrap().with_timezone(&Utc);
    let session = |n: &i64| {
        let starts_at = noon + TimeDelta::days(*n);
        Session {
            id: SessionId::new(),
            starts_at,
            ends_at: starts_at + TimeDelta::hours(2),
            seats: Some(5),
            seats_taken: 1,
            ..session(name, "2026-12-05T04:00:00Z")
        }
    };
    let schedule = if days.is_empty() {
        Schedule { day_parts: [enmusubi_domain::day::DayPart::parse("sat_morning").unwrap()].into_iter().collect(), ..Schedule::default() }
    } else {
        Schedule { sessions: days.iter().map(session).collect(), ..Schedule::default() }
    };
    let seats_taken = u32::from(days.is_empty());
    let details =
        OpportunityDetails { seats_taken, themes: themes.iter().map(|t| (*t).to_owned()).collect(), ..OpportunityDetails::new(Kind::Activity, name, schedule) };
    let listing = Opportunity {
        id: OpportunityId::new(),
        version: 1,
        group: group.id,
        details,
        state: opportunity::State::Published,
        source: None,
        created_at: now(),
        updated_at: now(),
        published_at: Some(now()),
    };
    store.write(|tx| tx.put_group(&group).and(tx.put_opportunity(&listing))).unwrap();
    listing
}

/// Somebody's application for all of a listing, in a state.
pub fn application(store: &Store, who: &Account, listing: &Opportunity, state: State) -> Application {
    let seated = state == State::Accepted;
    let application = Application {
        id: ApplicationId::new(),
        version: 1,
        opportunity: listing.id,
        group: listing.group,
        volunteer: Some(who.id),
        origin: Origin::Volunteer,
        begun_by: None,
        source: ConnectionSource::Match,
        sessions: listing.details.schedule.sessions.iter().map(|s| s.id).collect(),
        party: 1,
        message: None,
        newcomer: true,
        said_of_age: false,
        state,
        seated,
        answer_by: None,
        ended_by: None,
        reason: None,
        reason_text: None,
        created_at: now(),
        updated_at: now(),
        applied_at: Some(now()),
        answered_at: None,
        waiting_since: None,
        accepted_at: seated.then(now),
        ended_at: None,
    };
    store.write(|tx| tx.insert_application(&application)).unwrap();
    application
}

/// What a guardian agrees to, with an account.
pub fn word(subject: &Account, giver: &Account, purpose: Purpose, of: Option<&Application>) -> Consent {
    let given = Given { purpose, application: of.map(|a| a.id), text_version: 1, lang: TextLang::Ja, method: Method::Account };
    let given = Consent::give(ConsentId::new(), subject.id, Some(giver.id), None, given, now(), calendar().tz);
    // Whatever the day on which this story is told, the school year lasts a while.
    Consent { expires_at: given.expires_at.map(|_| now() + TimeDelta::days(60)), ..given }
}

/// Writes a line into the ledger.
pub fn write(store: &Store, consent: &Consent) {
    store.write(|tx| tx.insert_consent(consent)).unwrap();
}

#[test]
fn a_line_comes_back_as_it_was_written() {
    on_every_backend(|store| {
        let (child, mother, desk) = (standing_account(store, "child"), standing_account(store, "mother"), standing_account(store, "desk"));
        let mut all = vec![];
        for (n, purpose) in Purpose::ALL.iter().copied().enumerate() {
            let consent = Consent {
                id: ConsentId::new(),
                subject: child.id,
                giver: (n != 1).then_some(mother.id),
                recorded_by: (n % 2 == 1).then_some(desk.id),
                purpose,
                application: (purpose == Purpose::GuardianApplication).then(ApplicationId::new),
                text_version: [1, 2, u16::MAX, 7][n % 4],
                lang: TextLang::ALL[n % TextLang::ALL.len()],
                method: Method::ALL[n % Method::ALL.len()],
                given_at: at("2026-11-29T01:02:03.456789Z"),
                expires_at: (purpose == Purpose::GuardianYear).then(|| at("2027-03-31T15:00:00Z")),
                withdrawn_at: (n == 2).then(|| at("2026-11-30T00:00:00.000001Z")),
            };
            write(store, &consent);
            assert_eq!(store.read(|tx| tx.consent(consent.id)), Ok(Some(consent.clone())));
            all.push(consent);
        }
        let of = |who: &Account| store.read(|tx| tx.consents_of(who.id)).unwrap();
        assert_eq!((of(&child), of(&desk)), (all.clone(), vec![]));
        assert_eq!(of(&mother).len(), 3, "what somebody gave is theirs to see");
        assert_eq!(store.read(|tx| tx.consents_about(mother.id)), Ok(vec![]));
        let first = store.read(|tx| tx.consents_page(child.id, None, 3)).unwrap();
        let rest = store.read(|tx| tx.consents_page(child.id, Some(first[2].id), 3)).unwrap();
        assert_eq!([first, rest].concat(), all);
    });
}

#[test]
fn the_ledger_only_grows() {
    in_every_place(|place| {
        let store = place.store();
        let (child, mother) = (standing_account(&store, "child"), standing_account(&store, "mother"));
        let other = standing_account(&store, "other");
        let consent = word(&child, &mother, Purpose::GuardianYear, None);
        write(&store, &consent);
        let mut raw = place.raw();
        let sqlite = place.backend == Backend::Sqlite;
        let id = |id: uuid::Uuid| if sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'") };
        let time = |text: &str| if sqlite { "1".to_owned() } else { format!("'{text}'") };
        let mut tampering: Vec<String> = vec![
            "purpose = 'share_contact'".into(),
            "text_version = 2".into(),
            "lang = 'en'".into(),
            "method = 'paper'".into(),
            "giver_id = NULL".into(),
            "expires_at = NULL".into(),
        ];
        tampering.push(format!("id = {}", id(ConsentId::new().0)));
        tampering.push(format!("subject_id = {}", id(other.id.0)));
        tampering.push(format!("giver_id = {}", id(other.id.0)));
        tampering.push(format!("recorded_by = {}", id(other.id.0)));
        tampering.push(format!("application_id = {}", id(ApplicationId::new().0)));
        tampering.extend(["given_at", "expires_at"].map(|column| format!("{column} = {}", time("2099-01-01"))));
        for change in &tampering {
            let refused = raw.try_run(&format!("UPDATE consent SET {change}")).unwrap_err().to_string();
            assert!(refused.contains("the ledger of consent only grows") || refused.contains("consent_for_a_year"), "{change}: {refused}");
        }
        assert_eq!(store.read(|tx| tx.consent(consent.id)), Ok(Some(consent.clone())));
        let back = consent.given_at + TimeDelta::days(1);
        assert_eq!(store.write(|tx| tx.withdraw_consent(consent.id, back)), Ok(true));
        assert_eq!(store.write(|tx| tx.withdraw_consent(consent.id, back + TimeDelta::days(1))), Ok(false));
        for again in ["withdrawn_at = NULL".to_owned(), format!("withdrawn_at = {}", time("2099-01-01"))] {
            assert!(raw.try_run(&format!("UPDATE consent SET {again}")).is_err(), "what was taken back stays so: {again}");
        }
        assert_eq!(store.read(|tx| tx.consent(consent.id)), Ok(Some(Consent { withdrawn_at: Some(back), ..consent.clone() })));
        if place.backend == Backend::Sqlite {
            let replaced = raw.try_run("INSERT OR REPLACE INTO consent SELECT id, subject_id, giver_id, recorded_by, 'share_contact', application_id, text_version, lang, method, given_at, expires_at, NULL FROM consent");
            assert!(replaced.is_err());
        }
        raw.run("DELETE FROM consent");
        assert_eq!(store.read(|tx| tx.consent(consent.id)), Ok(None));
    });
}

#[test]
fn it_goes_with_whom_it_is_about_and_forgets_the_name_of_whoever_left() {
    on_every_backend(|store| {
        let (child, mother, desk) = (born(store, "child", aged(16)), standing_account(store, "mother"), standing_account(store, "desk"));
        let (said, paper) = (word(&child, &mother, Purpose::GuardianYear, None), word(&child, &mother, Purpose::GuardianYear, None));
        let paper = Consent { method: Method::Paper, recorded_by: Some(desk.id), giver: None, ..paper };
        write(store, &said);
        write(store, &paper);
        store.write(|tx| tx.delete_account(mother.id)).unwrap();
        store.write(|tx| tx.delete_account(desk.id)).unwrap();
        let kept = store.read(|tx| tx.consents_about(child.id)).unwrap();
        assert_eq!(kept, [Consent { giver: None, ..said }, Consent { recorded_by: None, ..paper }]);
        assert_eq!(kept.iter().map(|c| c.is_live(now())).collect::<Vec<_>>(), [false, true], "a paper stands, a word with an account does not");
        store.write(|tx| tx.delete_account(child.id)).unwrap();
        assert_eq!(store.read(|tx| tx.consents_about(child.id)), Ok(vec![]));
    });
}
