//! For how long things are kept: to the second, and no longer.

use crate::backends::{in_every_place, on_every_backend};
use crate::persons::standing_account;
use crate::taking_part::{accept, all, apply, published, session_in, somebody, standing_group, told};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::application::{Application, Circumstances, DeclineReason, No, Retention, Rules, Side, Submission};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::group::Group;
use enmusubi_domain::guardian::{Guardianship, Relation};
use enmusubi_domain::id::{AccountId, ConsentId, GuardianshipId, MessageId, ParticipationId};
use enmusubi_domain::message::Message;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::participation::{About, Noted, Occasion, Outcome, Participation, Pen};
use enmusubi_persistence::{Store, StoreError, Tx};

/// The moment at which everything in these stories came to its end: long ago, by the database's clock too.
fn the_end() -> DateTime<Utc> {
    crate::people::at("2020-05-06T03:00:00Z")
}

/// So long after the end.
fn past(time: TimeDelta) -> Circumstances {
    Circumstances { rules: Rules::default(), tz: Calendar::default().tz, now: the_end() + time }
}

fn days(number: u16) -> TimeDelta {
    TimeDelta::days(number.into())
}

fn write<T>(store: &Store, f: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
    store.write(f).unwrap()
}

fn read<T>(store: &Store, f: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
    store.read(f).unwrap()
}

/// Whether something is there one second before its time is over, and not one second after.
fn goes_after(store: &Store, kept: u16, what: &str, is_there: impl Fn() -> bool) {
    assert!(is_there(), "{what} is there first");
    let second = TimeDelta::seconds(1);
    write(store, |tx| tx.forget_by(&past(days(kept) - second)));
    assert!(is_there(), "{what} goes too early");
    let gone = write(store, |tx| tx.forget_by(&past(days(kept) + second)));
    assert!(gone > 0 && !is_there(), "{what} is kept too long");
    assert_eq!(write(store, |tx| tx.forget_by(&past(days(kept) + second))), 0, "{what} is forgotten once");
}

fn stands(store: &Store, a: &Application) -> Option<Application> {
    read(store, |tx| tx.application(a.id))
}

/// Accepted, talked about, and taken back at the end.
fn ended(store: &Store, group: &Group, person: AccountId) -> (Opportunity, Application) {
    let o = published(store, group, vec![session_in(48, Some(3))], None, |_| ());
    let before = past(-days(2));
    let a = apply(store, person, &o, &Submission { message: Some("よろしく".into()), ..all() }, &before).unwrap();
    accept(store, &a, &before).unwrap();
    let message = Message {
        id: MessageId::new(),
        application: a.id,
        side: Side::Volunteer,
        author: Some(person),
        text: Some("何時ですか".into()),
        sent_at: before.now,
        removed_at: None,
    };
    write(store, |tx| tx.insert_message(&message));
    let no = || No { reason: DeclineReason::Personal, text: Some("風邪です".into()) };
    let a = told(store.write_by_locks(|tx| tx.withdraw_application(a.id, Side::Volunteer, Some(no()), &past(TimeDelta::zero())))).unwrap();
    (o, a)
}

#[test]
fn what_people_wrote_goes_first() {
    on_every_backend(|store| {
        let (haru, group) = (somebody(store, "haru"), standing_group(store, "雪の会"));
        let (_, a) = ended(store, &group, haru);
        goes_after(store, Retention::default().messages, "what was written", || {
            let (a, messages) = (stands(store, &a).unwrap(), read(store, |tx| tx.messages_of_application(a.id)));
            let words = [a.message.is_some(), a.reason_text.is_some(), messages[0].text.is_some()];
            assert!(words.iter().all(|w| *w == words[0]), "all of it at once: {words:?}");
            words[0]
        });
        let left = stands(store, &a).unwrap();
        assert_eq!((left.volunteer, left.reason), (Some(haru), Some(DeclineReason::Personal)), "the rest is there");
    });
}

#[test]
fn then_whose_it_was_and_then_the_application_itself() {
    on_every_backend(|store| {
        let (haru, group) = (somebody(store, "haru"), standing_group(store, "雪の会"));
        // Two that were never accepted: nobody's contact was opened for them.
        let o = published(store, &group, vec![session_in(48, Some(3))], None, |_| ());
        let a = apply(store, haru, &o, &all(), &past(-days(2))).unwrap();
        let a = told(store.write_by_locks(|tx| tx.withdraw_application(a.id, Side::Volunteer, None, &past(TimeDelta::zero())))).unwrap();
        let (_, opened) = ended(store, &group, haru);
        let keep = Retention::default();
        goes_after(store, keep.applications, "the person", || {
            let left = [stands(store, &a).unwrap(), stands(store, &opened).unwrap()];
            let authors = read(store, |tx| tx.messages_of_application(opened.id)).iter().any(|m| m.author.is_some());
            assert!(left.iter().all(|a| a.volunteer.is_some() == authors));
            authors
        });
        goes_after(store, keep.ended_applications, "the application", || stands(store, &a).is_some());
        assert!(stands(store, &opened).is_some(), "it stays while its person may ask to whom their contact was opened");
        let asks = || read(store, |tx| tx.disclosures_of_account(haru)).len() == 1;
        goes_after(store, keep.consents, "a disclosure", || {
            assert_eq!(asks(), stands(store, &opened).is_some());
            asks()
        });
    });
}

