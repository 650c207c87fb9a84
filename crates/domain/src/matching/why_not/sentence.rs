use super::seats;
use crate::city::City;
use crate::language;
use crate::matching::because::{date, distance};
use crate::matching::offer::Offer;
use crate::matching::question::Question;
use crate::matching::{Change, Gate};
use crate::text::Lang;
use chrono::NaiveDate;

/// A time of day; beyond midnight it says so, and the end of a day is 24:00.
pub(in crate::matching) fn clock(minute: u16, lang: Lang) -> String {
    let next_day = minute > 1440;
    let m = if next_day { minute - 1440 } else { minute };
    let clock = format!("{}:{:02}", m / 60, m % 60);
    match (next_day, lang) {
        (false, _) => clock,
        (true, Lang::Ja) => format!("翌{clock}"),
        (true, Lang::En) => format!("{clock} the next day"),
    }
}

/// A stretch of hours.
pub(in crate::matching) fn hours(from: u16, to: u16) -> (String, String) {
    (format!("{}〜{}", clock(from, Lang::Ja), clock(to, Lang::Ja)), format!("{}–{}", clock(from, Lang::En), clock(to, Lang::En)))
}

/// What stands between, and what would open it.
pub(super) fn of(gate: Gate, change: &Change, q: &Question, offer: &Offer, city: &City) -> (String, String) {
    let day = |d: &NaiveDate| date(crate::day::day_number(*d), city);
    match change {
        Change::Nothing if gate == Gate::Open => ("受付は終わりました".into(), "It is no longer open".into()),
        Change::Nothing if gate == Gate::Travel && offer.areas.is_empty() && offer.point.is_none() => {
            ("活動の場所がまだ示されていません".into(), "It does not say yet where it takes place".into())
        }
        Change::Nothing if matches!(gate, Gate::Seats | Gate::Time) => ("これからの開催日がまだありません".into(), "No session lies ahead yet".into()),
        Change::Nothing => (format!("{}の条件が合いません", gate.word(Lang::Ja)), format!("The condition on {} is not met", gate.word(Lang::En))),
        Change::NextSession(d) => {
            let (ja, en) = day(d);
            (format!("申込みは締め切られました。次回は{ja}です"), format!("Applications have closed; the next session is on {en}"))
        }
        Change::PartyAtMost(n) => (format!("{n}人までなら参加できます"), format!("There is room for at most {n}")),
        Change::PartyAtLeast(n) => (format!("{n}人以上でお申し込みください"), format!("Come with at least {n} people")),
        Change::WaitingList => seats::waiting(q, offer),
        Change::FreeDayPart(p) => (format!("{}が空けば参加できます", p.word(Lang::Ja)), format!("It would fit if {} were free", p.word(Lang::En))),
        Change::FreeHours { day, from, to } => {
            let (ja, en) = hours(*from, *to);
            (format!("{}の{ja}が空けば参加できます", day.word(Lang::Ja)), format!("It would fit if {} {en} were free", day.word(Lang::En)))
        }
        Change::FreeDateHours { date: d, from, to } => {
            let ((ja, en), (hours_ja, hours_en)) = (day(d), hours(*from, *to));
            (format!("{ja}の{hours_ja}が空けば参加できます"), format!("It would fit if {en} {hours_en} were free"))
        }
        Change::FreeDate(d) => {
            let (ja, en) = day(d);
            (format!("{ja}が空けば参加できます"), format!("It would fit if {en} were free"))
        }
        Change::PeriodFrom(d) => {
            let (ja, en) = day(d);
            (format!("期間を{ja}からにすれば参加できます"), format!("It would fit if your period began on {en}"))
        }
        Change::PeriodTo(d) => {
            let (ja, en) = day(d);
            (format!("期間を{ja}まで延ばせば参加できます"), format!("It would fit if your period went on to {en}"))
        }
        Change::FurtherBy(metres) => {
            let (ja, en) = distance(*metres);
            (format!("あと{ja}遠くまで行ければ届きます"), format!("It lies {en} beyond your reach"))
        }
        Change::AddArea(code) => {
            let names = city.areas.find(code).map(|a| a.names.clone());
            let (ja, en) = names.map_or((code.clone(), code.clone()), |n| (n.ja, n.en));
            (format!("「{ja}」を希望の地域に加えれば参加できます"), format!("It would fit if {en} were among your areas"))
        }
        Change::ReachLevel { theme, level, participations, course } => {
            let (ja, en) = (level.word(Lang::Ja), level.word(Lang::En));
            let field = theme.as_ref().and_then(|code| city.themes.find(code)).map(|t| &t.names);
            let (in_ja, in_en) = field.map_or(("同じ分野に".into(), "in the same field".into()), |n| (format!("「{}」に", n.ja), format!("in {}", n.en)));
            let how = if course.is_some() {
                (format!("講座を受けるか、{in_ja}あと{participations}回参加すると"), format!("by a course or {participations} more participations {in_en}"))
            } else {
                (format!("{in_ja}あと{participations}回参加すると"), format!("by {participations} more participations {in_en}"))
            };
            (format!("{}「{ja}」の段階に届き、参加できます", how.0), format!("It needs {en} level, which you reach {}", how.1))
        }
        Change::AgeFrom(age) => (format!("{age}歳から参加できます"), format!("It is open from the age of {age}")),
        Change::AgeTo(age) => (format!("{age}歳までの方が対象です"), format!("It is meant for people up to {age}")),
        Change::GuardianConsent => ("保護者の同意があれば参加できます".into(), "It would be possible with a guardian's consent".into()),
        Change::Accept(r) => (
            format!("「{}」の役割を引き受けられれば参加できます", r.word(Lang::Ja)),
            format!("It would fit if you could take on this much responsibility: {}", r.word(Lang::En)),
        ),
        Change::Certificates(names) => (format!("「{}」が必要です", names.join("」「")), format!("It needs a certificate: {}", names.join(", "))),
        Change::Unmet(needs) => {
            let list = |lang| needs.iter().map(|n| n.word(lang)).collect::<Vec<_>>();
            (format!("まだ用意がありません: {}", list(Lang::Ja).join("、")), format!("Not offered yet: {}", list(Lang::En).join(", ")))
        }
        Change::Languages(codes) => {
            let (ja, en) = language::any_of(codes);
            (format!("{ja}を話せれば参加できます"), format!("It would fit if you spoke {en}"))
        }
    }
}
