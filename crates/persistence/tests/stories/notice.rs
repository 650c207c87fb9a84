//! What people must know: told once, to whoever must know it, and not before its time.

use crate::backends::{Place, in_every_place, on_every_backend};
use crate::guardian::{aged, born, keep_birth_date, tied};
use crate::persons::{at_once, grant, standing_account};
use crate::taking_part::{accept, after, all, apply, begin, noon, published, session_in, somebody, standing_group};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Circumstances, Origin, Side};
use enmusubi_domain::group::Group;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::notice::{Digest, Notice, NoticeKind as K, NoticeSettings};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::schedule::Session;
use enmusubi_persistence::{Asking, JobKind, NewJob, Store, StoreError};
use std::time::Duration;
use uuid::Uuid;

/// What somebody is told, oldest first: sent, dropped or waiting.
pub fn notices(store: &Store, of: AccountId) -> Vec<Notice> {
    let mut all = store.read(|tx| tx.notices_of_account(of)).map_err(|e: StoreError| e).unwrap();
    all.reverse();
    all
}

pub fn kinds(store: &Store, of: AccountId) -> Vec<K> {
    notices(store, of).iter().map(|n| n.kind).collect()
}

/// Tells whoever must know of a step, in case nobody has yet.
pub fn follow(store: &Store, before: Option<&Application>, now: &Application, at: &Circumstances) {
    store.write(|tx| tx.notices_follow(before, now, at)).map_err(|e: StoreError| e).unwrap();
}

pub fn message(store: &Store, a: &Application, from: Side, at: &Circumstances) {
    store.write(|tx| tx.notice_message(a, from, at)).map_err(|e: StoreError| e).unwrap();
}

/// What a letter to somebody says.
pub fn letter(store: &Store, to: AccountId, id: Uuid, at: &Circumstances) -> Vec<K> {
    let ready = store.write(|tx| tx.notices_for_letter(to, id, at)).map_err(|e: StoreError| e).unwrap();
    ready.iter().map(|r| r.notice.kind).collect()
}

/// A letter that is sent.
pub fn sent(store: &Store, to: AccountId, at: &Circumstances) -> Vec<K> {
    let id = Uuid::now_v7();
    let kinds = letter(store, to, id, at);
    store.write(|tx| tx.notices_sent(to, id, at.now)).map_err(|e: StoreError| e).unwrap();
    kinds
}

pub fn next(store: &Store, of: AccountId) -> Option<DateTime<Utc>> {
    store.read(|tx| tx.next_notice(of)).map_err(|e: StoreError| e).unwrap()
}

pub fn remind(store: &Store, at: &Circumstances) -> usize {
    store.write(|tx| tx.remind(at)).map_err(|e: StoreError| e).unwrap()
}

/// A group with an owner, a manager and a helper, and something with one session in so many hours.
pub struct Cast {
    pub owner: Account,
    pub manager: Account,
    pub helper: Account,
    pub opportunity: Opportunity,
}

pub fn cast(store: &Store, hours: &[i64]) -> Cast {
    let group = standing_group(store, "雪の会");
    let member = |name: &str, role: fn(_) -> Role| {
        let account = standing_account(store, name);
        store.write(|tx| tx.give_role(&grant(&account, role(group.id)))).unwrap();
        account
    };
    let (owner, manager, helper) = (member("owner", Role::Owner), member("manager", Role::Manager), member("helper", Role::Helper));
    let opportunity = offer(store, &group, hours);
    Cast { owner, manager, helper, opportunity }
}

pub fn offer(store: &Store, group: &Group, hours: &[i64]) -> Opportunity {
    published(store, group, hours.iter().map(|h| session_in(*h, Some(9))).collect(), None, |_| ())
}

/// Somebody who is accepted at a moment.
pub fn taking_part(store: &Store, name: &str, o: &Opportunity, at: &Circumstances) -> (AccountId, Application) {
    let person = somebody(store, name);
    let a = apply(store, person, o, &all(), at).unwrap();
    (person, accept(store, &a, at).unwrap())
}

