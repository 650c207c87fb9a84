use super::*;
use enmusubi_domain::access::{Grant, Role};
use enmusubi_domain::application::{Application, Circumstances, Origin, Rules, Side, Submission};
use enmusubi_domain::connection::ConnectionSource;
use enmusubi_domain::id::{ApplicationId, GrantId, GroupId, OpportunityId, SessionId};
use enmusubi_domain::notice::{Digest, NoticeKind, NoticeSettings, QuietHours};
use enmusubi_domain::opportunity::{Kind, Opportunity, OpportunityDetails, State};
use enmusubi_domain::profile::Profile;
use enmusubi_domain::schedule::{Schedule, Session};
use enmusubi_persistence::{Asking, StepError, Tx};

/// Whatever a story needs of the store, or it fails.
fn do_it<T>(town: &Town, f: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
    town.store().write(f).unwrap()
}

/// Something in so many hours, in a town where two speak English and everybody can be written to at night.
struct Cast {
    town: Town,
    opportunity: Opportunity,
    manager: AccountId,
    haru: AccountId,
}

fn at() -> Circumstances {
    Circumstances { rules: Rules::default(), tz: chrono_tz::Asia::Tokyo, now: clock() }
}

fn cast(hours: i64) -> Cast {
    let town = Town::new();
    let (areas, themes, groups, _) = crate::town::load("2026-11-24".parse().unwrap(), &Calendar { tz: chrono_tz::Asia::Tokyo, holidays: Holidays::Japan });
    let mut group = groups[0].clone();
    (group.details.name, group.details.name_en) = ("北24条ゆきみち隊".into(), None);
    let starts_at = clock() + TimeDelta::hours(hours);
    let session = Session { id: SessionId::new(), starts_at, ends_at: starts_at + TimeDelta::hours(2), seats: Some(9), seats_taken: 0, cancelled: false };
    let details = OpportunityDetails {
        title_en: Some("Snow clearing".into()),
        ..OpportunityDetails::new(Kind::Activity, "通学路の雪かき", Schedule { sessions: vec![session], ..Schedule::default() })
    };
    let opportunity = Opportunity {
        id: OpportunityId::new(),
        version: 1,
        group: group.id,
        details,
        state: State::Published,
        source: None,
        created_at: clock(),
        updated_at: clock(),
        published_at: Some(clock()),
    };
    do_it(&town, |tx| {
        tx.put_areas(&areas)?;
        tx.put_themes(&themes)?;
        tx.insert_all(std::slice::from_ref(&group), std::slice::from_ref(&opportunity))
    });
    let manager = somebody(&town, "manager@example.jp", Lang::En);
    give(&town, manager, group.id);
    let haru = somebody(&town, "haru@example.jp", Lang::Ja);
    Cast { town, opportunity, manager, haru }
}

fn somebody(town: &Town, email: &str, lang: Lang) -> AccountId {
    let account = town.account(email, lang);
    want(town, account, NoticeSettings { quiet: None, ..NoticeSettings::default() });
    account
}

fn give(town: &Town, account: AccountId, group: GroupId) {
    let grant = Grant { id: GrantId::new(), account, role: Role::Manager(group), until: None, given_by: None, given_at: clock(), taken_at: None };
    do_it(town, |tx| tx.give_role(&grant));
}

fn want(town: &Town, account: AccountId, settings: NoticeSettings) {
    do_it(town, |tx| tx.put_notice_settings(account, &settings, clock()));
}

impl Cast {
    fn apply(&self, who: AccountId) -> Application {
        let wish = Submission { sessions: vec![], party: 1, message: Some("秘密のことば 090-1234-5678".into()), source: ConnectionSource::ALL[0] };
        let asking = Asking { origin: Origin::Volunteer, begun_by: None, waitlist: true, of_age: true };
        let done: Result<_, StepError> = self.town.store().write(|tx| {
            let a = tx.submit_application(ApplicationId::new(), who, self.opportunity.id, &wish, asking, &at())?;
            tx.notices_follow(None, &a, &at())?;
            Ok(a)
        });
        done.unwrap()
    }

    fn accept(&self, a: &Application) -> Application {
        let done: Result<_, StepError> = self.town.store().write(|tx| {
            let after = tx.accept_application(a.id, None, &at())?;
            tx.notices_follow(Some(a), &after, &at())?;
            Ok(after)
        });
        done.unwrap()
    }

    fn tell(&self, who: AccountId, kind: NoticeKind, a: &Application) {
        do_it(&self.town, |tx| tx.notice_about(who, kind, a, &at()));
    }

    fn write(&self, a: &Application, from: Side) {
        do_it(&self.town, |tx| tx.notice_message(a, from, &at()));
    }
}

