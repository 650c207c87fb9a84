//! Who was there, how that was corrected, and what somebody takes along of it.

use crate::backends::{in_every_place, on_every_backend};
use crate::people::{at, full_group, full_opportunity};
use crate::persons::{at_once, hash, standing_account};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Circumstances, Origin, Rules, State};
use enmusubi_domain::certificate::{Certificate, Extent};
use enmusubi_domain::city::Calendar;
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::{ApplicationId, CertificateId, GroupId, ParticipationId, SessionId};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::participation::{About, Noted, Objection, Occasion, Outcome, Participation, Pen};
use enmusubi_domain::schedule::Session;
use enmusubi_persistence::{Constraint, Line, Store, StoreError};

const THERE: Noted = Noted { outcome: Outcome::Attended, minutes: 90, notice: false };
const MISSED: Noted = Noted { outcome: Outcome::Absent, minutes: 0, notice: true };

/// Three sessions of two hours, the last of them called off.
fn listing(store: &Store) -> Opportunity {
    let group = full_group("yukimichi");
    let mut listing = full_opportunity("snow", &group);
    let session = |n: i64| Session {
        id: SessionId::derived(1_700_000_000_000, &format!("s{n}")),
        starts_at: at("2026-11-21T01:00:00Z") + TimeDelta::days(7 * n),
        ends_at: at("2026-11-21T03:00:00Z") + TimeDelta::days(7 * n),
        seats: Some(10),
        seats_taken: 1,
        cancelled: n == 2,
    };
    listing.details.schedule.sessions = (0..3).map(session).collect();
    store.write(|tx| tx.insert_all(std::slice::from_ref(&group), std::slice::from_ref(&listing))).unwrap();
    listing
}

/// Somebody who is accepted for all of it.
fn accepted(store: &Store, who: &Account, listing: &Opportunity) -> Application {
    let day = at("2026-11-10T00:00:00Z");
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
        said_of_age: true,
        state: State::Accepted,
        seated: true,
        answer_by: None,
        ended_by: None,
        reason: None,
        reason_text: None,
        created_at: day,
        updated_at: day,
        applied_at: Some(day),
        answered_at: Some(day),
        waiting_since: None,
        accepted_at: Some(day),
        ended_at: None,
    };
    store.write(|tx| tx.insert_application(&application)).unwrap();
    application
}

fn circumstances(now: DateTime<Utc>) -> Circumstances {
    Circumstances { rules: Rules::default(), tz: Calendar::default().tz, now }
}

fn later() -> DateTime<Utc> {
    at("2026-12-20T12:00:00.000007Z")
}

fn line(application: &Application, listing: &Opportunity, occasion: Occasion, noted: Noted, by: &Account) -> Participation {
    let about = About { application, opportunity: listing, group_name: "ゆきみち隊", occasion: &occasion };
    let pen = Pen { by: by.id, now: later(), tz: Calendar::default().tz, by_code: false };
    Participation::write(ParticipationId::new(), about, noted, pen).unwrap()
}

fn session(listing: &Opportunity, n: usize) -> Occasion {
    Occasion::Session(listing.details.schedule.sessions[n].clone())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_line_comes_back_as_it_was_written() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let dated = line(&application, &listing, session(&listing, 0), THERE, &aki);
        let mut free = line(&application, &listing, Occasion::Date(day("2026-11-20")), MISSED, &aki);
        (free.level, free.themes) = (None, vec![]);
        free.objection = Some(Objection { text: "行きました。\n\"二時間\" です 👩‍👩‍👧‍👦".into(), at: later() });
        for written in [&dated, &free] {
            store.write(|tx| tx.insert_participation(written)).unwrap();
            assert_eq!(store.read(|tx| tx.participation(written.id)).unwrap().as_ref(), Some(written));
        }
        assert_eq!(store.read(|tx| tx.participations_of_application(application.id)).unwrap(), [free.clone(), dated.clone()], "by date");
        assert_eq!(store.read(|tx| tx.participations_of_account(haru.id)).unwrap(), [free.clone(), dated.clone()]);
        assert_eq!(store.read(|tx| tx.participations(&[dated.id, ParticipationId::new(), free.id])).unwrap(), [dated, free]);
        assert_eq!(store.read(|tx| tx.participations_of_account(aki.id)).unwrap(), []);
        assert_eq!(store.read(|tx| tx.participation(ParticipationId::new())), Ok(None));
    });
}

