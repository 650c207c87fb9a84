//! Each gate: what closes it, and the smallest change that opens it.

use super::plain::{free, near, on, plain, with_sessions};
use crate::availability::{Availability, WeeklyHours};
use crate::day::{DayKind, DayPart};
use crate::level::{Accessibility, Level, Responsibility};
use crate::matching::worlds;
use crate::matching::*;
use crate::opportunity::Seeks;
use crate::place::Point;

fn anyone() -> Wish {
    Wish { party: 1, ..Default::default() }
}

fn offer(change: impl FnOnce(&mut Offer)) -> Offer {
    let mut offer = plain(&worlds::city());
    change(&mut offer);
    offer
}

/// The gate, the change, the sentence, and that the change admits.
fn story(wish: Wish, offer: &Offer, gate: Gate, change: Change, text: &str) {
    let (why, admitted) = near(wish, offer);
    assert_eq!((why.gate, &why.change, why.text_ja.as_str()), (gate, &change, text));
    let fixed = matches!(change, Change::Nothing | Change::NextSession(_) | Change::WaitingList | Change::AgeFrom(_) | Change::AgeTo(_) | Change::Unmet(_));
    assert_eq!(admitted, (!fixed).then_some(true));
}

fn day_part(code: &str) -> DayPart {
    DayPart::parse(code).unwrap()
}

#[test]
fn 受付が締め切られたら次の開催日を伝える() {
    let closed = offer(|o| o.closes = 0);
    story(anyone(), &closed, Gate::Open, Change::NextSession("2026-11-28".parse().unwrap()), "申込みは締め切られました。次回は11月28日（土）です");
    let draft = offer(|o| o.published = false);
    story(anyone(), &draft, Gate::Open, Change::Nothing, "受付は終わりました");
}

#[test]
fn 人数が多すぎれば入れる人数を伝える() {
    story(Wish { party: 6, ..anyone() }, &offer(|_| ()), Gate::Seats, Change::PartyAtMost(4), "4人までなら参加できます");
    let small = offer(|o| o.party = (1, 2));
    story(Wish { party: 3, ..anyone() }, &small, Gate::Seats, Change::PartyAtMost(2), "2人までなら参加できます");
}

#[test]
fn 来られる回に入れる人数だけが数えられる() {
    let city = worlds::city();
    // Ten seats on Sunday do not help somebody who comes on Saturdays.
    let both = with_sessions(plain(&city), vec![on(&city, "2026-11-28", 540, 720, 2), on(&city, "2026-11-29", 540, 720, 3)]);
    let wish = Wish { party: 5, availability: free(&["sat_morning"]), ..anyone() };
    story(wish, &both, Gate::Seats, Change::PartyAtMost(2), "2人までなら参加できます");
}

#[test]
fn 人数が足りなければ席がある限り人数を伝える() {
    let groups = |left| {
        offer(|o| {
            o.party = (3, 5);
            o.slots[0].left = left;
        })
    };
    story(anyone(), &groups(4), Gate::Seats, Change::PartyAtLeast(3), "3人以上でお申し込みください");
    story(anyone(), &groups(2), Gate::Seats, Change::WaitingList, "3人分の空きがありません。キャンセル待ちができます");
    story(anyone(), &groups(0), Gate::Seats, Change::WaitingList, "満席です。キャンセル待ちができます");
    let too_many = Wish { party: 6, ..anyone() };
    story(too_many, &groups(0), Gate::Seats, Change::WaitingList, "満席です。5人までならキャンセル待ちができます");
}