#[test]
fn what_goes_on_is_never_forgotten() {
    on_every_backend(|store| {
        let (haru, natsu, group) = (somebody(store, "haru"), somebody(store, "natsu"), standing_group(store, "雪の会"));
        let o = published(store, &group, vec![session_in(48, Some(3))], None, |_| ());
        let wish = Submission { message: Some("よろしく".into()), ..all() };
        let before = past(-days(2));
        let applied = apply(store, haru, &o, &wish, &before).unwrap();
        let accepted = accept(store, &apply(store, natsu, &o, &wish, &before).unwrap(), &before).unwrap();
        let waiting = |person| read(store, |tx| tx.notices_of_account(person)).iter().filter(|n| n.sent_at.is_none() && n.dropped_at.is_none()).count();
        let told = (waiting(haru), waiting(natsu));
        write(store, |tx| tx.forget_by(&past(days(7_000))));
        for a in [&applied, &accepted] {
            let left = stands(store, a).unwrap();
            assert!(left.message.is_some() && left.volunteer.is_some(), "{left:?}");
        }
        assert_eq!((waiting(haru), waiting(natsu)), told, "and nothing that somebody is still to be told");
    });
}

#[test]
fn the_record_outlives_the_application_it_came_from() {
    on_every_backend(|store| {
        let (haru, aki, group) = (standing_account(store, "haru"), standing_account(store, "aki"), standing_group(store, "雪の会"));
        let (o, a) = ended(store, &group, haru.id);
        let occasion = Occasion::Date(the_end().date_naive());
        let about = About { application: &a, opportunity: &o, group_name: "雪の会", occasion: &occasion };
        let pen = Pen { by: aki.id, now: the_end() + days(1), tz: Calendar::default().tz, by_code: false };
        let line = Participation::write(ParticipationId::new(), about, Noted { outcome: Outcome::Attended, minutes: 90, notice: false }, pen).unwrap();
        write(store, |tx| tx.insert_participation(&line));
        let keep = Retention::default();
        write(store, |tx| tx.forget_by(&past(days(keep.consents + 1))));
        assert_eq!(stands(store, &a), None);
        assert_eq!(read(store, |tx| tx.participations_of_account(haru.id)), [line], "with its person, while the account is there");
        // By civil dates: at the end of the day it was on.
        let midnight = crate::people::at("2020-05-07T00:00:00+09:00") - the_end();
        let second = TimeDelta::seconds(1);
        write(store, |tx| tx.forget_by(&past(days(keep.participations) + midnight - second)));
        assert_eq!(read(store, |tx| tx.participations_of_account(haru.id)).len(), 1);
        write(store, |tx| tx.forget_by(&past(days(keep.participations) + midnight)));
        assert_eq!(read(store, |tx| tx.participations_of_account(haru.id)), []);
    });
}

#[test]
fn consents_and_ties_that_are_over_are_kept_to_be_proved() {
    on_every_backend(|store| {
        let (haru, natsu) = (somebody(store, "haru"), somebody(store, "natsu"));
        let given = Given { purpose: Purpose::ShareContact, application: None, text_version: 1, lang: TextLang::Ja, method: Method::Account };
        let consent = |withdrawn| Consent {
            withdrawn_at: withdrawn,
            ..Consent::give(ConsentId::new(), haru, Some(haru), None, given, the_end() - days(9), Calendar::default().tz)
        };
        let (over, live) = (consent(Some(the_end())), consent(None));
        let tie = Guardianship::claim(GuardianshipId::new(), haru, natsu, Relation::Parent, the_end() - days(9)).unwrap();
        let tie = tie.end(natsu, the_end()).unwrap();
        write(store, |tx| {
            tx.insert_consent(&over)?;
            tx.insert_consent(&live)?;
            tx.insert_guardianship(&tie)
        });
        goes_after(store, Retention::default().consents, "a consent", || {
            let (consents, ties) = (read(store, |tx| tx.consents_of(haru)), read(store, |tx| tx.guardianships_of(natsu)));
            assert_eq!(consents.contains(&over), ties.len() == 1);
            assert!(consents.contains(&live));
            consents.contains(&over)
        });
    });
}

#[test]
fn of_what_somebody_was_told_is_kept_for_a_while() {
    in_every_place(|place| {
        let store = place.store();
        let (haru, group) = (somebody(&store, "haru"), standing_group(&store, "雪の会"));
        let o = published(&store, &group, vec![session_in(48, Some(3))], None, |_| ());
        let a = apply(&store, haru, &o, &all(), &past(-days(1))).unwrap();
        accept(&store, &a, &past(TimeDelta::zero())).unwrap();
        assert!(write(&store, |tx| tx.drop_notices(haru, the_end())) > 0);
        goes_after(&store, Retention::default().notices, "a notice", || !read(&store, |tx| tx.notices_of_account(haru)).is_empty());
    });
}

#[test]
fn other_rules_keep_things_for_another_time() {
    on_every_backend(|store| {
        let (haru, group) = (somebody(store, "haru"), standing_group(store, "雪の会"));
        let (_, a) = ended(store, &group, haru);
        let rules = Rules { retention: Retention { messages: 1, applications: 3650, ..Retention::default() }, ..Rules::default() };
        write(store, |tx| tx.forget_by(&Circumstances { rules, ..past(days(366)) }));
        let left = stands(store, &a).unwrap();
        assert_eq!((left.message, left.volunteer), (None, Some(haru)));
    });
}
