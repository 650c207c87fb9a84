use super::*;
use chrono::TimeDelta;

const TOKYO: Tz = chrono_tz::Asia::Tokyo;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn item(kind: NoticeKind) -> Item {
    let from = at("2026-12-05T10:00:00+09:00");
    Item {
        kind,
        title: "通学路の雪かき".into(),
        group: Some("北24条ゆきみち隊".into()),
        when: Some((from, from + TimeDelta::hours(2), 1)),
        answer_by: Some(at("2026-12-03T18:30:00+09:00")),
        count: 1,
    }
}

fn stops(kinds: &[NoticeKind]) -> Stops {
    let address = |kind: NoticeKind| format!("https://enmusubi.example.jp/v1/notice-stops/{}", kind.code());
    Stops { header: kinds.first().map(|kind| address(*kind)), kinds: kinds.iter().map(|kind| (*kind, address(*kind))).collect() }
}

#[test]
fn every_kind_is_told_in_both_languages_and_leaves_nothing_unfilled() {
    let is_japanese = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    for kind in NoticeKind::ALL {
        for lang in [Lang::Ja, Lang::En] {
            for count in [1, 7] {
                let one = Item { count, title: "Snow".into(), group: Some("Helpers".into()), ..item(*kind) };
                let Written { subject, body, stop, .. } = letter(&[one], &stops(&[*kind]), lang, TOKYO);
                let whole = format!("{subject}\n{body}");
                assert!(!whole.contains(['{', '}']) && !whole.contains("「」") && !whole.contains("\"\"") && !whole.contains("()"), "{whole}");
                assert!(body.contains("Snow") && body.contains("Helpers") && subject.contains("Snow"), "{whole}");
                assert_eq!(whole.contains('7'), count == 7, "{whole}");
                assert!(!subject.contains('\n') && subject.chars().count() < 100 && body.ends_with('\n') && body.chars().count() < 900, "{whole}");
                assert!(!whole.contains('@') && whole.matches("https://").count() == 1, "no contact, and one address: {whole}");
                assert!(stop.is_some_and(|address| whole.contains(&address)), "{whole}");
                let own = whole.replace("地域の縁結び", "");
                assert_eq!(own.chars().any(is_japanese), lang == Lang::Ja, "{whole}");
            }
        }
    }
}

#[test]
fn a_letter_says_what_when_and_until_when() {
    let told = letter(&[item(NoticeKind::SeatOffered)], &stops(&[NoticeKind::SeatOffered]), Lang::Ja, TOKYO);
    assert_eq!(told.subject, "【地域の縁結び】 空きが出ました。あなたの席を確保しています「通学路の雪かき」");
    for line in [
        "「通学路の雪かき」（北24条ゆきみち隊）",
        "日時: 2026年12月5日(土) 10:00〜12:00（ほか1回）",
        "返答の期限: 2026年12月3日(木) 18:30",
        "「空席の案内」を止める: https://enmusubi.example.jp/v1/notice-stops/seat_offered",
    ] {
        assert!(told.body.lines().any(|l| l == line), "{line}: {}", told.body);
    }
    let told = letter(&[item(NoticeKind::SeatOffered)], &stops(&[]), Lang::En, TOKYO);
    for line in ["When: Sat 5 Dec 2026, 10:00–12:00 (and 1 more)", "Answer by: Thu 3 Dec 2026, 18:30"] {
        assert!(told.body.lines().any(|l| l == line), "{line}: {}", told.body);
    }
    assert!(told.stop.is_none() && !told.body.contains("stop"), "{}", told.body);
}

#[test]
fn a_night_shift_ends_on_another_day_and_what_has_no_date_says_none() {
    let from = at("2026-12-31T22:00:00+09:00");
    let night = Item { when: Some((from, from + TimeDelta::hours(4), 0)), answer_by: None, ..item(NoticeKind::Reminder) };
    let told = letter(&[night], &Stops::default(), Lang::Ja, TOKYO).body;
    assert!(told.contains("日時: 2026年12月31日(木) 22:00〜2027年1月1日(金) 02:00\n") && !told.contains("期限:"), "{told}");
    let flexible = Item { when: None, answer_by: None, ..item(NoticeKind::Accepted) };
    assert!(!letter(&[flexible], &Stops::default(), Lang::Ja, TOKYO).body.contains("日時"));
}

#[test]
fn several_things_are_one_letter() {
    let items = [item(NoticeKind::Message), Item { count: 3, group: None, ..item(NoticeKind::ApplicationReceived) }];
    let told = letter(&items, &stops(&[NoticeKind::Message, NoticeKind::ApplicationReceived]), Lang::Ja, TOKYO);
    assert_eq!(told.subject, "【地域の縁結び】 お知らせが2件あります");
    assert!(
        told.body.contains("■ メッセージが届いています\n") && told.body.contains("■ 新しい応募が届いています（3件）\n「通学路の雪かき」\n"),
        "{}",
        told.body
    );
    assert_eq!(told.body.matches("https://").count(), 2, "one address for each kind");
}

#[test]
fn names_lead_nowhere() {
    for (title, group) in [("http://evil.example", "evil.example"), ("\u{202e}", "yuki@example.jp")] {
        let told = letter(&[Item { title: title.into(), group: Some(group.into()), ..item(NoticeKind::Proposed) }], &Stops::default(), Lang::Ja, TOKYO);
        let whole = told.subject + &told.body;
        assert!(!whole.contains("evil") && !whole.contains('@') && !whole.contains("「」") && whole.contains("日時"), "{whole}");
    }
}
