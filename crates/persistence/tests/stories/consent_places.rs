//! What needs a guardian's word falls when that is gone.

use crate::backends::on_every_backend;
use crate::consent::{application, listing, now, word, write};
use crate::guardian::{aged, born, circumstances, keep_birth_date, tied};
use crate::persons::{at_once, standing_account};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, DeclineReason, State};
use enmusubi_domain::consent::{Consent, Purpose, TextLang};
use enmusubi_domain::id::{ApplicationId, ConsentId};
use enmusubi_domain::matching;
use enmusubi_persistence::{Store, StoreError};

fn state_of(store: &Store, a: &Application) -> State {
    store.read(|tx| tx.application(a.id)).unwrap().unwrap().state
}

#[test]
fn age_what_is_to_be_done_and_what_was_said_decide_together() {
    on_every_backend(|store| {
        let mother = standing_account(store, "mother");
        let (plain, snow, undated) =
            (listing(store, "plain", &["environment"], &[3, 5]), listing(store, "snow", &["snow"], &[3]), listing(store, "undated", &[], &[]));
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
        store
            .write_by_locks(|tx| tx.accept_application(a.id, None, &circumstances(now())))
            .unwrap_or_else(|e: enmusubi_persistence::StepError| panic!("{e:?}"));
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
        for (years, expected) in
            [(15, matching::Consent::CanBeAsked), (16, matching::Consent::OnFile), (17, matching::Consent::OnFile), (18, matching::Consent::CanBeAsked)]
        {
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
        let (year, one, old) = (
            word(&child, &mother, Purpose::GuardianYear, None),
            word(&child, &mother, Purpose::GuardianApplication, Some(&a)),
            word(&child, &mother, Purpose::GuardianApplication, Some(&done)),
        );
        let (gone, back) = (word(&child, &mother, Purpose::GuardianApplication, None), word(&child, &mother, Purpose::ShareContact, None));
        let gone = Consent { application: Some(ApplicationId::new()), ..gone };
        [&year, &one, &old, &gone, &back].into_iter().for_each(|c| write(store, c));
        store.write(|tx| tx.withdraw_consent(back.id, now())).unwrap();
        store.write(|tx| tx.insert_guardian_code(child.id, &[7; 32])).unwrap();
        let forget = |before: DateTime<Utc>| store.write(|tx| tx.forget_consents_before(before));
        assert_eq!(forget(now() - TimeDelta::days(1)), Ok(0));
        let left = |names: &[&Consent]| {
            assert_eq!(
                store.read(|tx| tx.consents_about(child.id)).unwrap().iter().map(|c| c.id).collect::<Vec<_>>(),
                names.iter().map(|c| c.id).collect::<Vec<_>>()
            )
        };
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
                    tx.put_application(
                        &stands.accept(true, &enmusubi_domain::application::Rules::default(), &enmusubi_domain::application::Ahead::default(), now()).unwrap(),
                    )
                    .map(|()| true)
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
