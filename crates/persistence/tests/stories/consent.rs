//! The ledger of consent: what is written stays, and what needs a guardian's word falls when that is gone.

use crate::backends::{Backend, in_every_place, on_every_backend};
use crate::guardian::{aged, born, calendar, circumstances, keep_birth_date, tied};
use crate::people::{at, plain_group, session};
use crate::persons::{at_once, standing_account};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, DeclineReason, Origin, State};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::id::{ApplicationId, ConsentId, OpportunityId, SessionId};
use enmusubi_domain::matching;
use enmusubi_domain::opportunity::{self, Kind, Opportunity, OpportunityDetails};
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_persistence::{Store, StoreError};

/// The present moment, as the databases keep it.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// A published listing that anybody may join, in the afternoon of days so far from today. One seat is taken already.
pub fn listing(store: &Store, name: &str, themes: &[&str], days: &[i64]) -> Opportunity {
    let group = plain_group(&format!("{name} group"));
    let noon = Utc::now().with_timezone(&calendar().tz).date_naive().and_hms_opt(13, 0, 0).unwrap().and_local_timezone(calendar().tz).unwrap().with_timezone(&Utc);
    let session = |n: &i64| {
        let starts_at = noon + TimeDelta::days(*n);
        Session { id: SessionId::new(), starts_at, ends_at: starts_at + TimeDelta::hours(2), seats: Some(5), seats_taken: 1, ..session(name, "2026-12-05T04:00:00Z") }
    };
    let schedule = if days.is_empty() {
        Schedule { day_parts: [enmusubi_domain::day::DayPart::parse("sat_morning").unwrap()].into_iter().collect(), ..Schedule::default() }
    } else {
        Schedule { sessions: days.iter().map(session).collect(), ..Schedule::default() }
    };
    let seats_taken = u32::from(days.is_empty());
    let details = OpportunityDetails { seats_taken, themes: themes.iter().map(|t| (*t).to_owned()).collect(), ..OpportunityDetails::new(Kind::Activity, name, schedule) };
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
    Consent::give(ConsentId::new(), subject.id, Some(giver.id), None, given, now(), calendar().tz)
}

fn write(store: &Store, consent: &Consent) {
    store.write(|tx| tx.insert_consent(consent)).unwrap();
}

