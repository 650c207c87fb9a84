//! Of what somebody wants to hear, what is dropped, and what is forgotten.

use crate::backends::{in_every_place, on_every_backend};
use crate::guardian::born;
use crate::notice::{cast, message, next, notices, sent};
use crate::taking_part::{after, all, apply, noon, somebody, withdraw};
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::application::{Application, Circumstances, Side};
use enmusubi_domain::id::AccountId;
use enmusubi_domain::notice::{Digest, NoticeKind as K, NoticeSettings, QuietHours};
use enmusubi_persistence::{KeptNoticeSettings, StoreError, Written};

#[test]
fn what_is_over_unwanted_or_too_old_is_dropped() {
    on_every_backend(|store| {
        let cast = cast(store, &[24 * 20]);
        // Fourteen years old at that time.
        let (haru, o) = (born(store, "haru", "2027-01-31".parse().unwrap()).id, &cast.opportunity);
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
