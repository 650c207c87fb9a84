//! What people must know: told once, to whoever must know it, and not before its time.

use crate::backends::{Place, in_every_place, on_every_backend};
use crate::guardian::{aged, born, tied};
use crate::persons::{at_once, grant, standing_account};
use crate::taking_part::{accept, after, all, apply, begin, noon, published, session_in, somebody, standing_group, withdraw};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::access::Role;
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Circumstances, Origin, Side, State};
use enmusubi_domain::group::Group;
use enmusubi_domain::id::{AccountId, SessionId};
use enmusubi_domain::notice::{Digest, Notice, NoticeKind as K, NoticeSettings, QuietHours};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_persistence::{Asking, JobKind, KeptNoticeSettings, NewJob, Store, StoreError, Written};
use std::time::Duration;
use uuid::Uuid;

/// What somebody is told, oldest first: sent, dropped or waiting.
fn notices(store: &Store, of: AccountId) -> Vec<Notice> {
    let mut all = store.read(|tx| tx.notices_of_account(of)).map_err(|e: StoreError| e).unwrap();
    all.reverse();
    all
}

fn kinds(store: &Store, of: AccountId) -> Vec<K> {
    notices(store, of).iter().map(|n| n.kind).collect()
}

/// Tells whoever must know of a step, in case nobody has yet.
fn follow(store: &Store, before: Option<&Application>, now: &Application, at: &Circumstances) {
    store.write(|tx| tx.notices_follow(before, now, at)).map_err(|e: StoreError| e).unwrap();
}

fn message(store: &Store, a: &Application, from: Side, at: &Circumstances) {
    store.write(|tx| tx.notice_message(a, from, at)).map_err(|e: StoreError| e).unwrap();
}

/// What a letter to somebody says.
fn letter(store: &Store, to: AccountId, id: Uuid, at: &Circumstances) -> Vec<K> {
    let ready = store.write(|tx| tx.notices_for_letter(to, id, at)).map_err(|e: StoreError| e).unwrap();
    ready.iter().map(|r| r.notice.kind).collect()
}

/// A letter that is sent.
fn sent(store: &Store, to: AccountId, at: &Circumstances) -> Vec<K> {
    let id = Uuid::now_v7();
    let kinds = letter(store, to, id, at);
    store.write(|tx| tx.notices_sent(to, id, at.now)).map_err(|e: StoreError| e).unwrap();
    kinds
}

fn next(store: &Store, of: AccountId) -> Option<DateTime<Utc>> {
    store.read(|tx| tx.next_notice(of)).map_err(|e: StoreError| e).unwrap()
}

fn remind(store: &Store, at: &Circumstances) -> usize {
    store.write(|tx| tx.remind(at)).map_err(|e: StoreError| e).unwrap()
}

/// A group with an owner, a manager and a helper, and something with one session in so many hours.
struct Cast {
    owner: Account,
    manager: Account,
    helper: Account,
    opportunity: Opportunity,
}