#[test]
fn owners_and_managers_hear_of_an_application_and_the_volunteer_of_the_answer() {
    on_every_backend(|store| {
        let Cast { owner, manager, helper, opportunity } = cast(store, &[48]);
        let closed = standing_account(store, "closed");
        store.write(|tx| tx.give_role(&grant(&closed, Role::Manager(opportunity.group)))).unwrap();
        store.write(|tx| tx.put_account(&Account { disabled_at: Some(noon()), ..closed.clone() })).unwrap();
        let (haru, mother) = (born(store, "haru", aged(17)), standing_account(store, "mother"));
        tied(store, &haru, &mother);
        let a = apply(store, haru.id, &opportunity, &all(), &after(0)).unwrap();
        follow(store, None, &a, &after(0));
        for told in [&owner, &manager] {
            let seen = notices(store, told.id);
            assert_eq!(seen.len(), 1);
            let n = &seen[0];
            assert_eq!((n.kind, n.application, n.opportunity, n.session), (K::ApplicationReceived, Some(a.id), Some(opportunity.id), None));
            assert_eq!((n.account, n.created_at, n.due_at, n.sent_at, n.dropped_at), (told.id, noon(), noon(), None, None));
        }
        for untold in [&helper, &closed, &haru, &mother] {
            assert_eq!(kinds(store, untold.id), [], "{}", untold.name);
        }
        let accepted = accept(store, &a, &after(1)).unwrap();
        follow(store, Some(&a), &accepted, &after(1));
        assert_eq!((kinds(store, haru.id), kinds(store, mother.id)), (vec![K::Accepted], vec![K::WardAccepted]));
        assert_eq!(kinds(store, owner.id), [K::ApplicationReceived], "they have just said yes themselves");
    });
}

#[test]
fn who_may_not_know_any_more_when_the_letter_is_written_is_told_nothing() {
    on_every_backend(|store| {
        let Cast { owner, opportunity, .. } = cast(store, &[48]);
        let [gone, over, stranger] = ["gone", "over", "stranger"].map(|name| standing_account(store, name));
        let manager = |who: &Account| grant(who, Role::Manager(opportunity.group));
        let taken = manager(&gone);
        store.write(|tx| tx.give_role(&taken)).unwrap();
        store.write(|tx| tx.give_role(&Grant { until: Some(noon() + TimeDelta::hours(2)), ..manager(&over) })).unwrap();
        let (haru, mother, father) = (born(store, "haru", aged(17)), standing_account(store, "mother"), standing_account(store, "father"));
        let (tie, _) = (tied(store, &haru, &mother), tied(store, &haru, &father));
        let a = apply(store, haru.id, &opportunity, &all(), &after(0)).unwrap();
        message(store, &a, Side::Volunteer, &after(0));
        message(store, &a, Side::Group, &after(0));
        let a = accept(store, &a, &after(1)).unwrap();
        message(store, &a, Side::Service, &after(1));
        for kind in [K::Accepted, K::WardAccepted, K::Message, K::Confirmed] {
            for who in [&stranger, &owner] {
                store.write(|tx| tx.notice_about(who.id, kind, &a, &after(1))).map_err(|e: StoreError| e).unwrap();
            }
        }
        assert_eq!(store.write(|tx| tx.take_role(taken.id, None)), Ok(true));
        store.write(|tx| tx.put_guardianship(&tie.end(mother.id, Utc::now()).unwrap())).unwrap();
        let each = |who: &Account| {
            let waiting = notices(store, who.id).len();
            (waiting, sent(store, who.id, &after(2)), next(store, who.id))
        };
        // Once for the new application, which is answered, and once for the message.
        for ended in [&gone, &over] {
            assert_eq!(each(ended), (2, vec![], None), "{}", ended.name);
        }
        assert_eq!(each(&mother), (2, vec![], None));
        assert_eq!(each(&stranger), (4, vec![], None));
        // What is the volunteer's, or a guardian's, is not the group's.
        assert_eq!(each(&owner), (5, vec![K::Message, K::Confirmed], None));
        assert_eq!(each(&father), (2, vec![K::Message, K::WardAccepted], None));
        assert_eq!(each(&haru), (2, vec![K::Message, K::Accepted], None));
    });
}

