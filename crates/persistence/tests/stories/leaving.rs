//! Somebody leaves: what goes on ends, what is theirs is gone from every table and from the file, and what was counted stays.

use crate::backends::{Backend, Place, in_every_place};
use crate::persons::{grant, hash, login, standing_account};
use crate::taking_part::{
    OWN, accept, after, all, apply, begin, decline, noon, now_of, published, session_in, somebody, standing_group, taken, told, withdraw,
};
use chrono::{Months, NaiveDate};
use enmusubi_domain::access::Role;
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Circumstances, DeclineReason, No, Origin, Side, State, Submission};
use enmusubi_domain::certificate::{Certificate, Extent};
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::contact::{Contact, Emergency};
use enmusubi_domain::group::Group;
use enmusubi_domain::guardian::{Guardianship, Proof, Relation};
use enmusubi_domain::id::{AccountId, CertificateId, ConsentId, GuardianshipId, MessageId, ParticipationId};
use enmusubi_domain::matching::Wish;
use enmusubi_domain::message::Message;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::participation::{About, Noted, Occasion, Outcome, Participation, Pen};
use enmusubi_domain::profile::Profile;
use enmusubi_persistence::{Asking, JobKind, NewJob, Store, StoreError, Stored, Tx};

/// What only one person has written or is called, and must not be found anywhere afterwards.
const CANARIES: [&str; 16] = [
    "kanarie-haru",
    "かなりあ の ことり",
    "090-4711-0815",
    "kanarie-emergency",
    "011-4711-0816",
    "kanarie-relation",
    "kanarie-licence",
    "kanarie-skill",
    "1987-06-05",
    "kanarie-message",
    "kanarie-reason",
    "kanarie-thread",
    "kanarie-objection",
    "kanarie-correction",
    "kanarie-device",
    "kanarie-answer",
];

/// One who leaves, and what they are in the middle of.
struct Cast {
    haru: Account,
    aki: Account,
    group: Group,
    /// Haru is accepted, and the next one waits.
    seat: (Opportunity, Application, Application),
    /// A seat is offered to Haru, and the next one waits.
    offer: (Opportunity, Application, Application),
    /// Haru's, in every state.
    all: Vec<Application>,
    /// Accepted on the word of Haru alone.
    child: Application,
    /// Haru wrote to somebody else on behalf of the group.
    begun: Application,
}

fn wish() -> Submission {
    Submission { message: Some("kanarie-message です".into()), ..all() }
}

fn write<T>(store: &Store, f: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
    store.write(f).unwrap()
}

/// Something an hour long on a day of its own.
fn listing(store: &Store, group: &Group, seats: u32, day: &mut i64) -> Opportunity {
    *day += 1;
    published(store, group, vec![session_in(24 * *day, Some(seats))], None, |_| ())
}

fn says_no() -> No {
    No { reason: DeclineReason::Other, text: Some("kanarie-reason なので".into()) }
}

/// A person everything is known of.
fn person(store: &Store) -> Account {
    let haru = standing_account(store, "kanarie-haru");
    let wish = Wish { party: 1, qualifications: Some(vec!["kanarie-licence".into()]), skills: Some(vec!["kanarie-skill".into()]), ..Wish::default() };
    let profile = Profile { wish, birth_date: NaiveDate::from_ymd_opt(1987, 6, 5), open_to_introductions: true };
    let emergency = Emergency { name: "kanarie-emergency".into(), phone: "011-4711-0816".into(), relation: Some("kanarie-relation".into()) };
    let contact = Contact {
        name_kana: Some("かなりあ の ことり".into()),
        phone: Some("090-4711-0815".into()),
        emergency: Some(emergency),
        share_phone: true,
        ..Contact::default()
    };
    let device = enmusubi_domain::login::Login { device: "kanarie-device".into(), ..login(&haru, noon(), &[]) };
    write(store, |tx| {
        tx.put_profile(haru.id, &profile, noon())?;
        tx.put_contact(haru.id, &contact, noon())?;
        tx.insert_login(&device, &hash("refresh"))?;
        tx.enqueue(&NewJob {
            kind: JobKind::Mail,
            payload: serde_json::json!({"account": haru.id.to_string(), "said": "kanarie-answer"}),
            run_at: None,
            dedup_key: None,
        })
    });
    haru
}