#[test]
fn nobody_is_noted_twice_for_one_session_or_one_date() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        for occasion in [session(&listing, 0), Occasion::Date(day("2026-11-21"))] {
            let done = at_once(8, |n| {
                let noted = if n % 2 == 0 { THERE } else { MISSED };
                match store.write(|tx| tx.insert_participation(&line(&application, &listing, occasion.clone(), noted, &aki))) {
                    Err(StoreError::Constraint(Constraint::Noted)) => Ok(false),
                    done => done.map(|()| true),
                }
            });
            assert_eq!(done.into_iter().filter(|written| *written).count(), 1, "{occasion:?}");
        }
        assert_eq!(store.read(|tx| tx.participations_of_application(application.id)).unwrap().len(), 2, "a date and a session are two things");
        let ren = standing_account(store, "ren");
        let other = accepted(store, &ren, &listing);
        store.write(|tx| tx.insert_participation(&line(&other, &listing, session(&listing, 0), THERE, &aki))).unwrap();
    });
}

#[test]
fn a_correction_keeps_what_stood_there() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let first = line(&application, &listing, session(&listing, 0), THERE, &aki);
        store.write(|tx| tx.insert_participation(&first)).unwrap();
        let pen = Pen { by: aki.id, now: later(), tz: Calendar::default().tz, by_code: false };
        let (second, one) = first.corrected(MISSED, "別の人でした".into(), pen).unwrap();
        store.write(|tx| tx.correct_participation(&second, &one)).unwrap();
        let kept = store.read(|tx| tx.participation(first.id)).unwrap().unwrap();
        assert_eq!((kept.version, kept.noted), (2, MISSED));
        assert_eq!(kept, Participation { version: 2, ..second });
        let stale = store.write(|tx| tx.correct_participation(&first, &one));
        assert!(matches!(stale, Err(StoreError::Constraint(_))), "two who correct the same version cannot both be right: {stale:?}");
        let (third, two) = kept.corrected(THERE, "やはり来ていました".into(), pen).unwrap();
        store.write(|tx| tx.correct_participation(&third, &two)).unwrap();
        assert_eq!(store.read(|tx| tx.corrections_of(&[first.id])).unwrap(), [one, two]);
        assert_eq!(store.read(|tx| tx.corrections_of(&[])).unwrap(), []);
    });
}

#[test]
fn who_corrects_under_the_lock_sees_what_the_one_before_has_done() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let first = line(&application, &listing, session(&listing, 0), THERE, &aki);
        store.write(|tx| tx.insert_participation(&first)).unwrap();
        at_once(8, |n| {
            store.write_by_locks(|tx| {
                tx.lock_opportunity(listing.id)?;
                let stands = tx.participation(first.id)?.unwrap();
                let shorter = Noted { minutes: 10 + n as u32, ..THERE };
                let pen = Pen { by: aki.id, now: later(), tz: Calendar::default().tz, by_code: false };
                let (after, correction) = stands.corrected(shorter, "時間の訂正です".into(), pen).unwrap();
                tx.correct_participation(&after, &correction)
            })
        });
        let history = store.read(|tx| tx.corrections_of(&[first.id])).unwrap();
        assert_eq!(history.iter().map(|c| c.from_version).collect::<Vec<_>>(), (1..=8).collect::<Vec<i64>>());
        assert!(history.windows(2).all(|two| two[0].after == two[1].before), "nothing between two of them is lost: {history:?}");
        assert_eq!(store.read(|tx| tx.participation(first.id)).unwrap().unwrap().noted, history[7].after);
    });
}