#[test]
fn who_answers_for_a_group_no_longer_is_not_asked_who_was_there() {
    on_every_backend(|store| {
        let Cast { owner, manager, opportunity, .. } = cast(store, &[24]);
        let gone = standing_account(store, "gone");
        let role = grant(&gone, Role::Owner(opportunity.group));
        store.write(|tx| tx.give_role(&role)).unwrap();
        taking_part(store, "haru", &opportunity, &after(0));
        assert_eq!(remind(store, &after(28)), 3);
        assert_eq!(store.write(|tx| tx.take_role(role.id, None)), Ok(true));
        let asked = [&owner, &manager, &gone].map(|who| sent(store, who.id, &after(48)).contains(&K::AttendanceDue));
        assert_eq!(asked, [true, true, false]);
    });
}

#[test]
fn a_message_is_told_to_the_other_side_and_what_a_minor_is_written_to_the_guardians_too() {
    on_every_backend(|store| {
        let Cast { owner, opportunity, .. } = cast(store, &[48]);
        let (haru, mother) = (born(store, "haru", aged(17)), standing_account(store, "mother"));
        tied(store, &haru, &mother);
        let a = apply(store, haru.id, &opportunity, &all(), &after(0)).unwrap();
        message(store, &a, Side::Volunteer, &after(1));
        message(store, &a, Side::Volunteer, &after(2));
        let messages = |of| kinds(store, of).into_iter().filter(|k| *k == K::Message).count();
        assert_eq!((messages(owner.id), messages(haru.id), messages(mother.id)), (1, 0, 0), "two messages, one notice");
        message(store, &a, Side::Group, &after(3));
        assert_eq!((messages(owner.id), messages(haru.id), messages(mother.id)), (1, 1, 1));
    });
}

#[test]
fn what_waits_is_told_once_and_what_was_sent_may_be_told_again() {
    on_every_backend(|store| {
        let (haru, o) = (somebody(store, "haru"), cast(store, &[48]).opportunity);
        let a = apply(store, haru, &o, &all(), &after(0)).unwrap();
        message(store, &a, Side::Group, &after(0));
        assert_eq!(sent(store, haru, &after(0)), [K::Message]);
        assert_eq!((sent(store, haru, &after(0)), next(store, haru)), (vec![], None));
        message(store, &a, Side::Group, &after(0));
        assert_eq!(kinds(store, haru), [K::Message, K::Message]);
        // The next letter of that sort goes an hour later, and is looked at then.
        assert_eq!((sent(store, haru, &after(0)), next(store, haru)), (vec![], Some(noon() + TimeDelta::hours(1))));
        assert_eq!(sent(store, haru, &after(1)), [K::Message]);
        assert_eq!(notices(store, haru).iter().map(|n| n.sent_at).collect::<Vec<_>>(), [Some(noon()), Some(noon() + TimeDelta::hours(1))]);
    });
}

#[test]
fn what_is_urgent_goes_between_two_letters_and_does_not_put_off_the_next_one() {
    on_every_backend(|store| {
        let (haru, o) = (somebody(store, "haru"), cast(store, &[99]).opportunity);
        let a = apply(store, haru, &o, &all(), &after(0)).unwrap();
        let half = Circumstances { now: noon() + TimeDelta::minutes(30), ..after(0) };
        let about = |kind| store.write(|tx| tx.notice_about(haru, kind, &a, &half)).map_err(|e: StoreError| e).unwrap();
        message(store, &a, Side::Group, &after(0));
        assert_eq!(sent(store, haru, &after(0)), [K::Message]);
        message(store, &a, Side::Group, &half);
        about(K::CalledOff);
        assert_eq!(sent(store, haru, &half), [K::CalledOff]);
        assert_eq!(next(store, haru), Some(noon() + TimeDelta::hours(1)));
        assert_eq!(sent(store, haru, &after(1)), [K::Message]);
    });
}