fn cast(store: &Store) -> Cast {
    let (haru, aki, group) = (person(store), standing_account(store, "aki"), standing_group(store, "雪の会"));
    let others: Vec<AccountId> = (0..6).map(|n| somebody(store, &format!("other{n}"))).collect();
    write(store, |tx| tx.give_role(&grant(&aki, Role::Owner(group.id))));
    let at = after(0);
    let mut day = 20;
    let mut own = |seats| {
        let o = listing(store, &group, seats, &mut day);
        (apply(store, haru.id, &o, &wish(), &at).unwrap(), o)
    };

    let (applied, _) = own(3);
    let (a, o) = own(1);
    let accepted = accept(store, &a, &at).unwrap();
    let next = accept(store, &apply(store, others[0], &o, &all(), &at).unwrap(), &at).unwrap();
    let seat = (o, accepted, next);

    let (waits, o) = own(1);
    accept(store, &apply(store, others[1], &o, &all(), &at).unwrap(), &at).unwrap();
    let waits = accept(store, &waits, &at).unwrap();

    let (a, o) = own(1);
    let first = accept(store, &apply(store, others[2], &o, &all(), &at).unwrap(), &at).unwrap();
    let a = accept(store, &a, &at).unwrap();
    let next = accept(store, &apply(store, others[3], &o, &all(), &at).unwrap(), &at).unwrap();
    withdraw(store, &first, &at).unwrap();
    let offer = (o, now_of(store, &a), next);

    let (declined, _) = own(3);
    let declined = told(store.write_by_locks(|tx| tx.decline_application(declined.id, Side::Group, says_no(), &at))).unwrap();
    let (withdrawn, _) = own(3);
    let withdrawn = told(store.write_by_locks(|tx| tx.withdraw_application(withdrawn.id, Side::Volunteer, Some(says_no()), &at))).unwrap();
    let (expired, _) = own(3);
    let late = after(24 * 8);
    assert!(store.write_by_locks(|tx| tx.expire_application(expired.id, &late)).map_err(|e: StoreError| e).unwrap());

    let (done, o) = own(3);
    let done = accept(store, &done, &at).unwrap();
    let done = attended(store, &done, &o, &aki);

    let ask = |origin, by: &Account| Asking { origin, begun_by: Some(by.id), ..OWN };
    let o = listing(store, &group, 3, &mut day);
    let proposed = begin(store, haru.id, &o, &wish(), ask(Origin::Introduction, &aki), &at).unwrap();
    let o = listing(store, &group, 3, &mut day);
    let begun = begin(store, others[4], &o, &wish(), ask(Origin::Invitation, &haru), &at).unwrap();
    let o = listing(store, &group, 3, &mut day);
    let child = child(store, &haru, &aki, &o, &at);

    let all = vec![applied, seat.1.clone(), waits, offer.1.clone(), declined, withdrawn, now_of(store, &expired), done, proposed];
    written(store, &haru, &aki, &all);
    Cast { haru, aki, group, seat, offer, all, child, begun }
}

/// A record of one session, objected to and corrected, with a certificate of it.
fn attended(store: &Store, a: &Application, o: &Opportunity, by: &Account) -> Application {
    let later = after(24 * 60);
    let about = About { application: a, opportunity: o, group_name: "雪の会", occasion: &Occasion::Session(o.details.schedule.sessions[0].clone()) };
    let pen = Pen { by: by.id, now: later.now, tz: later.tz, by_code: false };
    let line = Participation::write(ParticipationId::new(), about, Noted { outcome: Outcome::Attended, minutes: 90, notice: false }, pen).unwrap();
    let (after, correction) =
        line.corrected(Noted { outcome: Outcome::Attended, minutes: 100, notice: false }, "kanarie-correction さんの分".into(), pen).unwrap();
    let certificate = Certificate {
        id: CertificateId::new(),
        account: a.volunteer,
        code_hash: hash("code"),
        holder: Some(hash("kanarie-haru")),
        digest: hash("lines"),
        participations: vec![line.id],
        minutes: 100,
        extent: Extent::default(),
        issued_at: later.now,
        revoked_at: None,
    };
    let done = store.write_by_locks(|tx| {
        tx.lock_opportunity(o.id)?;
        tx.insert_participation(&line)?;
        tx.correct_participation(&after, &correction)?;
        tx.object_to_participation(line.id, "kanarie-objection です", later.now)?;
        tx.insert_certificate(&certificate)?;
        tx.settle_attendance(a, o, &later)
    });
    done.map_err(|e: StoreError| e).unwrap()
}

