use enmusubi_domain::ladder::{Missing, Requirement};
use enmusubi_domain::level::{Level, Responsibility};
use enmusubi_domain::text::Lang;

/// What a way to a level asks for, in a sentence.
pub fn asked(way: &Requirement, lang: Lang) -> String {
    let all = Missing {
        participations: way.participations,
        minutes: way.minutes.into(),
        courses: way.courses,
        course_level_at_least: way.course_level_at_least,
        responsibility_at_least: way.responsibility_at_least,
        from_level: way.from_level,
    };
    match lang {
        Lang::Ja => parts(&all, lang).join("、"),
        Lang::En => parts(&all, lang).join(", "),
    }
}

/// What of it is still missing, in a sentence.
pub fn missing(missing: &Missing, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("あと{}", parts(missing, lang).join("、")),
        Lang::En => format!("Still to come: {}", parts(missing, lang).join(", ")),
    }
}

fn parts(m: &Missing, lang: Lang) -> Vec<String> {
    let level = |level: Level| level.word(lang);
    let mut parts = vec![];
    if let Some(from) = m.from_level {
        parts.push(match lang {
            Lang::Ja => format!("「{}」の段階", level(from)),
            Lang::En => format!("{} level", level(from)),
        });
    }
    if m.participations > 0 {
        parts.push(match (lang, m.participations) {
            (Lang::Ja, n) => format!("参加{n}回"),
            (Lang::En, 1) => "1 participation".into(),
            (Lang::En, n) => format!("{n} participations"),
        });
    }
    if m.minutes > 0 {
        parts.push(time(m.minutes, lang));
    }
    if m.courses > 0 {
        parts.push(courses(m.courses, m.course_level_at_least, lang));
    }
    if let Some(responsibility) = m.responsibility_at_least {
        parts.push(weight(responsibility, lang));
    }
    parts
}

fn time(minutes: u64, lang: Lang) -> String {
    match (lang, minutes % 60) {
        (Lang::Ja, 0) => format!("合計{}時間", minutes / 60),
        (Lang::Ja, _) => format!("合計{minutes}分"),
        (Lang::En, 0) => format!("{} hours in all", minutes / 60),
        (Lang::En, _) => format!("{minutes} minutes in all"),
    }
}

fn courses(number: u32, level: Option<Level>, lang: Lang) -> String {
    match (lang, level) {
        (Lang::Ja, None) => format!("講座{number}つ"),
        (Lang::Ja, Some(level)) => format!("「{}」以上の講座{number}つ", level.word(lang)),
        (Lang::En, None) => format!("{number} course{}", if number == 1 { "" } else { "s" }),
        (Lang::En, Some(level)) => format!("{number} course{} of {} level or higher", if number == 1 { "" } else { "s" }, level.word(lang)),
    }
}

fn weight(responsibility: Responsibility, lang: Lang) -> String {
    let word = responsibility.word(lang);
    match lang {
        Lang::Ja => format!("責任が「{word}」以上の参加を1回"),
        Lang::En => format!("one of them with at least this responsibility: {word}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use enmusubi_domain::ladder::{Done, Ladder};

    #[test]
    fn every_rule_reads_as_a_sentence_in_both_languages() {
        let ladder = Ladder::default();
        let told = |lang| ladder.steps.iter().flat_map(|step| step.any_of.iter().map(move |way| asked(way, lang))).collect::<Vec<_>>();
        assert_eq!(
            told(Lang::Ja),
            ["参加3回", "講座1つ", "参加10回、合計20時間", "参加5回、「基礎」以上の講座1つ", "参加30回、合計100時間、責任が「担当」以上の参加を1回"]
        );
        assert_eq!(told(Lang::En)[3], "5 participations, 1 course of basic level or higher");
        let done = Done { participations: 9, minutes: 1_111, ..Done::default() };
        let still = ladder.steps[1].any_of[0].missing(&done, Level::Basic).unwrap();
        assert_eq!(missing(&still, Lang::Ja), "あと参加1回、合計89分");
        assert_eq!(missing(&still, Lang::En), "Still to come: 1 participation, 89 minutes in all");
        let first = Requirement { courses: 2, from_level: Some(Level::Applied), ..Requirement::default() };
        assert_eq!((asked(&first, Lang::Ja), asked(&first, Lang::En)), ("「応用」の段階、講座2つ".into(), "applied level, 2 courses".into()));
    }
}
