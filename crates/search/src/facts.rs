//! What the fields of a listing say, in the words people would use for it.

use enmusubi_domain::day::{DayKind, DayParts, PartOfDay};
use enmusubi_domain::level::{Accessibility, Responsibility};
use enmusubi_domain::opportunity::OpportunityDetails;
use enmusubi_domain::text::Lang;

/// Parts with a stroke between them, so that nothing matches across.
pub(crate) fn join(parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() {
            out.push_str(" / ");
        }
        out.push_str(part.as_ref());
    }
    out
}

/// What its fields say, in the words people would use for it.
pub(crate) fn facts(d: &OpportunityDetails, days: DayParts) -> String {
    let mut words: Vec<&str> = vec![d.kind.word(Lang::Ja), d.responsibility.word(Lang::Ja)];
    for (yes, word) in [
        (d.beginner_friendly, "初心者 未経験 初めて はじめて"),
        (d.remote, "オンライン 在宅 リモート 自宅 家でできる"),
        (d.audience.families, "親子 家族 子連れ 子どもと一緒 小さい子"),
        (d.audience.students, "学生 中学生 高校生 大学生 若者"),
        (d.audience.seniors, "シニア 高齢者 60代 70代 定年 退職後"),
        (d.company_ok, "企業 会社 職場 同僚"),
        (d.schedule.partial_attendance, "途中参加 短時間 すきま時間"),
        (d.responsibility == Responsibility::Observe, "体験 お試し"),
        (d.schedule.recurrence.is_some(), "定期的 継続"),
        (d.schedule.sessions.len() == 1 && d.schedule.recurrence.is_none(), "単発 一日だけ 一回だけ"),
        (d.schedule.is_flexible(), "都合のよい時間"),
    ] {
        if yes {
            words.push(word);
        }
    }
    for (code, word) in [("en", "英語"), ("zh", "中国語"), ("ko", "韓国語"), ("vi", "ベトナム語")] {
        if d.languages.iter().any(|l| l == code) {
            words.push(word);
        }
    }
    join([words.join(" "), accessibility_words(&d.accessibility), day_words(days)])
}

/// Weekdays and parts of the day on which it happens.
fn day_words(days: DayParts) -> String {
    let mut words: Vec<&str> = vec![];
    for part in days.iter() {
        words.extend([part.day.word(Lang::Ja), part.part.word(Lang::Ja)]);
        words.push(match part.day {
            DayKind::Sat | DayKind::Sun => "土日 週末 休日",
            DayKind::Holiday => "休日",
            _ => "平日",
        });
        words.push(match part.part {
            PartOfDay::Morning => "朝",
            PartOfDay::Afternoon => "昼",
            PartOfDay::Evening => "夜間 夕方 仕事帰り",
        });
    }
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// The same in English.
pub(crate) fn facts_en(d: &OpportunityDetails) -> String {
    let remote = if d.remote { "online remote" } else { "" };
    join([d.kind.word(Lang::En), remote])
}

/// What it offers to people who need it.
pub(crate) fn accessibility_words(list: &[Accessibility]) -> String {
    list.iter().map(|a| a.word(Lang::Ja)).collect::<Vec<_>>().join(" ")
}
