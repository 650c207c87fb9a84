use super::*;
use crate::schedule::Session;
use NoticeKind as K;
use chrono::{TimeDelta, Timelike};
use chrono_tz::Tz;
use proptest::prelude::*;

const TOKYO: Tz = Tz::Asia__Tokyo;

/// A moment of the city's clock, in 2026.
fn jst(text: &str) -> DateTime<Utc> {
    at(&format!("2026-{text}:00+09:00"))
}

fn matter(kind: K, since: &str, presses: Option<&str>) -> Matter {
    Matter { kind, since: jst(since), presses: presses.map(jst) }
}

fn settings(digest: Digest) -> NoticeSettings {
    NoticeSettings { digest, ..NoticeSettings::default() }
}

#[test]
fn letters_go_when_the_table_says() {
    use Digest::{AtOnce, Daily, Hourly};
    // Kind, since, when it begins, how it is gathered, the last letter of that sort, now; and when it goes, and whether with others.
    let table = [
        // What can wait: at once if no letter went within the window.
        (K::Message, "11-24T10:00", None, Hourly, None, "11-24T10:00", "11-24T10:00", true),
        (K::Message, "11-24T10:05", None, Hourly, Some("11-24T10:00"), "11-24T10:05", "11-24T11:00", true),
        (K::Message, "11-24T10:05", None, Hourly, Some("11-24T08:00"), "11-24T10:05", "11-24T10:05", true),
        (K::Message, "11-24T10:05", None, AtOnce, Some("11-24T10:04"), "11-24T10:05", "11-24T10:05", true),
        (K::Message, "11-24T10:00", None, Daily, None, "11-24T10:00", "11-24T18:00", true),
        (K::Message, "11-24T18:00", None, Daily, None, "11-24T18:00", "11-24T18:00", true),
        (K::Message, "11-24T18:01", None, Daily, Some("11-24T18:00"), "11-24T18:01", "11-25T18:00", true),
        (K::Message, "11-24T09:00", None, Daily, Some("11-23T18:00"), "11-24T18:00", "11-24T18:00", true),
        // The night is quiet, on both sides of midnight; its end is not.
        (K::Message, "11-24T21:00", None, AtOnce, None, "11-24T21:00", "11-25T08:00", true),
        (K::Message, "11-24T20:59", None, AtOnce, None, "11-24T20:59", "11-24T20:59", true),
        (K::Message, "11-25T02:00", None, Hourly, Some("11-24T20:58"), "11-25T02:00", "11-25T08:00", true),
        (K::Message, "11-24T20:30", None, Hourly, Some("11-24T20:15"), "11-24T20:30", "11-25T08:00", true),
        (K::Message, "11-25T08:00", None, Hourly, None, "11-25T08:00", "11-25T08:00", true),
        // What is urgent waits for nobody but the night.
        (K::SeatOffered, "11-24T10:00", Some("11-25T10:00"), Daily, Some("11-24T09:59"), "11-24T10:00", "11-24T10:00", false),
        (K::SeatOffered, "11-24T22:00", Some("11-25T22:00"), Daily, None, "11-24T22:00", "11-25T08:00", false),
        (K::SeatOffered, "11-24T22:00", Some("11-25T09:59"), Daily, None, "11-24T22:00", "11-24T22:00", false),
        (K::CalledOff, "11-24T23:00", Some("11-25T07:00"), Hourly, None, "11-24T23:00", "11-24T23:00", false),
        (K::CalledOff, "11-24T23:00", None, Hourly, None, "11-24T23:00", "11-25T08:00", false),
        // What settles a date is urgent if the date is near.
        (K::Accepted, "11-24T10:00", Some("11-26T09:59"), Daily, None, "11-24T10:00", "11-24T10:00", false),
        (K::Accepted, "11-24T10:00", Some("11-26T10:00"), Daily, None, "11-24T10:00", "11-24T18:00", true),
        // What would come too late with the others goes by itself.
        (K::Message, "11-24T10:00", Some("11-24T17:00"), Daily, None, "11-24T10:00", "11-24T10:00", false),
        (K::Message, "11-24T22:00", Some("11-25T07:30"), Hourly, None, "11-24T22:00", "11-24T22:00", false),
        // The clock wakes nobody.
        (K::Reminder, "11-24T00:10", Some("11-25T07:00"), Hourly, None, "11-24T00:10", "11-24T08:00", true),
        (K::Reminder, "11-24T00:10", Some("11-25T07:00"), Daily, None, "11-24T00:10", "11-24T18:00", true),
        (K::Reminder, "11-25T00:10", Some("11-25T07:00"), Hourly, None, "11-25T00:10", "11-25T08:00", false),
    ];
    for (kind, since, presses, digest, last, now, wanted, gathered) in table {
        let due = due_at(&matter(kind, since, presses), &settings(digest), last.map(jst), jst(now), TOKYO);
        assert_eq!(due, Due { at: jst(wanted), gathered }, "{kind:?} since {since}, begins {presses:?}, {digest:?}, last {last:?}, now {now}");
    }
}