fn cast(store: &Store, hours: &[i64]) -> Cast {
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

fn offer(store: &Store, group: &Group, hours: &[i64]) -> Opportunity {
    published(store, group, hours.iter().map(|h| session_in(*h, Some(9))).collect(), None, |_| ())
}

/// Somebody who is accepted at a moment.
fn taking_part(store: &Store, name: &str, o: &Opportunity, at: &Circumstances) -> (AccountId, Application) {
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
fn what_is_over_unwanted_or_too_old_is_dropped() {
    on_every_backend(|store| {
        let cast = cast(store, &[24 * 20]);
        let (haru, o) = (somebody(store, "haru"), &cast.opportunity);
        let a = apply(store, haru, o, &all(), &after(0)).unwrap();
        let about = |kind| store.write(|tx| tx.notice_about(haru, kind, &a, &after(0))).map_err(|e: StoreError| e).unwrap();
        // It is not accepted: whoever thought so was faster than the truth.
        about(K::Accepted);
        about(K::Message);
        about(K::ConsentNeeded);
        let off = NoticeSettings { off: vec![K::Message, K::ConsentNeeded], ..NoticeSettings::default() };
        store.write(|tx| tx.put_notice_settings(haru, &off, noon())).unwrap();
        assert_eq!(sent(store, haru, &after(0)), [K::ConsentNeeded], "a guardian is always asked");
        let dropped = |kind| notices(store, haru).iter().find(|n| n.kind == kind).unwrap().dropped_at;
        assert_eq!((dropped(K::Accepted), dropped(K::Message), dropped(K::ConsentNeeded)), (Some(noon()), Some(noon()), None));
        store.write(|tx| tx.put_notice_settings(haru, &NoticeSettings::default(), noon())).unwrap();
        about(K::Message);
        assert_eq!(sent(store, haru, &after(7 * 24)), [], "after a week it is no news");
        assert_eq!(next(store, haru), None);
        about(K::Message);
        assert_eq!(store.write(|tx| tx.drop_notices(haru, noon())), Ok(1));
        assert_eq!(next(store, haru), None);
    });
}

#[test]
fn at_night_nothing_goes_and_in_the_morning_all_of_it() {
    on_every_backend(|store| {
        let cast = cast(store, &[24 * 20]);
        let (haru, o) = (somebody(store, "haru"), &cast.opportunity);
        let a = apply(store, haru, o, &all(), &after(0)).unwrap();
        // Noon in Sapporo is hour 0 of the stories: ten in the evening.
        let night = after(10);
        message(store, &a, Side::Group, &night);
        store.write(|tx| tx.notice_about(haru, K::CalledOff, &a, &night)).map_err(|e: StoreError| e).unwrap();
        assert_eq!(sent(store, haru, &night), []);
        assert_eq!(next(store, haru), Some(noon() + TimeDelta::hours(20)));
        assert_eq!(sent(store, haru, &after(20)), [K::Message, K::CalledOff]);
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
        assert!(first.len() == 1 && later == first && earlier != first && again == earlier, "{first:?} {later:?} {earlier:?} {again:?}");
    });
}

#[test]
fn who_takes_part_tomorrow_is_reminded_once() {
    on_every_backend(|store| {
        // Tomorrow at ten, and in three days.
        let cast = cast(store, &[22, 22 + 48]);
        let o = &cast.opportunity;
        let (haru, _) = taking_part(store, "haru", o, &after(-30));
        let (natsu, _) = taking_part(store, "natsu", o, &after(-1));
        let waits = somebody(store, "aki");
        apply(store, waits, o, &all(), &after(-30)).unwrap();
        let reminded = |of| notices(store, of).into_iter().filter(|n| n.kind == K::Reminder).map(|n| n.session).collect::<Vec<_>>();
        let after_a_round = |hour: i64| {
            remind(store, &after(hour));
            [reminded(haru).len(), reminded(natsu).len(), reminded(waits).len()]
        };
        assert_eq!(after_a_round(-13), [0, 0, 0], "an hour before midnight");
        assert_eq!(after_a_round(-11), [1, 0, 0]);
        assert_eq!(after_a_round(-11), [1, 0, 0]);
        assert_eq!(after_a_round(1), [1, 0, 0], "who was accepted this morning has just been told");
        assert_eq!(reminded(haru), [Some(o.details.schedule.sessions[0].id)]);
        assert!(sent(store, haru, &after(-3)).contains(&K::Reminder), "at nine in the morning");
        assert_eq!(after_a_round(2), [1, 0, 0], "and what was sent is not told again");
        // Nobody looked on the day before: on the day itself is better than never.
        assert_eq!(after_a_round(13 + 48), [2, 1, 0]);
        assert_eq!(after_a_round(22 + 48), [2, 1, 0], "it has begun");
    });
}

#[test]
fn a_group_is_reminded_of_what_it_must_answer_and_of_who_was_there() {
    on_every_backend(|store| {
        let cast = cast(store, &[24 * 10]);
        let o = &cast.opportunity;
        let haru = somebody(store, "haru");
        let a = apply(store, haru, o, &all(), &after(0)).unwrap();
        assert_eq!(a.answer_by, Some(noon() + TimeDelta::days(7)));
        assert_eq!(remind(store, &after(24 * 6 - 1)), 0);
        assert_eq!(remind(store, &after(24 * 6)), 2);
        assert_eq!(remind(store, &after(24 * 6 + 1)), 0);
        let of = |who: &Account, kind| notices(store, who.id).into_iter().filter(|n| n.kind == kind).count();
        assert_eq!((of(&cast.owner, K::AnswerDue), of(&cast.manager, K::AnswerDue), of(&cast.helper, K::AnswerDue)), (1, 1, 0));
        accept(store, &a, &after(24 * 6 + 2)).unwrap();
        assert!(!sent(store, cast.owner.id, &after(24 * 6 + 3)).contains(&K::AnswerDue), "it is answered");
        let end = 24 * 10 + 2;
        assert_eq!(remind(store, &after(end + 1)), 0, "they may be busy tidying up");
        assert_eq!(remind(store, &after(end + 2)), 2);
        assert_eq!(remind(store, &after(end + 3)), 0);
        assert!(sent(store, cast.owner.id, &after(end + 24)).contains(&K::AttendanceDue));
        let noted = store.read(|tx| tx.application(a.id)).map_err(|e: StoreError| e).unwrap().unwrap();
        store.write(|tx| tx.put_application(&Application { state: State::Completed, ..noted.clone() })).unwrap();
        assert!(!sent(store, cast.manager.id, &after(end + 24)).contains(&K::AttendanceDue), "somebody has noted it");
    });
}

#[test]
fn who_was_asked_a_moment_ago_is_not_reminded_to_answer() {
    on_every_backend(|store| {
        let cast = cast(store, &[20]);
        let a = apply(store, somebody(store, "haru"), &cast.opportunity, &all(), &after(0)).unwrap();
        assert_eq!(a.answer_by, Some(noon() + TimeDelta::hours(20)));
        assert_eq!((remind(store, &after(1)), remind(store, &after(12)), remind(store, &after(13))), (0, 0, 2));
    });
}

#[test]
fn one_session_of_several_that_is_called_off_is_told_once() {
    on_every_backend(|store| {
        let cast = cast(store, &[200, 300]);
        let (haru, _) = taking_part(store, "haru", &cast.opportunity, &after(0));
        let call_off = |which: &[usize]| {
            let mut o = store.read(|tx| tx.opportunity(cast.opportunity.id)).map_err(|e: StoreError| e).unwrap().unwrap();
            which.iter().for_each(|n| o.details.schedule.sessions[*n].cancelled = true);
            store.write(|tx| tx.put_opportunity(&o)).unwrap();
        };
        let told = || notices(store, haru).into_iter().filter(|n| n.kind == K::CalledOff).map(|n| n.session).collect::<Vec<Option<SessionId>>>();
        call_off(&[0]);
        assert_eq!((remind(store, &after(1)), remind(store, &after(1))), (1, 0));
        assert_eq!(told(), [Some(cast.opportunity.details.schedule.sessions[0].id)]);
        // The end of all of it is told by the end of the application.
        call_off(&[0, 1]);
        assert_eq!(remind(store, &after(2)), 0);
    });
}

#[test]
fn what_was_forgotten_is_looked_after() {
    in_every_place(|place| {
        let store = place.store();
        let now = store.read(|tx| tx.clock()).map_err(|e: StoreError| e).unwrap();
        let at = |minutes: i64| Circumstances { now: now + TimeDelta::minutes(minutes), ..after(0) };
        let (haru, o) = (somebody(&store, "haru"), cast(&store, &[48]).opportunity);
        let a = apply(&store, haru, &o, &all(), &after(0)).unwrap();
        place.raw().run("DELETE FROM job; DELETE FROM notice");
        message(&store, &a, Side::Group, &at(0));
        place.raw().run("DELETE FROM job");
        let jobs = || place.raw().number("SELECT CAST(count(*) AS text) AS line FROM job");
        remind(&store, &at(0));
        assert_eq!(jobs(), 0, "somebody may be just about to");
        remind(&store, &at(2));
        assert_eq!(jobs(), 1);
        let job = store.write(|tx| tx.lease_job(&[JobKind::Notices], Duration::from_secs(60))).unwrap();
        assert!(job.is_none(), "at the moment that was given, two minutes ahead");
        remind(&store, &at(9));
        assert_eq!(jobs(), 1);
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
fn of_what_somebody_wants_to_hear_comes_back_as_it_was_said() {
    on_every_backend(|store| {
        let (haru, now) = (somebody(store, "haru"), noon());
        let kept = || store.read(|tx| tx.notice_settings(haru)).map_err(|e: StoreError| e).unwrap();
        assert_eq!(kept(), KeptNoticeSettings::default());
        let mine = NoticeSettings { off: vec![K::Expired, K::Message], digest: Digest::Daily, quiet: Some(QuietHours { from: 1439, to: 0 }) };
        assert_eq!(store.write(|tx| tx.put_notice_settings(haru, &mine, now)), Ok(Written::Created));
        assert_eq!(kept(), KeptNoticeSettings { version: 1, settings: mine.clone(), updated_at: Some(now) });
        assert_eq!(store.write(|tx| tx.put_notice_settings(haru, &mine, now + TimeDelta::hours(1))), Ok(Written::Unchanged));
        let loud = NoticeSettings { off: vec![], digest: Digest::AtOnce, quiet: None };
        assert_eq!(store.write(|tx| tx.put_notice_settings(haru, &loud, now + TimeDelta::hours(1))), Ok(Written::Updated));
        assert_eq!(kept(), KeptNoticeSettings { version: 2, settings: loud, updated_at: Some(now + TimeDelta::hours(1)) });
        assert!(matches!(store.write(|tx| tx.put_notice_settings(AccountId::new(), &mine, now)), Err(StoreError::Constraint(_))));
    });
}

#[test]
fn whoever_changes_what_they_want_has_what_waits_looked_at_anew() {
    in_every_place(|place| {
        let store = place.store();
        let (haru, o) = (somebody(&store, "haru"), cast(&store, &[24 * 20]).opportunity);
        let a = apply(&store, haru, &o, &all(), &after(0)).unwrap();
        store.write(|tx| tx.put_notice_settings(haru, &NoticeSettings { digest: Digest::Daily, ..NoticeSettings::default() }, noon())).unwrap();
        message(&store, &a, Side::Group, &after(0));
        assert_eq!((sent(&store, haru, &after(0)), next(&store, haru)), (vec![], Some(noon() + TimeDelta::hours(6))));
        place.raw().run("DELETE FROM job");
        store.write(|tx| tx.put_notice_settings(haru, &NoticeSettings { digest: Digest::AtOnce, ..NoticeSettings::default() }, noon())).unwrap();
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM job WHERE kind = 'notices'"), 1);
        assert_eq!(sent(&store, haru, &after(0)), [K::Message]);
    });
}

#[test]
fn damaged_settings_and_notices_are_named() {
    in_every_place(|place| {
        let store = place.store();
        let (haru, o) = (somebody(&store, "haru"), cast(&store, &[48]).opportunity);
        let a = apply(&store, haru, &o, &all(), &after(0)).unwrap();
        message(&store, &a, Side::Group, &after(0));
        store.write(|tx| tx.put_notice_settings(haru, &NoticeSettings::default(), noon())).unwrap();
        for wound in ["off = '[\"love\"]'", "off = '{}'", "off = '[]', digest = 'never'", "digest = 'daily', quiet_to = quiet_from"] {
            place.raw().run(&format!("UPDATE notice_setting SET {wound}"));
            let error = store.read(|tx| tx.notice_settings(haru)).map_err(|e: StoreError| e).unwrap_err();
            assert!(matches!(&error, StoreError::Damaged { table: "notice_setting", id, .. } if *id == haru.to_string()), "{wound}: {error}");
        }
        assert!(place.raw().try_run("UPDATE notice_setting SET quiet_to = NULL").is_err());
        place.raw().run("UPDATE notice SET kind = 'love'");
        let error = store.read(|tx| tx.notices_of_account(haru)).map_err(|e: StoreError| e).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { table: "notice", .. }), "{error}");
    });
}

#[test]
fn notices_go_with_the_account_and_with_time_and_leave_no_trace_in_the_log() {
    in_every_place(|place| {
        let store = place.store();
        let now = store.read(|tx| tx.clock()).map_err(|e: StoreError| e).unwrap();
        let cast = cast(&store, &[48]);
        let (haru, natsu) = (somebody(&store, "haru"), somebody(&store, "natsu"));
        let at = |days: i64| Circumstances { now: now - TimeDelta::days(days), ..after(0) };
        let a = apply(&store, haru, &cast.opportunity, &all(), &after(0)).unwrap();
        let b = apply(&store, natsu, &cast.opportunity, &all(), &after(0)).unwrap();
        let entries = place.raw().entries();
        let about = |who, app: &Application, days| store.write(|tx| tx.notice_about(who, K::Message, app, &at(days))).map_err(|e: StoreError| e).unwrap();
        for days in [100, 20, 3] {
            about(haru, &a, days);
            store.write(|tx| tx.drop_notices(haru, now)).unwrap();
        }
        about(haru, &a, 50);
        let forget = |before: DateTime<Utc>| store.write(|tx| tx.forget_notices_before(before)).map_err(|e: StoreError| e).unwrap();
        assert_eq!((forget(now - TimeDelta::days(60)), forget(now)), (1, 1), "the last days stay, and what waits");
        assert_eq!(notices(&store, haru).len(), 2);
        about(natsu, &b, 1);
        withdraw(&store, &b, &after(1)).unwrap();
        store.write(|tx| tx.put_notice_settings(natsu, &NoticeSettings::default(), now)).unwrap();
        store.write(|tx| tx.put_calendar_key(natsu, &[7; 32], now)).unwrap();
        store.write(|tx| tx.delete_account(natsu)).unwrap();
        let left = |table| place.raw().number(&format!("SELECT CAST(count(*) AS text) AS line FROM {table}"));
        assert_eq!((left("notice_setting"), left("calendar_key"), notices(&store, natsu).len()), (0, 0, 0));
        assert_eq!(place.raw().entries(), entries, "no follower hears of it");
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