#[test]
fn a_letter_that_is_written_again_says_the_same() {
    on_every_backend(|store| {
        let (haru, o) = (somebody(store, "haru"), cast(store, &[99]).opportunity);
        let a = apply(store, haru, &o, &all(), &after(0)).unwrap();
        message(store, &a, Side::Group, &after(0));
        let first = Uuid::now_v7();
        assert_eq!(letter(store, haru, first, &after(0)), [K::Message]);
        store.write(|tx| tx.notice_about(haru, K::CalledOff, &a, &after(0))).map_err(|e: StoreError| e).unwrap();
        assert_eq!(letter(store, haru, first, &after(0)), [K::Message], "nobody knows whether it left the house");
        store.write(|tx| tx.notices_sent(haru, first, noon())).map_err(|e: StoreError| e).unwrap();
        assert_eq!(sent(store, haru, &after(0)), [K::CalledOff]);
        // The night has come since: it waits for the morning, and is not taken for sent.
        message(store, &a, Side::Group, &after(8));
        assert_eq!(letter(store, haru, first, &after(8)), [K::Message]);
        assert_eq!((letter(store, haru, first, &after(10)), next(store, haru)), (vec![], Some(noon() + TimeDelta::hours(20))));
        store.write(|tx| tx.notices_sent(haru, first, noon() + TimeDelta::hours(10))).map_err(|e: StoreError| e).unwrap();
        assert_eq!(sent(store, haru, &after(20)), [K::Message]);
        // One that was given up stands in the next.
        message(store, &a, Side::Group, &after(24));
        assert_eq!(letter(store, haru, Uuid::now_v7(), &after(24)), [K::Message]);
        assert_eq!(letter(store, haru, Uuid::now_v7(), &after(24)), [K::Message]);
    });
}

#[test]
fn somebody_is_woken_for_once_and_sooner_if_it_is_sooner() {
    in_every_place(|place| {
        let store = place.store();
        let (haru, o) = (somebody(&store, "haru"), cast(&store, &[48]).opportunity);
        let a = apply(&store, haru, &o, &all(), &after(0)).unwrap();
        message(&store, &a, Side::Group, &after(1));
        let waiting = |place: &Place| {
            place
                .raw()
                .lines(&format!("SELECT CAST(payload AS text) AS line FROM job WHERE dedup_key = 'notices:{haru}' AND kind = 'notices' AND done_at IS NULL"))
        };
        let payload = waiting(place);
        assert!(payload.len() == 1 && payload[0].contains(&haru.to_string()), "{payload:?}");
        let sooner = |hour: i64| {
            let job =
                NewJob { kind: JobKind::Notices, payload: serde_json::json!({}), run_at: Some(noon() + TimeDelta::hours(hour)), dedup_key: Some("x".into()) };
            store.write(|tx| tx.enqueue_sooner(&job)).unwrap();
            place.raw().lines("SELECT CAST(run_at AS text) AS line FROM job WHERE dedup_key = 'x'")
        };
        let (first, later, earlier, again) = (sooner(5), sooner(6), sooner(4), sooner(5));
        let lease = || store.write(|tx| tx.lease_job(&[JobKind::Notices], Duration::from_secs(60))).unwrap();
        assert!(lease().is_none(), "years ahead");
        assert!(first.len() == 1 && later == first && earlier != first && again == earlier, "{first:?} {later:?} {earlier:?} {again:?}");
        // One that went wrong keeps its time, whatever comes meanwhile: the mail server is given its rest.
        let now = || NewJob { kind: JobKind::Notices, payload: serde_json::json!({}), run_at: None, dedup_key: Some("y".into()) };
        store.write(|tx| tx.enqueue_sooner(&now())).unwrap();
        let job = lease().unwrap();
        store.write(|tx| tx.fail_job(job.id, "not now", Some(Duration::from_secs(600)))).unwrap();
        store.write(|tx| tx.enqueue_sooner(&now())).unwrap();
        assert!(lease().is_none());
    });
}