#[test]
fn whoever_wants_no_quiet_hours_has_none_and_others_choose_their_own() {
    let late = matter(K::Message, "11-24T23:30", None);
    let none = NoticeSettings { quiet: None, ..settings(Digest::AtOnce) };
    assert_eq!(due_at(&late, &none, None, jst("11-24T23:30"), TOKYO).at, jst("11-24T23:30"));
    let by_day = NoticeSettings { quiet: Some(QuietHours { from: 9 * 60, to: 17 * 60 }), ..none };
    let noon = matter(K::Message, "11-24T12:00", None);
    assert_eq!(due_at(&noon, &by_day, None, jst("11-24T12:00"), TOKYO).at, jst("11-24T17:00"));
    assert_eq!(due_at(&late, &by_day, None, jst("11-24T23:30"), TOKYO).at, jst("11-24T23:30"));
    for (from, to) in [(480, 480), (1440, 0), (0, 1440)] {
        assert!(QuietHours::new("quiet_hours", from, to).is_err(), "{from} {to}");
    }
    assert_eq!(QuietHours::new("quiet_hours", 1260, 480), Ok(QuietHours::USUAL));
}

#[test]
fn quiet_hours_end_where_clocks_are_changed_in_the_night() {
    // Berlin skips 02:00 to 03:00 on 29 March, and has 02:00 to 03:00 twice on 25 October.
    let quiet = |to| NoticeSettings { quiet: Some(QuietHours { from: 23 * 60, to }), ..settings(Digest::AtOnce) };
    let due = |now: &str, to| due_at(&Matter { kind: K::Message, since: at(now), presses: None }, &quiet(to), None, at(now), Tz::Europe__Berlin).at;
    assert_eq!(due("2026-03-29T00:30:00Z", 150), at("2026-03-29T01:30:00Z"), "half past two does not exist: half past three");
    assert_eq!(due("2026-10-25T00:45:00Z", 165), at("2026-10-25T00:45:00Z"), "a quarter to three, the first time");
    assert_eq!(due("2026-10-25T01:15:00Z", 150), at("2026-10-25T01:30:00Z"), "half past two, the second time");
    assert_eq!(due("2026-10-25T00:15:00Z", 150), at("2026-10-25T00:30:00Z"), "and the first time");
}

#[test]
fn a_matter_presses_by_its_next_session_or_by_what_is_to_be_answered() {
    let session = |begins: &str| Session {
        id: SessionId::derived(1, begins),
        starts_at: jst(begins),
        ends_at: jst(begins) + TimeDelta::hours(2),
        seats: None,
        seats_taken: 0,
        cancelled: false,
    };
    let sessions = [session("11-20T10:00"), session("12-05T10:00"), session("11-28T10:00")];
    let a = Application { answer_by: Some(jst("11-26T10:00")), ..application(State::Applied, Origin::Volunteer) };
    let now = jst("11-24T10:00");
    assert_eq!(presses(K::AnswerDue, &a, &sessions, now), Some(jst("11-26T10:00")));
    assert_eq!(presses(K::Reminder, &a, &sessions[1..2], now), Some(jst("12-05T10:00")));
    assert_eq!(
        presses(K::Message, &Application { answer_by: Some(now), ..a.clone() }, &sessions, now),
        Some(jst("11-28T10:00")),
        "what is over presses nobody"
    );
    assert_eq!((presses(K::Expired, &a, &sessions, now), presses(K::AttendanceDue, &a, &sessions, now)), (None, None));
}