#[test]
fn 初めての方の席だけが残っていれば経験者にはそう伝える() {
    let kept = |left| {
        offer(|o| {
            o.slots[0].left = left;
            o.seeks = Some(std::sync::Arc::new(Seeks { newcomer_seats: 2, ..Default::default() }));
        })
    };
    let experienced = Wish { level: Some(Level::Applied), ..anyone() };
    story(experienced.clone(), &kept(2), Gate::Seats, Change::WaitingList, "残りの2席は初めての方のための席です。キャンセル待ちができます");
    story(Wish { party: 3, ..experienced.clone() }, &kept(4), Gate::Seats, Change::PartyAtMost(2), "2人までなら参加できます");
    let city = worlds::city();
    let admitted = |wish: Wish, left| evaluate(&Question::new(wish, &city, &Policy::default(), worlds::now()).unwrap(), &kept(left)).failed.is_empty();
    assert!(admitted(experienced, 3), "a third seat is for anybody");
    assert!(admitted(Wish { level: Some(Level::Introductory), ..anyone() }, 2), "a newcomer takes one that was kept");
    assert!(admitted(anyone(), 2), "who does not say may be a newcomer");
    let city_offer = Offer { level: Some(Level::Basic), ..kept(2) };
    assert_eq!(city_offer.kept_for_newcomers(), 0, "where a level is needed no newcomer could take them");
}

#[test]
fn 空いていない半日を一つ伝える() {
    let afternoons = Wish { availability: free(&["sat_afternoon"]), ..anyone() };
    story(afternoons, &offer(|_| ()), Gate::Time, Change::FreeDayPart(day_part("sat_morning")), "土曜午前が空けば参加できます");
}

#[test]
fn 一部だけ空いていれば足りない時間だけを伝える() {
    let weekly = |from, to| Some(Availability { weekly: vec![WeeklyHours { day: DayKind::Sat, from, to }], ..Default::default() });
    let hours = |from, to| Change::FreeHours { day: DayKind::Sat, from, to };
    story(Wish { availability: weekly(600, 900), ..anyone() }, &offer(|_| ()), Gate::Time, hours(540, 600), "土曜の9:00〜10:00が空けば参加できます");
    // Where a part will do, only what is missing of the shortest useful stay: 90 minutes, of which 40 are free.
    let partly = offer(|o| (o.partial, o.minimum) = (true, 90));
    story(Wish { availability: weekly(500, 580), ..anyone() }, &partly, Gate::Time, hours(580, 630), "土曜の9:40〜10:30が空けば参加できます");
}

#[test]
fn 除いた日と期間の外は一つだけ伝える() {
    let date = |s: &str| s.parse().unwrap();
    let calendar = |change: fn(&mut Availability)| {
        let mut availability = free(&["sat_morning"]).unwrap();
        change(&mut availability);
        Wish { availability: Some(availability), ..anyone() }
    };
    let excluded = calendar(|a| a.except = vec!["2026-11-28".parse().unwrap()]);
    story(excluded, &offer(|_| ()), Gate::Time, Change::FreeDate(date("2026-11-28")), "11月28日（土）が空けば参加できます");
    let later = calendar(|a| a.from = "2026-11-30".parse().ok());
    story(later, &offer(|_| ()), Gate::Time, Change::PeriodFrom(date("2026-11-28")), "期間を11月28日（土）からにすれば参加できます");
    let earlier = calendar(|a| a.to = "2026-11-25".parse().ok());
    story(earlier, &offer(|_| ()), Gate::Time, Change::PeriodTo(date("2026-11-28")), "期間を11月28日（土）まで延ばせば参加できます");
    let both = Wish { availability: Some(Availability { to: "2026-11-25".parse().ok(), ..free(&["sun_morning"]).unwrap() }), ..anyone() };
    let hours = Change::FreeDateHours { date: date("2026-11-28"), from: 540, to: 720 };
    story(both, &offer(|_| ()), Gate::Time, hours, "11月28日（土）の9:00〜12:00が空けば参加できます");
}

#[test]
fn 遠すぎれば足りない距離を切り上げて伝える() {
    let home = Point::from_degrees(43.05, 141.34).unwrap();
    let wish = Wish { home: Some(home), reach: Some(2_000), ..anyone() };
    let far = offer(|o| o.point = Some(Point::from_degrees(43.0725, 141.341).unwrap()));
    let squared = home.ruler().squared_metres(far.point.unwrap());
    let Change::FurtherBy(metres) = near(wish.clone(), &far).0.change else { panic!("a distance") };
    let reach = i64::from(2_000 + metres);
    assert!(reach * reach >= squared && (reach - 1) * (reach - 1) < squared, "{metres} m suffice and one less does not");
    story(wish, &far, Gate::Travel, Change::FurtherBy(502), "あと550メートル遠くまで行ければ届きます");
}