#[test]
fn many_who_tell_at_once_leave_one_notice_and_one_job_and_nothing_is_lost_to_whoever_writes() {
    on_every_backend(|store| {
        let cast = cast(store, &[48]);
        let now = store.read(|tx| tx.clock()).map_err(|e: StoreError| e).unwrap();
        let at = Circumstances { now, ..after(0) };
        let quick = NoticeSettings { digest: Digest::AtOnce, quiet: None, ..NoticeSettings::default() };
        store.write(|tx| tx.put_notice_settings(cast.owner.id, &quick, now)).unwrap();
        let apps: Vec<Application> = (0..4).map(|n| apply(store, somebody(store, &format!("v{n}")), &cast.opportunity, &all(), &after(0)).unwrap()).collect();
        store.write(|tx| tx.drop_notices(cast.owner.id, now)).unwrap();
        let tell = |n: usize| store.write_by_locks(|tx| tx.notice_message(&apps[n % 4], Side::Volunteer, &at));
        let write = || {
            let Some(job) = store.write(|tx| tx.lease_job(&[JobKind::Notices], Duration::from_secs(60)))? else { return Ok(()) };
            let whose: AccountId = job.payload["account"].as_str().unwrap().parse().unwrap();
            store.write(|tx| tx.notices_for_letter(whose, job.id, &at))?;
            store.write(|tx| {
                tx.notices_sent(whose, job.id, at.now)?;
                tx.finish_job(job.id)?;
                tx.wake_for_notices(whose)
            })
        };
        at_once(20, |n| if n % 5 == 0 { write() } else { tell(n) });
        for _ in 0..20 {
            write().unwrap();
        }
        let told = notices(store, cast.owner.id).into_iter().filter(|n| n.kind == K::Message).collect::<Vec<_>>();
        let waiting = told.iter().filter(|n| n.sent_at.is_none()).count();
        // In the moment in which a job is finished somebody may have relied on it: the reminder looks after them.
        if waiting > 0 {
            remind(store, &Circumstances { now: now + TimeDelta::minutes(2), ..at });
        }
        assert!((4..=16).contains(&told.len()), "{told:?}");
        for a in &apps {
            assert!(told.iter().any(|n| n.application == Some(a.id)));
            assert!(told.iter().filter(|n| n.application == Some(a.id) && n.sent_at.is_none()).count() <= 1, "what waits is said once");
        }
    });
}

#[test]
fn a_proposal_is_told_to_whom_it_is_made() {
    on_every_backend(|store| {
        let cast = cast(store, &[48]);
        let haru = somebody(store, "haru");
        let asking = Asking { origin: Origin::Invitation, begun_by: Some(cast.manager.id), waitlist: true, of_age: true };
        let a = begin(store, haru, &cast.opportunity, &all(), asking, &after(0)).unwrap();
        follow(store, None, &a, &after(0));
        assert_eq!((kinds(store, haru), kinds(store, cast.owner.id)), (vec![K::Proposed], vec![]));
        assert_eq!(sent(store, haru, &after(0)), [K::Proposed]);
    });
}

#[test]
fn guardians_are_asked_where_their_word_is_missing() {
    on_every_backend(|store| {
        let now = store.read(|tx| tx.clock()).map_err(|e: StoreError| e).unwrap();
        let at = Circumstances { now, ..after(0) };
        let group = standing_group(store, "雪の会");
        let starts_at = now + TimeDelta::hours(50);
        let session = |n: i64| Session { starts_at: starts_at + TimeDelta::hours(n), ends_at: starts_at + TimeDelta::hours(n + 1), ..session_in(1, None) };
        let offers = [published(store, &group, vec![session(0)], None, |_| ()), published(store, &group, vec![session(24)], None, |_| ())];
        let (child, mother, grown) = (born(store, "child", aged(14)), standing_account(store, "mother"), born(store, "grown", aged(20)));
        tied(store, &child, &mother);
        let asked = || notices(store, mother.id).iter().filter(|n| n.kind == K::ConsentNeeded).map(|n| n.application).collect::<Vec<_>>();
        let a = apply(store, child.id, &offers[0], &all(), &at).unwrap();
        apply(store, grown.id, &offers[0], &all(), &at).unwrap();
        assert_eq!((asked(), kinds(store, child.id)), (vec![Some(a.id)], vec![]));
        assert_eq!(kinds(store, mother.id), [K::ConsentNeeded]);
        let quick = NoticeSettings { quiet: None, ..NoticeSettings::default() };
        store.write(|tx| tx.put_notice_settings(mother.id, &quick, now)).unwrap();
        assert_eq!(sent(store, mother.id, &at), [K::ConsentNeeded]);
        // Who has agreed in the meantime need not be asked any more: here the child has simply come of age.
        let b = apply(store, child.id, &offers[1], &all(), &at).unwrap();
        assert_eq!(asked(), [Some(a.id), Some(b.id)]);
        keep_birth_date(store, &child, Some(aged(20)));
        assert_eq!(sent(store, mother.id, &at), []);
    });
}