fn kind() -> impl Strategy<Value = K> {
    proptest::sample::select(K::ALL)
}

fn quiet() -> impl Strategy<Value = Option<QuietHours>> {
    proptest::option::of((0u16..1440, 0u16..1440).prop_filter_map("two hours", |(from, to)| QuietHours::new("q", from, to).ok()))
}

fn zone() -> impl Strategy<Value = Tz> {
    proptest::sample::select(vec![TOKYO, Tz::Europe__Berlin, Tz::Australia__Lord_Howe, Tz::America__St_Johns])
}

fn is_quiet(settings: &NoticeSettings, moment: DateTime<Utc>, tz: Tz) -> bool {
    let civil = moment.with_timezone(&tz);
    settings.quiet.is_some_and(|quiet| quiet.contains(u16::try_from(civil.hour() * 60 + civil.minute()).unwrap()))
}

/// Minutes of about a year, with every change of clocks in it.
fn minutes() -> impl Strategy<Value = i64> {
    0i64..370 * 1440
}

fn after(minutes: i64) -> DateTime<Utc> {
    at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn no_letter_goes_in_quiet_hours_unless_it_would_come_too_late(
        kind in kind(), quiet in quiet(), digest in proptest::sample::select(Digest::ALL), tz in zone(), now in minutes(),
        since in 0i64..3000, presses in proptest::option::of(-100i64..4000), last in proptest::option::of(0i64..3000),
    ) {
        let settings = NoticeSettings { off: vec![], digest, quiet };
        let now = after(now);
        let matter = Matter { kind, since: now - TimeDelta::minutes(since), presses: presses.map(|m| now + TimeDelta::minutes(m)) };
        let last = last.map(|m| now - TimeDelta::minutes(m));
        let due = due_at(&matter, &settings, last, now, tz);
        prop_assert!(due.at >= now);
        prop_assert!(due.at <= now + TimeDelta::hours(74), "{:?}", due);
        if is_quiet(&settings, due.at, tz) {
            let presses = matter.presses.unwrap();
            prop_assert!(due.at == now && !due.gathered && presses > now && !kind.is_clockwork());
            let rested = due_at(&Matter { presses: None, kind: K::CalledOff, ..matter }, &settings, None, now, tz).at;
            prop_assert!(presses <= (now + TimeDelta::hours(12)).max(rested));
        }
        // Whoever looks again at that moment finds it due.
        if due.gathered {
            prop_assert_eq!(due_at(&matter, &settings, last, due.at, tz).at, due.at);
        }
        // What can still be known in time is.
        if let Some(presses) = matter.presses.filter(|at| *at > now) && !kind.is_clockwork() {
            prop_assert!(due.at < presses || due.at == now, "{due:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn of_gathered_letters_there_is_one_in_a_window_at_most(
        quiet in quiet(), digest in proptest::sample::select(vec![Digest::Hourly, Digest::Daily]), tz in zone(), begins in minutes(),
        news in proptest::collection::vec(0i64..5 * 1440, 1..40),
    ) {
        let settings = NoticeSettings { off: vec![], digest, quiet };
        let mut waiting: Vec<Matter> = news.iter().map(|m| Matter { kind: K::Message, since: after(begins + m), presses: None }).collect();
        let mut letters: Vec<DateTime<Utc>> = vec![];
        for minute in 0..9 * 1440 {
            let now = after(begins + minute);
            let last = letters.last().copied();
            let is_due = |m: &Matter| m.since <= now && due_at(m, &settings, last, now, tz).at <= now;
            if waiting.iter().any(is_due) {
                prop_assert!(!is_quiet(&settings, now, tz));
                waiting.retain(|m| !is_due(m));
                letters.push(now);
            }
        }
        prop_assert!(waiting.is_empty(), "every notice goes in the end");
        for pair in letters.windows(2) {
            let apart = pair[1] - pair[0];
            prop_assert!(apart >= TimeDelta::hours(1), "{apart}");
            if digest == Digest::Daily {
                // An evening lies in each.
                let day = |moment: DateTime<Utc>| (moment.with_timezone(&tz).naive_local() - TimeDelta::hours(18)).date();
                prop_assert!(day(pair[0]) < day(pair[1]), "{pair:?}");
            }
        }
    }
}