/// A child of fifteen who is accepted on the word of a guardian.
fn child(store: &Store, guardian: &Account, desk: &Account, o: &Opportunity, at: &Circumstances) -> Application {
    let child = standing_account(store, "child");
    let born = at.today().checked_sub_months(Months::new(12 * 15 + 3)).unwrap();
    let profile = Profile { wish: Wish { party: 1, ..Wish::default() }, birth_date: Some(born), open_to_introductions: false };
    let tie = Guardianship::claim(GuardianshipId::new(), child.id, guardian.id, Relation::Parent, at.now).unwrap();
    let live = tie.confirm(Proof::InPerson, desk.id, Some(born), at).unwrap();
    write(store, |tx| {
        tx.put_profile(child.id, &profile, at.now)?;
        tx.insert_guardianship(&tie)?;
        tx.put_guardianship(&live)
    });
    let a = apply(store, child.id, o, &all(), at).unwrap();
    let given = Given { purpose: Purpose::GuardianApplication, application: Some(a.id), text_version: 1, lang: TextLang::Ja, method: Method::Account };
    write(store, |tx| tx.insert_consent(&Consent::give(ConsentId::new(), child.id, Some(guardian.id), None, given, at.now, at.tz)));
    accept(store, &a, at).unwrap()
}

/// What both sides wrote to each other, and what the group's side was answered.
fn written(store: &Store, haru: &Account, aki: &Account, all: &[Application]) {
    write(store, |tx| {
        for (n, a) in all.iter().enumerate() {
            for (side, author, text) in [(Side::Volunteer, haru, "kanarie-thread です"), (Side::Group, aki, "お待ちしています")] {
                let id = MessageId::new();
                tx.insert_message(&Message {
                    id,
                    application: a.id,
                    side,
                    author: Some(author.id),
                    text: Some(text.into()),
                    sent_at: noon(),
                    removed_at: None,
                })?;
            }
            let body = format!("{{\"id\": \"{}\", \"message\": \"kanarie-answer\"}}", a.id);
            tx.keep(
                &hash(aki.id.0.as_bytes()),
                "accept_application",
                &n.to_string(),
                &Stored { fingerprint: hash("asked"), status: 200, headers: vec![], body },
            )?;
        }
        let other = Stored { fingerprint: hash("asked"), status: 200, headers: vec![], body: "{\"id\": \"somebody else\"}".into() };
        tx.keep(&hash(aki.id.0.as_bytes()), "accept_application", "another", &other)
    });
}

fn leave(store: &Store, who: AccountId, at: &Circumstances) {
    write(store, |tx| {
        tx.leave(who, at)?;
        tx.delete_account(who)
    });
}

