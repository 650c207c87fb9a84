use crate::persons::{grant, hash, login, standing_account};
use crate::taking_part::{OWN, accept, after, all, apply, begin, noon, now_of, published, session_in, somebody, standing_group, told, withdraw};
use chrono::{Months, NaiveDate};
use enmusubi_domain::access::Role;
use enmusubi_domain::account::Account;
use enmusubi_domain::application::{Application, Circumstances, DeclineReason, No, Origin, Side, Submission};
use enmusubi_domain::certificate::{Certificate, Extent};
use enmusubi_domain::consent::{Consent, Given, Method, Purpose, TextLang};
use enmusubi_domain::contact::{Contact, Emergency};
use enmusubi_domain::group::Group;
use enmusubi_domain::guardian::{Guardianship, Proof, Relation};
use enmusubi_domain::id::{AccountId, CertificateId, ConsentId, GuardianshipId, MessageId, OpportunityId, ParticipationId};
use enmusubi_domain::matching::Wish;
use enmusubi_domain::message::Message;
use enmusubi_domain::notice::NoticeSettings;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::participation::{About, Noted, Occasion, Outcome, Participation, Pen};
use enmusubi_domain::profile::Profile;
use enmusubi_persistence::{Asking, JobKind, NewJob, OwnLimits, Store, StoreError, Stored, Tx};

/// What only one person has written or is called, and must not be found anywhere afterwards.
pub const CANARIES: [&str; 16] = [
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
pub struct Cast {
    pub haru: Account,
    pub aki: Account,
    pub group: Group,
    /// Haru is accepted, and the next one waits.
    pub seat: (Opportunity, Application, Application),
    /// A seat is offered to Haru, and the next one waits.
    pub offer: (Opportunity, Application, Application),
    /// Haru's, in every state.
    pub all: Vec<Application>,
    /// Accepted on the word of Haru alone.
    pub child: Application,
    /// Haru wrote to somebody else on behalf of the group.
    pub begun: Application,
}

fn wish() -> Submission {
    Submission { message: Some("kanarie-message です".into()), ..all() }
}

pub fn write<T>(store: &Store, f: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
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

fn shares() -> Given {
    Given { purpose: Purpose::ShareContact, application: None, text_version: 1, lang: TextLang::Ja, method: Method::Account }
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
        tx.put_calendar_key(haru.id, &hash("calendar"), noon())?;
        tx.put_notice_settings(haru.id, &NoticeSettings::default(), noon())?;
        tx.put_own_limits(haru.id, &OwnLimits { sessions_per_week: Some(100), ..OwnLimits::default() })?;
        tx.note_seen(haru.id, &[OpportunityId::new()], noon())?;
        tx.insert_consent(&Consent::give(ConsentId::new(), haru.id, Some(haru.id), None, shares(), noon(), after(0).tz))?;
        tx.enqueue(&NewJob {
            kind: JobKind::Mail,
            payload: serde_json::json!({"account": haru.id.to_string(), "said": "kanarie-answer"}),
            run_at: None,
            dedup_key: None,
        })
    });
    haru
}

pub fn cast(store: &Store) -> Cast {
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