/// The addresses of a letter that stop something: in its headers, and in its text.
fn stops(letter: &str) -> (Vec<String>, Vec<String>) {
    let unfolded = letter.replace("\r\n ", " ");
    let (headers, body) = unfolded.split_once("\r\n\r\n").unwrap();
    let addresses = |text: &str| -> Vec<String> {
        text.split("https://enmusubi.example.jp/v1/notice-stops/")
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
            .collect()
    };
    (addresses(headers), addresses(body))
}

#[test]
fn a_group_is_told_of_an_application_and_the_volunteer_of_the_answer_in_their_own_languages() {
    let cast = cast(72);
    let a = cast.apply(cast.haru);
    let letters = cast.town.letters();
    assert_eq!(letters.len(), 1);
    let told = &letters[0];
    assert!(
        told.contains("To: manager@example.jp") && told.contains("Subject: [Enmusubi] A new application: Snow clearing") && told.contains("Answer by:"),
        "{told}"
    );
    for private in ["haru", "藤野", "秘密", "090", "北24条ゆきみち隊"] {
        assert!(!told.contains(private), "{private}: {told}");
    }
    assert!(told.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{told}");
    let seal = StopSeal::new([7; 32]);
    let (headers, body) = stops(told);
    assert_eq!(seal.read(&headers[0]).map(|(who, stop)| (who, stop.kinds().to_vec())), Some((cast.manager, vec![NoticeKind::ApplicationReceived])));
    assert_eq!(headers, body);

    cast.accept(&a);
    let letters = cast.town.letters();
    assert!(letters.len() == 1 && letters[0].contains("To: haru@example.jp"), "{letters:?}");
    let told = letters[0].replace("\r\n", "\n");
    assert!(told.contains("「通学路の雪かき」（北24条ゆきみち隊）\n日時: ") && told.contains("参加が決まりました"), "{told}");
    assert_eq!(cast.town.letters(), Vec::<String>::new(), "once");
}

#[test]
fn what_comes_within_an_hour_is_one_letter_and_counts() {
    let cast = cast(24 * 30);
    let people: Vec<AccountId> = (0..3).map(|n| somebody(&cast.town, &format!("v{n}@example.jp"), Lang::Ja)).collect();
    cast.apply(cast.haru);
    assert_eq!(cast.town.letters().len(), 1);
    people.iter().for_each(|who| drop(cast.apply(*who)));
    assert_eq!(cast.town.letters().len(), 0, "the next one goes in an hour");
    pass(TimeDelta::minutes(59));
    assert_eq!(cast.town.letters().len(), 0);
    pass(TimeDelta::minutes(2));
    let letters = cast.town.letters();
    assert!(letters.len() == 1 && letters[0].contains("A new application (3)"), "{letters:?}");
    assert_eq!(stops(&letters[0]).1.len(), 1, "one kind, one address");
}

#[test]
fn several_kinds_are_one_letter_that_stops_what_is_gathered_and_names_each() {
    let cast = cast(24 * 30);
    let a = cast.apply(cast.haru);
    cast.town.letters();
    cast.tell(cast.haru, NoticeKind::SeatOffered, &a);
    cast.tell(cast.haru, NoticeKind::CalledOff, &a);
    cast.write(&a, Side::Group);
    let letters = cast.town.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    let told = &letters[0];
    assert!(told.contains("■ 中止になりました") && told.contains("■ メッセージが届いています"), "{told}");
    assert!(!told.contains("空きが出ました"), "no seat is offered, whatever was said before: {told}");
    let seal = StopSeal::new([7; 32]);
    let (headers, body) = stops(told);
    let header = seal.read(&headers[0]).unwrap().1;
    assert!(
        header.kinds().contains(&NoticeKind::Message) && header.kinds().contains(&NoticeKind::CalledOff) && !header.kinds().contains(&NoticeKind::SeatOffered)
    );
    let each: Vec<_> = body.iter().map(|token| seal.read(token).unwrap().1.kinds().to_vec()).collect();
    assert_eq!(each, [vec![NoticeKind::CalledOff], vec![NoticeKind::Message]]);
}

#[test]
fn a_stopped_kind_is_dropped_and_a_guardian_is_asked_in_any_case() {
    let cast = cast(24 * 30);
    let a = cast.apply(cast.haru);
    cast.town.letters();
    want(&cast.town, cast.haru, NoticeSettings { off: NoticeKind::ALL.to_vec(), quiet: None, digest: Digest::AtOnce });
    cast.write(&a, Side::Group);
    assert_eq!(cast.town.letters(), Vec::<String>::new());
    want(&cast.town, cast.haru, NoticeSettings { quiet: None, ..NoticeSettings::default() });
    assert_eq!(cast.town.letters(), Vec::<String>::new(), "what was stopped does not come back");
    want(&cast.town, cast.haru, NoticeSettings { off: NoticeKind::ALL.to_vec(), quiet: None, digest: Digest::AtOnce });
    let birth_date = clock().date_naive().checked_sub_months(chrono::Months::new(12 * 14 + 3));
    do_it(&cast.town, |tx| tx.put_profile(cast.haru, &Profile { birth_date, ..Profile::default() }, clock()));
    cast.tell(cast.haru, NoticeKind::ConsentNeeded, &a);
    let letters = cast.town.letters();
    assert!(letters.len() == 1 && letters[0].contains("保護者の同意が必要です"), "{letters:?}");
    assert!(!letters[0].contains("List-Unsubscribe") && !letters[0].contains("notice-stops"), "{}", letters[0]);
}

#[test]
fn a_closed_account_is_told_nothing_even_when_it_is_opened_again() {
    let cast = cast(24 * 30);
    let a = cast.apply(cast.haru);
    cast.town.letters();
    let closed = |at: Option<DateTime<Utc>>| {
        do_it(&cast.town, |tx| {
            let account = Account { disabled_at: at, ..tx.account(cast.haru)?.unwrap() };
            tx.put_account(&account)
        })
    };
    cast.write(&a, Side::Group);
    closed(Some(clock()));
    assert_eq!(cast.town.letters(), Vec::<String>::new());
    closed(None);
    pass(TimeDelta::hours(2));
    do_it(&cast.town, |tx| tx.remind(&at()));
    assert_eq!(cast.town.letters().iter().filter(|l| l.contains("haru@")).count(), 0);
}

#[test]
fn at_night_it_waits_until_the_morning() {
    let cast = cast(24 * 30);
    let a = cast.apply(cast.haru);
    cast.town.letters();
    // An hour that has begun half an hour ago, whatever the time is now.
    let minute = |ago: i64| {
        let civil = (clock() - TimeDelta::minutes(ago)).with_timezone(&chrono_tz::Asia::Tokyo);
        u16::try_from(chrono::Timelike::num_seconds_from_midnight(&civil) / 60).unwrap()
    };
    want(&cast.town, cast.haru, NoticeSettings { quiet: Some(QuietHours { from: minute(30), to: minute(-30) }), ..NoticeSettings::default() });
    cast.write(&a, Side::Group);
    assert_eq!(cast.town.letters().len(), 0);
    pass(TimeDelta::minutes(28));
    assert_eq!(cast.town.letters().len(), 0);
    pass(TimeDelta::minutes(3));
    assert_eq!(cast.town.letters().len(), 1);
}

#[test]
fn a_letter_that_could_not_be_sent_says_later_what_is_so_then() {
    let cast = cast(24 * 30);
    let a = cast.apply(cast.haru);
    cast.town.letters();
    fs::remove_dir(&cast.town.outbox).unwrap();
    cast.write(&a, Side::Group);
    assert!(cast.town.round.next().unwrap());
    cast.tell(cast.haru, NoticeKind::CalledOff, &a);
    assert!(!cast.town.round.next().unwrap(), "it is tried again in two minutes, whatever comes meanwhile");
    fs::create_dir(&cast.town.outbox).unwrap();
    pass(TimeDelta::minutes(3));
    let letters = cast.town.letters();
    assert!(letters.len() == 2 && letters[0].contains("メッセージが届いています") && letters[1].contains("中止になりました"), "{letters:?}");
    assert_eq!(cast.town.letters(), Vec::<String>::new());
}

#[test]
fn a_letter_that_may_have_left_is_written_again_and_is_the_same() {
    let cast = cast(24 * 30);
    let a = cast.apply(cast.haru);
    cast.town.letters();
    cast.write(&a, Side::Group);
    // A postman who dies between sending and noting it.
    let store = cast.town.store();
    let job = store.write(|tx| tx.lease_job(&[JobKind::Notices], LEASE)).map_err(|e: StoreError| e).unwrap().unwrap();
    assert_eq!(cast.town.round.tell(&job, cast.haru).unwrap(), Ok(()));
    cast.tell(cast.haru, NoticeKind::CalledOff, &a);
    pass(TimeDelta::seconds(61));
    let letters = cast.town.letters();
    assert_eq!(letters.len(), 2, "one file for the letter that was written twice: {letters:?}");
    assert!(letters.iter().any(|l| l.contains(&format!("Message-ID: <{}@", job.id)) && l.contains("メッセージ") && !l.contains("中止")), "{letters:?}");
}

#[test]
fn somebody_who_takes_part_is_reminded() {
    let cast = cast(24 * 30);
    let a = cast.apply(cast.haru);
    cast.accept(&a);
    let letters = cast.town.letters();
    assert!(letters.len() == 1 && letters[0].contains("To: haru@"), "that somebody applied is no news to whoever has accepted them: {letters:?}");
    let starts_at = cast.opportunity.details.schedule.sessions[0].starts_at;
    let day_before = starts_at - TimeDelta::hours(24) - clock();
    pass(day_before);
    do_it(&cast.town, |tx| tx.remind(&at()));
    let letters = cast.town.letters();
    assert!(letters.len() == 1 && letters[0].contains("もうすぐ活動の日です"), "{letters:?}");
}