/// Every row of every table, as text.
fn everything(place: &Place) -> String {
    let mut raw = place.raw();
    let tables = match place.backend {
        Backend::Sqlite => raw.lines("SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
        Backend::Postgres => raw.lines("SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = current_schema()"),
    };
    let mut text = String::new();
    for table in tables {
        let rows = match place.backend {
            Backend::Postgres => format!("SELECT t::text AS line FROM \"{table}\" t"),
            Backend::Sqlite => {
                let columns = raw.lines(&format!("SELECT 'quote(\"' || name || '\")' AS line FROM pragma_table_info('{table}')"));
                format!("SELECT {} AS line FROM \"{table}\"", columns.join(" || ' ' || "))
            }
        };
        raw.lines(&rows).iter().for_each(|line| text += &format!("{table} {line}\n"));
    }
    text
}

/// The bytes of the database and of its log.
fn bytes(place: &Place) -> Vec<u8> {
    let files = std::fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| !file.ends_with("town.db.lock")).flat_map(|file| std::fs::read(file).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Minutes a group has counted.
fn hours(store: &Store, of: &[Opportunity]) -> u64 {
    let lines = of.iter().flat_map(|o| store.read(|tx| tx.participations_of_opportunity_page(o.id, None, None, 100)).map_err(|e: StoreError| e).unwrap());
    lines.map(|p| u64::from(p.noted.minutes)).sum()
}

#[test]
fn whoever_leaves_is_gone_from_every_table_and_from_the_file() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        let states: Vec<State> = cast.all.iter().map(|a| a.state).collect();
        for state in State::ALL.iter().filter(|s| **s != State::Absent) {
            assert!(states.contains(state), "{state:?} is among what the story leaves: {states:?}");
        }
        let before = everything(place);
        for canary in CANARIES {
            assert!(before.contains(canary), "{canary} is there first");
        }
        leave(&store, cast.haru.id, &after(24 * 9));
        let left = everything(place);
        for canary in CANARIES {
            let line = left.lines().find(|line| line.contains(canary));
            assert!(line.is_none(), "left behind: {line:?}");
        }
        let id = if place.backend == Backend::Sqlite { cast.haru.id.0.simple().to_string().to_uppercase() } else { cast.haru.id.to_string() };
        assert!(!left.contains(&id), "nothing points at them either: {:?}", left.lines().find(|line| line.contains(&id)));
        if place.backend == Backend::Sqlite {
            assert!(store.has_traces().unwrap());
            assert!(CANARIES.iter().any(|canary| holds(&bytes(place), canary)), "the log remembers how it was");
            store.empty_the_log().unwrap();
            assert!(store.tidy().unwrap() && !store.tidy().unwrap() && !store.has_traces().unwrap());
            let bytes = bytes(place);
            assert!(holds(&bytes, "お待ちしています"), "the bytes are those of the database");
            for canary in CANARIES {
                assert!(!holds(&bytes, canary), "{canary} stands in the file");
            }
        } else {
            assert!(!store.has_traces().unwrap() && !store.tidy().unwrap());
        }
        assert_eq!(place.raw().number("SELECT CAST(count(*) AS text) AS line FROM idempotency"), 1, "answers about others are kept");
    });
}

/// SQLite leaves pieces of rows behind where it moves them from page to page: only a file that is written anew has none.
#[test]
fn a_file_in_which_much_was_moved_about_holds_nothing_either() {
    let place = Place::sqlite();
    let store = place.store();
    let mut raw = place.raw();
    raw.run("CREATE TABLE litter (id BLOB NOT NULL PRIMARY KEY, word TEXT NOT NULL) STRICT; CREATE INDEX litter_by_word ON litter (word)");
    raw.run("PRAGMA secure_delete = ON; PRAGMA synchronous = OFF");
    // The same numbers every time, in no order.
    let mut dice = 1_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    raw.run("BEGIN");
    for n in 1..20_000 {
        let (id, length) = (roll(u64::MAX), usize::try_from(roll(60)).unwrap());
        let word = if roll(10) == 0 { format!("kanarie-{n}-{}", "x".repeat(length)) } else { format!("spatz-{n}-{}", "z".repeat(length)) };
        let one = roll(n) + 1;
        raw.run(&match roll(10) {
            0 | 1 => format!("DELETE FROM litter WHERE rowid = {one}"),
            2 | 3 => format!("UPDATE litter SET word = 'spatz-{}' WHERE rowid = {one}", "y".repeat(length * 9)),
            _ => format!("INSERT OR IGNORE INTO litter VALUES (CAST('{id:020}' AS BLOB), '{word}')"),
        });
    }
    raw.run("COMMIT");
    raw.run("DELETE FROM litter WHERE word LIKE 'kanarie%'");
    let haru = somebody(&store, "haru");
    leave(&store, haru, &after(0));
    store.empty_the_log().unwrap();
    assert!(holds(&bytes(&place), "kanarie-"), "what is deleted and overwritten is there all the same: the story needs it");
    assert!(store.tidy().unwrap());
    assert!(!holds(&bytes(&place), "kanarie-") && holds(&bytes(&place), "spatz-"));
}