#[test]
fn an_application_is_over_when_all_of_it_is_noted_and_follows_corrections() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let now = circumstances(later());
        let note = |n: usize, noted| {
            store.write_by_locks(|tx| {
                tx.lock_opportunity(listing.id)?;
                tx.insert_participation(&line(&application, &listing, session(&listing, n), noted, &aki))?;
                let stands = tx.application(application.id)?.unwrap();
                tx.settle_attendance(&stands, &listing, &now)
            })
        };
        assert_eq!(note(0, MISSED).map(|a: Application| a.state), Ok::<_, StoreError>(State::Accepted), "one of two");
        let after = note(1, MISSED).unwrap();
        assert_eq!((after.state, after.ended_at), (State::Absent, Some(later())), "what was called off is not waited for");
        let kept = store.read(|tx| tx.application(application.id)).unwrap().unwrap();
        assert_eq!((kept.state, kept.version), (State::Absent, 2));
        let wrong = store.read(|tx| tx.participations_of_application(application.id)).unwrap().remove(0);
        let (right, correction) = wrong.corrected(THERE, "来ていました".into(), Pen { by: aki.id, now: later(), tz: now.tz, by_code: false }).unwrap();
        let corrected = store.write_by_locks(|tx| {
            tx.correct_participation(&right, &correction)?;
            let stands = tx.application(application.id)?.unwrap();
            tx.settle_attendance(&stands, &listing, &now)
        });
        assert_eq!(corrected.map(|a| a.state), Ok::<_, StoreError>(State::Completed));
        let again = store.write(|tx| {
            let stands = tx.application(application.id)?.unwrap();
            tx.settle_attendance(&stands, &listing, &now)
        });
        assert_eq!(again.map(|a| (a.state, a.version)), Ok::<_, StoreError>((State::Completed, 3)), "nothing to do, nothing done");
    });
}

#[test]
fn the_record_is_listed_the_latest_first_and_whole() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let dates = ["2026-11-12", "2026-12-01", "2026-11-30", "2026-11-11", "2026-11-20"];
        let mut all: Vec<Participation> = dates.iter().map(|d| line(&application, &listing, Occasion::Date(day(d)), THERE, &aki)).collect();
        let other = accepted(store, &aki, &listing);
        let ren = line(&other, &listing, session(&listing, 1), MISSED, &haru);
        store.write(|tx| all.iter().chain([&ren]).try_for_each(|p| tx.insert_participation(p))).unwrap();
        all.sort_by_key(|p| std::cmp::Reverse((p.held_on, p.id)));
        for limit in 1..7 {
            let (mut pages, mut after) = (vec![], None);
            loop {
                let page = store.read(|tx| tx.participations_of_account_page(haru.id, after, limit)).unwrap();
                assert!(page.len() <= limit);
                let Some(last) = page.last() else { break };
                // As it travels in a cursor.
                after = Some(Line::of(last).to_string().parse().unwrap());
                pages.extend(page);
            }
            assert_eq!(pages, all, "{limit}");
        }
        let of = |session| store.read(|tx| tx.participations_of_opportunity_page(listing.id, session, None, 99)).unwrap();
        assert_eq!(of(None).len(), 6);
        assert_eq!(of(Some(listing.details.schedule.sessions[1].id)), [ren]);
        assert_eq!(of(Some(SessionId::new())), []);
        for wrong in ["", "2026-11-12", "2026-11-12 x", "x 019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"] {
            assert_eq!(wrong.parse::<Line>(), Err(()), "{wrong}");
        }
    });
}

#[test]
fn who_is_expected_at_a_session_is_known() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let (one, two) = (accepted(store, &haru, &listing), accepted(store, &aki, &listing));
        let first = listing.details.schedule.sessions[0].id;
        let expected = || store.read(|tx| tx.expected_at(&[first])).unwrap();
        assert_eq!(expected(), [(one.id, first), (two.id, first)]);
        store.write(|tx| tx.put_application(&Application { state: State::Withdrawn, seated: false, ..two.clone() })).unwrap();
        assert_eq!(expected(), [(one.id, first)], "who took it back is not");
        store.write(|tx| tx.put_application(&Application { state: State::Completed, ..one.clone() })).unwrap();
        assert_eq!(expected(), [(one.id, first)], "who was there still is");
        assert_eq!(store.read(|tx| tx.expected_at(&[])).unwrap(), []);
    });
}

