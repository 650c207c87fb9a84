//! What the clock brings about, and what waits for the morning.

use crate::backends::{in_every_place, on_every_backend};
use crate::notice::{cast, message, next, notices, offer, remind, sent, taking_part};
use crate::persons::{account, grant, standing_account};
use crate::taking_part::{accept, after, all, apply, noon, published, session_in, somebody, standing_group};
use chrono::TimeDelta;
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Circumstances, Side, State, Submission};
use enmusubi_domain::group::Group;
use enmusubi_domain::id::SessionId;
use enmusubi_domain::notice::NoticeKind as K;
use enmusubi_domain::schedule::Session;
use enmusubi_persistence::{JobKind, Store, StoreError};
use std::time::Duration;

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
fn what_was_told_of_a_session_is_kept_while_it_lies_ahead() {
    on_every_backend(|store| {
        let now = store.read(|tx| tx.clock()).map_err(|e: StoreError| e).unwrap();
        let at = |days: i64| Circumstances { now: now + TimeDelta::days(days), ..after(0) };
        let session = |days: i64| Session { starts_at: at(days).now, ends_at: at(days).now + TimeDelta::hours(2), ..session_in(1, Some(9)) };
        let group = standing_group(store, "雪の会");
        let o = published(store, &group, vec![session(-1), session(30), session(40)], None, |_| ());
        let (haru, _) = taking_part(store, "haru", &o, &at(-21));
        let mut called_off = store.read(|tx| tx.opportunity(o.id)).map_err(|e: StoreError| e).unwrap().unwrap();
        called_off.details.schedule.sessions[..2].iter_mut().for_each(|s| s.cancelled = true);
        store.write(|tx| tx.put_opportunity(&called_off)).unwrap();
        assert_eq!(remind(store, &at(-20)), 2);
        store.write(|tx| tx.drop_notices(haru, now)).unwrap();
        store.write(|tx| tx.forget_notices_before(now)).map_err(|e: StoreError| e).unwrap();
        let kept = notices(store, haru).iter().map(|n| (n.kind, n.session)).collect::<Vec<_>>();
        assert_eq!(kept, [(K::CalledOff, Some(o.details.schedule.sessions[1].id))], "what is over is forgotten");
        assert_eq!(remind(store, &at(0)), 0, "it was told once");
    });
}

/// A group for which nobody answers any more: one role was taken back, one has run out, and one account is closed.
fn deserted(store: &Store) -> Group {
    let group = standing_group(store, "むかしの会");
    let [gone, over, closed] = ["gone", "over", "closed"].map(|name| standing_account(store, name));
    let manager = |who: &Account| grant(who, Role::Manager(group.id));
    let taken = manager(&gone);
    store.write(|tx| tx.give_role(&taken)).unwrap();
    assert_eq!(store.write(|tx| tx.take_role(taken.id, None)), Ok(true));
    store.write(|tx| tx.give_role(&Grant { until: Some(noon()), ..manager(&over) })).unwrap();
    store.write(|tx| tx.give_role(&manager(&closed))).unwrap();
    store.write(|tx| tx.put_account(&Account { disabled_at: Some(noon()), ..closed.clone() })).unwrap();
    group
}

#[test]
fn applications_that_nobody_can_answer_do_not_keep_others_from_being_reminded_of() {
    in_every_place(|place| {
        let store = place.store();
        let theirs = offer(&store, &deserted(&store), &[24 * 10]);
        apply(&store, somebody(&store, "aki"), &theirs, &all(), &after(0)).unwrap();
        // As many as are found at a time, and all due before the one that somebody answers for.
        let many: Vec<Account> = (0..500).map(|n| account(&format!("many{n}"))).collect();
        store.write(|tx| many.iter().try_for_each(|one| tx.insert_account(one, "$argon2id$1"))).map_err(|e: StoreError| e).unwrap();
        let copied = "opportunity_id, group_id, origin, source, party, newcomer, said_of_age, state, seated, answer_by, created_at, updated_at, applied_at";
        let each = copied.split(", ").map(|column| format!("a.{column}")).collect::<Vec<_>>().join(", ");
        place.raw().run(&format!(
            "INSERT INTO application (id, version, account_id, {copied}) SELECT c.id, 1, c.id, {each} FROM application a CROSS JOIN account c WHERE c.name LIKE 'many%'"
        ));
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM application"), 501);
        let cast = cast(&store, &[24 * 10]);
        apply(&store, somebody(&store, "haru"), &cast.opportunity, &all(), &after(1)).unwrap();
        assert_eq!(remind(&store, &after(24 * 6 + 2)), 2, "its owner and its manager");
    });
}

#[test]
fn sessions_that_nobody_can_note_do_not_keep_others_from_being_reminded_of() {
    in_every_place(|place| {
        let store = place.store();
        let sessions: Vec<Session> = (0..500).map(|_| session_in(50, Some(9))).collect();
        let first = Submission { sessions: vec![sessions[0].id], ..all() };
        let theirs = published(&store, &deserted(&store), sessions, None, |_| ());
        let a = apply(&store, somebody(&store, "aki"), &theirs, &first, &after(0)).unwrap();
        accept(&store, &a, &after(0)).unwrap();
        place.raw().run(
            "INSERT INTO application_session (application_id, session_id, seated)
             SELECT a.id, s.id, TRUE FROM application a CROSS JOIN session s WHERE NOT EXISTS (SELECT 1 FROM application_session x WHERE x.session_id = s.id)",
        );
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM application_session"), 500);
        let cast = cast(&store, &[50]);
        taking_part(&store, "haru", &cast.opportunity, &after(0));
        assert_eq!(remind(&store, &after(54)), 2, "its owner and its manager");
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