fn state_of(store: &Store, a: &Application) -> State {
    store.read(|tx| tx.application(a.id)).unwrap().unwrap().state
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

#[test]
fn age_what_is_to_be_done_and_what_was_said_decide_together() {
    on_every_backend(|store| {
        let mother = standing_account(store, "mother");
        let (plain, snow, undated) = (listing(store, "plain", &["environment"], &[3, 5]), listing(store, "snow", &["snow"], &[3]), listing(store, "undated", &[], &[]));
        let nothing: &[Purpose] = &[];
        for (n, (years, of, consents, expected)) in [
            (12, &plain, nothing, false),
            (12, &plain, &[Purpose::GuardianYear], false),
            (12, &plain, &[Purpose::GuardianApplication], true),
            (15, &plain, nothing, false),
            (15, &plain, &[Purpose::GuardianYear], false),
            (15, &plain, &[Purpose::GuardianApplication], true),
            (16, &plain, nothing, false),
            (16, &plain, &[Purpose::GuardianYear], true),
            (16, &plain, &[Purpose::GuardianApplication], true),
            (17, &snow, &[Purpose::GuardianYear], false),
            (17, &snow, &[Purpose::GuardianYear, Purpose::GuardianApplication], true),
            (17, &undated, &[Purpose::GuardianYear], false),
            (17, &undated, &[Purpose::GuardianApplication], true),
            (17, &plain, &[Purpose::ShareContact], false),
            (18, &plain, nothing, true),
            (80, &snow, nothing, true),
        ]
        .into_iter()
        .enumerate()
        {
            let child = born(store, &format!("child{n}"), aged(years));
            let a = application(store, &child, of, State::Applied);
            for purpose in consents {
                write(store, &word(&child, &mother, *purpose, (*purpose == Purpose::GuardianApplication).then_some(&a)));
            }
            let until = of.details.schedule.sessions.iter().map(|s| s.ends_at).max();
            let live = store.read(|tx| tx.consent_is_live(&a, of, until, &circumstances(now())));
            assert_eq!(live, Ok(expected), "{years} {} {consents:?}", of.details.title);
        }
        let unknown = standing_account(store, "unknown");
        let a = application(store, &unknown, &plain, State::Applied);
        let live = |a: &Application| store.read(|tx| tx.consent_is_live(a, &plain, None, &circumstances(now()))).unwrap();
        assert_eq!([false, true].map(|said_of_age| live(&Application { said_of_age, ..a.clone() })), [false, true]);
        assert!(!live(&Application { volunteer: None, said_of_age: true, ..a }), "nobody agreed for somebody who has left");
    });
}

#[test]
fn what_has_a_seat_ahead_and_lacks_a_word_is_found() {
    on_every_backend(|store| {
        let mother = standing_account(store, "mother");
        let (ahead, over, mixed) = (listing(store, "ahead", &[], &[3]), listing(store, "over", &[], &[-3]), listing(store, "mixed", &[], &[-3, 3]));
        let undated = listing(store, "undated", &[], &[]);
        let (child, teen, adult) = (born(store, "child", aged(14)), born(store, "teen", aged(17)), born(store, "adult", aged(18)));
        let (unknown, said) = (standing_account(store, "unknown"), standing_account(store, "said"));
        let lacking: Vec<ApplicationId> = [&ahead, &mixed, &undated].iter().map(|of| application(store, &child, of, State::Accepted).id).collect();
        application(store, &child, &over, State::Accepted);
        application(store, &teen, &ahead, State::Applied);
        application(store, &adult, &ahead, State::Accepted);
        let nobody_knows = application(store, &unknown, &ahead, State::Accepted);
        let of_age = application(store, &said, &ahead, State::Accepted);
        store.write(|tx| tx.put_application(&Application { said_of_age: true, ..of_age.clone() })).unwrap();
        let covered = application(store, &teen, &mixed, State::Accepted);
        write(store, &word(&teen, &mother, Purpose::GuardianApplication, Some(&covered)));
        let offered = application(store, &teen, &undated, State::Waitlisted);
        let found = |who: Option<&Account>| store.read(|tx| tx.accepted_without_consent(who.map(|w| w.id), &circumstances(now()))).unwrap();
        let mut expected = [&lacking[..], &[nobody_knows.id]].concat();
        expected.sort_unstable();
        assert_eq!(found(None), expected);
        assert_eq!((found(Some(&child)), found(Some(&adult)), found(Some(&teen))), (lacking.clone(), vec![], vec![]));
        store.write(|tx| tx.put_application(&Application { seated: true, ..offered.clone() })).unwrap();
        assert_eq!(found(Some(&teen)), [offered.id], "an offered seat counts as one");
    });
}

#[test]
fn what_lacks_a_word_lapses_and_gives_its_seats_back() {
    on_every_backend(|store| {
        let (child, mother, father) = (born(store, "child", aged(16)), standing_account(store, "mother"), standing_account(store, "father"));
        let (one, two) = (tied(store, &child, &mother), tied(store, &child, &father));
        let of = listing(store, "plain", &["environment"], &[3]);
        let session = of.details.schedule.sessions[0].clone();
        let taken = |taken: u32| store.read(|tx| tx.opportunity(of.id)).unwrap().unwrap().details.schedule.sessions[0].seats_taken == taken;
        let a = application(store, &child, &of, State::Applied);
        let (hers, his) = (word(&child, &mother, Purpose::GuardianYear, None), word(&child, &father, Purpose::GuardianYear, None));
        write(store, &hers);
        write(store, &his);
        store.write_by_locks(|tx| tx.accept_application(a.id, None, &circumstances(now()))).unwrap_or_else(|e: enmusubi_persistence::StepError| panic!("{e:?}"));
        assert!(taken(2), "{session:?}");
        let settle = |act: &dyn Fn(&mut enmusubi_persistence::Tx<'_>) -> Result<Vec<ApplicationId>, StoreError>| {
            store.write_by_locks(|tx| {
                tx.lock_for_consents(child.id)?;
                act(tx)
            })
        };
        let ended = one.end(mother.id, now()).unwrap();
        assert_eq!(settle(&|tx| tx.end_guardianship(&ended, &circumstances(now()))), Ok(vec![]), "the other guardian's word stands");
        let back = store.read(|tx| tx.consent(hers.id)).unwrap().unwrap();
        assert!(back.withdrawn_at.is_some(), "whoever is no guardian any more has said nothing");
        assert_eq!((state_of(store, &a), taken(2)), (State::Accepted, true));
        let ended = two.end(father.id, now()).unwrap();
        assert_eq!(settle(&|tx| tx.end_guardianship(&ended, &circumstances(now()))), Ok(vec![a.id]));
        let lapsed = store.read(|tx| tx.application(a.id)).unwrap().unwrap();
        assert_eq!((lapsed.state, lapsed.reason, taken(1)), (State::Withdrawn, Some(DeclineReason::Age), true));
        assert_eq!(settle(&|tx| tx.settle_consents(child.id, &circumstances(now()))), Ok(vec![]), "once");
    });
}

#[test]
fn a_guardian_who_leaves_takes_their_word_along() {
    on_every_backend(|store| {
        let (child, mother) = (born(store, "child", aged(15)), standing_account(store, "mother"));
        tied(store, &child, &mother);
        let of = listing(store, "plain", &[], &[3]);
        let a = application(store, &child, &of, State::Accepted);
        store.write(|tx| tx.agree_by_applying(ConsentId::new(), mother.id, &a, TextLang::Easy, &circumstances(now()))).unwrap();
        let said = store.read(|tx| tx.consents_about(child.id)).unwrap();
        assert_eq!((said.len(), said[0].purpose, said[0].application, said[0].lang), (1, Purpose::GuardianApplication, Some(a.id), TextLang::Easy));
        assert_eq!(store.read(|tx| tx.accepted_without_consent(None, &circumstances(now()))), Ok(vec![]));
        let left = store.write_by_locks(|tx| {
            tx.end_guardianships_of(mother.id, &circumstances(now()))?;
            tx.delete_account(mother.id)
        });
        left.unwrap();
        assert_eq!(state_of(store, &a), State::Withdrawn);
        assert!(store.read(|tx| tx.consents_about(child.id)).unwrap()[0].withdrawn_at.is_some());
        assert_eq!(store.read(|tx| tx.guardianships_of(child.id)), Ok(vec![]));
    });
}

#[test]
fn a_listing_that_weighs_more_than_was_agreed_to_asks_again() {
    on_every_backend(|store| {
        let (child, mother) = (born(store, "child", aged(16)), standing_account(store, "mother"));
        let mut of = listing(store, "plain", &["environment"], &[3]);
        let a = application(store, &child, &of, State::Accepted);
        write(store, &word(&child, &mother, Purpose::GuardianYear, None));
        let settle = || store.write_by_locks(|tx| tx.lock_opportunity(of.id).and_then(|()| tx.settle_consents_for(of.id, &circumstances(now()))));
        assert_eq!(settle(), Ok(vec![]));
        of.details.themes.push("snow".into());
        store.write(|tx| tx.put_opportunity(&of)).unwrap();
        let settle = || store.write_by_locks(|tx| tx.lock_opportunity(of.id).and_then(|()| tx.settle_consents_for(of.id, &circumstances(now()))));
        assert_eq!(settle(), Ok(vec![a.id]));
        assert_eq!(state_of(store, &a), State::Withdrawn);
    });
}

#[test]
fn whoever_is_of_age_keeps_their_places_without_a_birth_date() {
    on_every_backend(|store| {
        let adult = born(store, "adult", aged(40));
        let of = listing(store, "plain", &[], &[3]);
        let (a, past) = (application(store, &adult, &of, State::Accepted), application(store, &adult, &listing(store, "old", &[], &[-9]), State::Completed));
        store.write(|tx| tx.note_of_age(adult.id)).unwrap();
        keep_birth_date(store, &adult, None);
        assert_eq!(store.read(|tx| tx.accepted_without_consent(Some(adult.id), &circumstances(now()))), Ok(vec![]));
        let said = |a: &Application| store.read(|tx| tx.application(a.id)).unwrap().unwrap().said_of_age;
        assert_eq!((said(&a), said(&past)), (true, false), "what is over is left as it was");
    });
}

#[test]
fn matching_knows_a_word_for_the_year_and_no_other() {
    on_every_backend(|store| {
        let mother = standing_account(store, "mother");
        let known = |who: &Account| store.read(|tx| tx.wish_consent(who.id, &circumstances(now()))).unwrap();
        for (years, expected) in [(15, matching::Consent::CanBeAsked), (16, matching::Consent::OnFile), (17, matching::Consent::OnFile), (18, matching::Consent::CanBeAsked)] {
            let child = born(store, &format!("child{years}"), aged(years));
            assert_eq!(known(&child), matching::Consent::CanBeAsked);
            let consent = word(&child, &mother, Purpose::GuardianYear, None);
            write(store, &consent);
            assert_eq!(known(&child), expected, "{years}");
            store.write(|tx| tx.withdraw_consent(consent.id, now())).unwrap();
            assert_eq!(known(&child), matching::Consent::CanBeAsked);
        }
        assert_eq!(known(&standing_account(store, "nobody")), matching::Consent::CanBeAsked);
    });
}

#[test]
fn what_is_over_is_forgotten_and_what_still_carries_something_is_not() {
    on_every_backend(|store| {
        let (child, mother) = (born(store, "child", aged(16)), standing_account(store, "mother"));
        let (tie, of) = (tied(store, &child, &mother), listing(store, "plain", &[], &[3]));
        let (a, done) = (application(store, &child, &of, State::Accepted), application(store, &child, &listing(store, "old", &[], &[-9]), State::Completed));
        let (year, one, old) = (word(&child, &mother, Purpose::GuardianYear, None), word(&child, &mother, Purpose::GuardianApplication, Some(&a)), word(&child, &mother, Purpose::GuardianApplication, Some(&done)));
        let (gone, back) = (word(&child, &mother, Purpose::GuardianApplication, None), word(&child, &mother, Purpose::ShareContact, None));
        let gone = Consent { application: Some(ApplicationId::new()), ..gone };
        [&year, &one, &old, &gone, &back].into_iter().for_each(|c| write(store, c));
        store.write(|tx| tx.withdraw_consent(back.id, now())).unwrap();
        store.write(|tx| tx.insert_guardian_code(child.id, &[7; 32])).unwrap();
        let forget = |before: DateTime<Utc>| store.write(|tx| tx.forget_consents_before(before));
        assert_eq!(forget(now() - TimeDelta::days(1)), Ok(0));
        let left = |names: &[&Consent]| assert_eq!(store.read(|tx| tx.consents_about(child.id)).unwrap().iter().map(|c| c.id).collect::<Vec<_>>(), names.iter().map(|c| c.id).collect::<Vec<_>>());
        assert_eq!(forget(now() + TimeDelta::days(1)), Ok(3), "taken back, for something that is over, for something forgotten");
        left(&[&year, &one]);
        assert_eq!(forget(now() + TimeDelta::days(8)), Ok(1), "the code");
        assert_eq!(forget(year.expires_at.unwrap() + TimeDelta::days(1)), Ok(1), "the school year");
        left(&[&one]);
        assert_eq!(store.read(|tx| tx.guardianship(tie.id)).unwrap().map(|t| t.id), Some(tie.id));
        assert_eq!(forget(tie.until.unwrap() + TimeDelta::days(1)), Ok(1), "the tie, long after the birthday");
        left(&[&one]);
    });
}

#[test]
fn a_word_that_is_taken_back_while_a_place_is_given_leaves_no_place_without_a_word() {
    on_every_backend(|store| {
        let mother = standing_account(store, "mother");
        let (mut kept, mut lapsed, mut refused) = (0, 0, 0);
        for round in 0..12 {
            let child = born(store, &format!("child{round}"), aged(15));
            let of = listing(store, &format!("plain{round}"), &[], &[3]);
            let a = application(store, &child, &of, State::Applied);
            let said = word(&child, &mother, Purpose::GuardianApplication, Some(&a));
            write(store, &said);
            let accept = || {
                store.write_by_locks(|tx| {
                    tx.lock_opportunity(of.id)?;
                    tx.lock_account(child.id)?;
                    let stands = tx.application(a.id)?.unwrap();
                    let until = of.details.schedule.sessions[0].ends_at;
                    if !tx.consent_is_live(&stands, &of, Some(until), &circumstances(now()))? {
                        return Ok::<_, StoreError>(false);
                    }
                    tx.put_application(&stands.accept(true, now()).unwrap()).map(|()| true)
                })
            };
            let withdraw = || {
                store.write_by_locks(|tx| {
                    tx.lock_for_consents(child.id)?;
                    tx.withdraw_consent(said.id, now())?;
                    tx.settle_consents(child.id, &circumstances(now())).map(|lapsed| !lapsed.is_empty())
                })
            };
            let done = at_once(2, |n| if (n + round) % 2 == 0 { accept() } else { withdraw() });
            assert_eq!(store.read(|tx| tx.accepted_without_consent(None, &circumstances(now()))), Ok(vec![]));
            match state_of(store, &a) {
                State::Withdrawn => lapsed += 1,
                State::Applied => refused += 1,
                other => panic!("{other:?} {done:?}"),
            }
            kept += 1;
        }
        println!("{lapsed} lapsed, {refused} refused of {kept}");
        assert_eq!(lapsed + refused, kept);
    });
}