#[test]
fn what_goes_on_ends_and_whoever_waits_gets_the_seat() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        assert!(cast.offer.1.is_offered());
        leave(&store, cast.haru.id, &after(24 * 9));
        for a in &cast.all {
            let stands = now_of(&store, a);
            let expected = match a.state {
                State::Applied | State::Waitlisted | State::Accepted => State::Withdrawn,
                State::Proposed => State::Declined,
                over => over,
            };
            assert_eq!((stands.state, stands.volunteer, stands.seated && stands.is_live()), (expected, None, false), "{a:?}");
            assert_eq!((stands.message, stands.reason_text, stands.begun_by), (None, None, None), "{a:?}");
            assert!(stands.ended_at.is_some());
        }
        for (o, _, next) in [&cast.seat, &cast.offer] {
            assert!(now_of(&store, next).is_offered(), "the next on the list is asked");
            assert_eq!(taken(&store, o), [1], "and holds the seat meanwhile");
        }
        let child = now_of(&store, &cast.child);
        assert_eq!((child.state, child.reason), (State::Withdrawn, Some(DeclineReason::Age)), "nobody takes part on the word of somebody who has left");
        let begun = now_of(&store, &cast.begun);
        assert_eq!((begun.state, begun.message, begun.begun_by), (State::Proposed, None, None), "what they wrote to others went along");
    });
}

#[test]
fn counted_hours_stay_and_name_nobody() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        let done = cast.all.iter().find(|a| a.state == State::Completed).unwrap();
        let listings: Vec<Opportunity> =
            cast.all.iter().map(|a| store.read(|tx| tx.opportunity(a.opportunity)).map_err(|e: StoreError| e).unwrap().unwrap()).collect();
        let before = hours(&store, &listings);
        assert_eq!(before, 100);
        leave(&store, cast.haru.id, &after(24 * 61));
        assert_eq!(hours(&store, &listings), before);
        let line = store.read(|tx| tx.participations_of_application(done.id)).map_err(|e: StoreError| e).unwrap().remove(0);
        assert_eq!((line.account, line.objection.is_none(), line.group), (None, true, cast.group.id));
        // Whoever noted it may leave as well.
        leave(&store, cast.aki.id, &after(24 * 62));
        assert_eq!(hours(&store, &listings), before);
    });
}

#[test]
fn whoever_leaves_in_the_middle_of_a_session_leaves_no_seat_taken_afterwards() {
    in_every_place(|place| {
        let store = place.store();
        let (haru, group) = (somebody(&store, "haru"), standing_group(&store, "雪の会"));
        let o = published(&store, &group, vec![session_in(24, Some(2)), session_in(48, Some(2))], None, |_| ());
        accept(&store, &apply(&store, haru, &o, &all(), &after(0)).unwrap(), &after(0)).unwrap();
        assert_eq!(taken(&store, &o), [1, 1]);
        leave(&store, haru, &after(25));
        assert_eq!(taken(&store, &o), [1, 0], "who was there was there; what lies ahead is free");
        assert!(apply(&store, somebody(&store, "natsu"), &o, &all(), &after(25)).is_ok());
    });
}

#[test]
fn nobody_is_accepted_while_they_leave() {
    in_every_place(|place| {
        let store = place.store();
        let group = standing_group(&store, "雪の会");
        let o = published(&store, &group, vec![session_in(240, Some(50))], None, |_| ());
        for round in 0..10 {
            let haru = somebody(&store, &format!("haru{round}"));
            let a = apply(&store, haru, &o, &all(), &after(0)).unwrap();
            let start = std::sync::Barrier::new(3);
            std::thread::scope(|s| {
                s.spawn(|| {
                    start.wait();
                    // Whether it comes before or after: it is told, and nothing is half done.
                    drop(accept(&store, &a, &after(1)));
                });
                s.spawn(|| {
                    start.wait();
                    drop(decline(&store, &a, &after(1)));
                });
                s.spawn(|| {
                    start.wait();
                    leave(&store, haru, &after(1));
                });
            });
            let stands = now_of(&store, &a);
            assert!(!stands.is_live() && stands.volunteer.is_none(), "{stands:?}");
            assert_eq!(taken(&store, &o), [0], "round {round}");
        }
    });
}

#[test]
fn leaving_takes_nothing_from_anybody_else() {
    in_every_place(|place| {
        let store = place.store();
        let cast = cast(&store);
        let stranger = standing_account(&store, "stranger");
        let before = everything(place);
        leave(&store, stranger.id, &after(24 * 9));
        let left = everything(place);
        let gone: Vec<&str> = before.lines().filter(|line| !left.contains(line)).collect();
        assert_eq!(gone.len(), 1, "their own row: {gone:?}");
        assert!(left.contains("kanarie-thread") && now_of(&store, &cast.seat.1).state == State::Accepted);
        assert_eq!(taken(&store, &cast.seat.0), [1]);
    });
}