#[test]
fn 地域の外なら一番近い地域を伝える() {
    let wish = Wish { areas: vec!["w1a".into()], ..anyone() };
    let city = worlds::city();
    let areas = |codes: &[&str]| offer(|o| o.areas = codes.iter().map(|c| city.areas.number(c).unwrap()).collect());
    story(wish.clone(), &areas(&["w3", "w4a", "w2b"]), Gate::Travel, Change::AddArea("w2b".into()), "「w2b地域」を希望の地域に加えれば参加できます");
    story(wish, &areas(&[]), Gate::Travel, Change::Nothing, "活動の場所がまだ示されていません");
}

#[test]
fn 段階が足りなければ数えられるテーマの段階を伝える() {
    let asked =
        |level| vec![WishTheme { code: "t1".into(), interest: 1.0, level }, WishTheme { code: "t4".into(), interest: 1.0, level: Some(Level::Specialist) }];
    let applied = offer(|o| (o.level, o.beginner_friendly) = (Some(Level::Applied), false));
    let change = |theme: Option<&str>| Change::ReachLevel { theme: theme.map(Into::into), level: Level::Applied, participations: 7, course: None };
    let wish = Wish { themes: asked(Some(Level::Basic)), ..anyone() };
    story(wish, &applied, Gate::Level, change(Some("t1")), "「t1テーマ」にあと7回参加すると「応用」の段階に届き、参加できます");
    let general = Wish { level: Some(Level::Basic), ..anyone() };
    story(general, &applied, Gate::Level, change(None), "同じ分野にあと7回参加すると「応用」の段階に届き、参加できます");
}

#[test]
fn 年齢は事実を伝え_同意は得られると伝える() {
    let age = |age, consent| Wish { age: Some(age), consent, ..anyone() };
    let grown = offer(|o| o.ages = (15, 70));
    story(age(12, Consent::CanBeAsked), &grown, Gate::Age, Change::AgeFrom(15), "15歳から参加できます");
    story(age(71, Consent::CanBeAsked), &grown, Gate::Age, Change::AgeTo(70), "70歳までの方が対象です");
    story(age(16, Consent::Refused), &grown, Gate::Age, Change::GuardianConsent, "保護者の同意があれば参加できます");
}

#[test]
fn 責任の重さと資格は足りないものだけを伝える() {
    let lead = offer(|o| o.responsibility = Responsibility::Lead);
    let helper = Wish { responsibility: Some(Responsibility::Help), ..anyone() };
    story(helper, &lead, Gate::Responsibility, Change::Accept(Responsibility::Lead), "「責任者」の役割を引き受けられれば参加できます");
    let driver = offer(|o| o.qualifications = vec!["運転免許".into(), "救急救命".into(), "調理師".into()]);
    let holder = Wish { qualifications: Some(vec!["調理師".into()]), ..anyone() };
    let missing = Change::Certificates(vec!["運転免許".into(), "救急救命".into()]);
    story(holder, &driver, Gate::Qualification, missing, "「運転免許」「救急救命」が必要です");
}

#[test]
fn 配慮は足りないものを全部_ことばは使われるものを伝える() {
    let needs = Wish { accessibility: vec![Accessibility::Wheelchair, Accessibility::SignLanguage], ..anyone() };
    let quiet = offer(|o| o.accessibility = 1);
    story(needs, &quiet, Gate::Accessibility, Change::Unmet(vec![Accessibility::SignLanguage]), "まだ用意がありません: 手話");
    let english = offer(|o| o.languages = [*b"en", *b"vi"].into_iter().collect());
    let japanese = Wish { languages: Some(vec!["ja".into()]), ..anyone() };
    story(japanese, &english, Gate::Language, Change::Languages(vec!["en".into(), "vi".into()]), "英語かベトナム語を話せれば参加できます");
}