#[test]
fn whoever_was_with_a_group_once_is_no_newcomer_to_it() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let knows = |group| store.read(|tx| tx.attended_group(haru.id, group)).unwrap();
        assert!(!knows(listing.group));
        store.write(|tx| tx.insert_participation(&line(&application, &listing, session(&listing, 0), MISSED, &aki))).unwrap();
        assert!(!knows(listing.group), "who stayed away has not been there");
        store.write(|tx| tx.insert_participation(&line(&application, &listing, session(&listing, 1), THERE, &aki))).unwrap();
        assert!(knows(listing.group) && !knows(GroupId::new()));
    });
}

fn certificate(who: &Account, lines: Vec<ParticipationId>, secret: &str) -> Certificate {
    Certificate {
        id: CertificateId::new(),
        account: Some(who.id),
        code_hash: hash(secret),
        holder: Some(hash("name")),
        digest: hash("digest"),
        participations: lines,
        minutes: u64::from(u32::MAX) * 2,
        extent: Extent { from: Some(day("2026-11-01")), to: None, group: Some(GroupId::new()) },
        issued_at: later(),
        revoked_at: None,
    }
}

#[test]
fn a_certificate_is_found_by_its_code_and_can_be_taken_back() {
    on_every_backend(|store| {
        let haru = standing_account(store, "haru");
        let first = certificate(&haru, vec![ParticipationId::new(), ParticipationId::new()], "one");
        let second = Certificate { extent: Extent::default(), ..certificate(&haru, vec![], "two") };
        store.write(|tx| tx.insert_certificate(&first).and_then(|()| tx.insert_certificate(&second))).unwrap();
        assert!(
            matches!(store.write(|tx| tx.insert_certificate(&certificate(&haru, vec![], "one"))), Err(StoreError::Constraint(_))),
            "one code, one certificate"
        );
        assert_eq!(store.read(|tx| tx.certificate_by_code(&hash("one"))).unwrap(), Some(first.clone()));
        assert_eq!(store.read(|tx| tx.certificate_by_code(&hash("three"))), Ok(None));
        assert_eq!(store.read(|tx| tx.certificates_of_account(haru.id)).unwrap(), [second.clone(), first.clone()]);
        assert_eq!(store.write(|tx| tx.revoke_certificate(first.id, later())), Ok(true));
        assert_eq!(store.write(|tx| tx.revoke_certificate(first.id, later() + TimeDelta::days(1))), Ok(false));
        assert_eq!(store.read(|tx| tx.certificate(first.id)).unwrap(), Some(Certificate { revoked_at: Some(later()), ..first }));
        let shown = format!("{:?}", store.read(|tx| tx.certificate(second.id)).unwrap());
        assert!(!shown.contains("code_hash") && !shown.contains("account"), "{shown}");
    });
}

#[test]
fn whoever_leaves_takes_name_and_words_along_and_the_hours_stay() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let mine = line(&application, &listing, session(&listing, 0), THERE, &aki);
        let (after, correction) =
            mine.corrected(MISSED, "名前を書いてしまった".into(), Pen { by: aki.id, now: later(), tz: Calendar::default().tz, by_code: false }).unwrap();
        let shown = certificate(&haru, vec![mine.id], "one");
        let done = store.write(|tx| {
            tx.insert_participation(&mine)?;
            tx.correct_participation(&after, &correction)?;
            tx.object_to_participation(mine.id, "いいえ、行きました", later())?;
            tx.insert_certificate(&shown)
        });
        done.unwrap();
        assert_eq!(store.read(|tx| tx.participation(mine.id)).unwrap().unwrap().objection.map(|o| o.text), Some("いいえ、行きました".into()));
        // Whoever noted it leaves first: the line and why it was corrected stay.
        store.write(|tx| tx.delete_account(aki.id)).unwrap();
        let kept = store.read(|tx| tx.participation(mine.id)).unwrap().unwrap();
        assert_eq!((kept.account, kept.recorded_by, kept.objection.is_some()), (Some(haru.id), None, true));
        let kept = store.read(|tx| tx.corrections_of(&[mine.id])).unwrap().remove(0);
        assert_eq!((kept.by, kept.reason.is_some()), (None, true));
        store
            .write(|tx| {
                tx.put_application(&Application { state: State::Absent, ..application.clone() })?;
                tx.delete_account(haru.id)
            })
            .unwrap();
        let kept = store.read(|tx| tx.participation(mine.id)).unwrap().unwrap();
        assert_eq!((kept.account, kept.objection, kept.noted), (None, None, MISSED));
        let kept = store.read(|tx| tx.corrections_of(&[mine.id])).unwrap().remove(0);
        assert_eq!((kept.before, kept.after, kept.reason), (THERE, MISSED, None));
        let kept = store.read(|tx| tx.certificate_by_code(&hash("one"))).unwrap().unwrap();
        assert_eq!((kept.account, kept.holder, kept.minutes), (None, None, shown.minutes));
    });
}

#[test]
fn the_record_is_kept_for_as_long_as_it_is_said() {
    on_every_backend(|store| {
        let (haru, aki, listing) = (standing_account(store, "haru"), standing_account(store, "aki"), listing(store));
        let application = accepted(store, &haru, &listing);
        let old = line(&application, &listing, Occasion::Date(day("2026-11-20")), THERE, &aki);
        let new = line(&application, &listing, Occasion::Date(day("2026-11-21")), THERE, &aki);
        let (after, correction) =
            old.corrected(MISSED, "まちがい".into(), Pen { by: aki.id, now: later(), tz: Calendar::default().tz, by_code: false }).unwrap();
        let early = Certificate { issued_at: at("2026-11-20T14:59:59Z"), ..certificate(&haru, vec![], "one") };
        let late = Certificate { issued_at: at("2026-11-21T15:00:00Z"), ..certificate(&haru, vec![], "two") };
        let done = store.write(|tx| {
            tx.insert_participation(&old)?;
            tx.insert_participation(&new)?;
            tx.correct_participation(&after, &correction)?;
            tx.insert_certificate(&early)?;
            tx.insert_certificate(&late)
        });
        done.unwrap();
        // 00:00 on 21 November in Sapporo, ten years later by days.
        let now = circumstances(at("2026-11-20T15:00:00Z") + TimeDelta::days(Rules::default().retention.participations.into()));
        let before = Circumstances { now: now.now - TimeDelta::days(1), ..now };
        assert_eq!(store.write(|tx| tx.forget_old_participations(&before)), Ok(0));
        assert_eq!(store.write(|tx| tx.forget_old_participations(&now)), Ok(2));
        assert_eq!(store.read(|tx| tx.participations_of_account(haru.id)).unwrap(), [new]);
        assert_eq!(store.read(|tx| tx.corrections_of(&[old.id])).unwrap(), []);
        assert_eq!(store.read(|tx| tx.certificates_of_account(haru.id)).unwrap(), [late]);
    });
}

#[test]
fn no_follower_hears_of_a_record_and_a_damaged_line_is_named_without_what_stood_in_it() {
    in_every_place(|place| {
        let store = place.store();
        let (haru, aki, listing) = (standing_account(&store, "haru"), standing_account(&store, "aki"), listing(&store));
        let application = accepted(&store, &haru, &listing);
        let mine = line(&application, &listing, session(&listing, 0), THERE, &aki);
        let entries = place.raw().entries();
        store.write(|tx| tx.insert_participation(&mine)).unwrap();
        store.write(|tx| tx.object_to_participation(mine.id, "himitsu", later())).unwrap();
        store.write(|tx| tx.insert_certificate(&certificate(&haru, vec![mine.id], "one"))).unwrap();
        assert_eq!(place.raw().entries(), entries);
        for wrong in ["minutes = 1441", "minutes = 0", "outcome = 'absent'", "notice = (1 = 1)", "starts_at = NULL", "objection = NULL", "held_on = '2026-1-1'"]
        {
            assert!(place.raw().try_run(&format!("UPDATE participation SET {wrong}")).is_err(), "{wrong}");
        }
        for wound in ["held_on = '2026-13-01'", "kind = 'himitsu'", "themes = '{}'"] {
            place.raw().run(&format!("UPDATE participation SET {wound}"));
            let error = store.read(|tx| tx.participations_of_account(haru.id)).unwrap_err();
            assert!(matches!(&error, StoreError::Damaged { table: "participation", id, .. } if *id == mine.id.to_string()), "{error}");
            place.raw().run("UPDATE participation SET held_on = '2026-11-21', kind = 'activity', themes = '[]'");
        }
    });
}
