use crate::city::City;
use crate::day::day_number;
use crate::language;
use crate::matching::because::{date, distance};
use crate::matching::why_not::hours;
use crate::matching::{Change, Wish};
use crate::text::Lang;

/// A change and what it would open, in both languages.
pub(super) fn of(change: &Change, listings: u32, seats: u32, wish: &Wish, city: &City) -> (String, String) {
    let (ja, en) = condition(change, wish, city);
    let (more, with) = (if listings == 1 { "listing" } else { "listings" }, if seats == 1 { "seat" } else { "seats" });
    (
        format!("{ja}、あと{listings}件の募集（あわせて{seats}席）に参加できます"),
        format!("{en}, {listings} more {more} with {seats} {with} would be open to you"),
    )
}

/// What the person would have to do.
fn condition(change: &Change, wish: &Wish, city: &City) -> (String, String) {
    let day = |d: &chrono::NaiveDate| date(day_number(*d), city);
    match change {
        Change::FreeDayPart(p) => (format!("{}の{}を空けられれば", p.day.word(Lang::Ja), p.part.word(Lang::Ja)), format!("If {} were free", p.word(Lang::En))),
        Change::FreeHours { day, from, to } => {
            let (ja, en) = hours(*from, *to);
            (format!("{}の{ja}を空けられれば", day.word(Lang::Ja)), format!("If {} {en} were free", day.word(Lang::En)))
        }
        Change::FreeDateHours { date: d, from, to } => {
            let ((ja, en), (hours_ja, hours_en)) = (day(d), hours(*from, *to));
            (format!("{ja}の{hours_ja}を空けられれば"), format!("If {en} {hours_en} were free"))
        }
        Change::FreeDate(d) => {
            let (ja, en) = day(d);
            (format!("{ja}を空けられれば"), format!("If {en} were free"))
        }
        Change::PeriodFrom(d) => {
            let (ja, en) = day(d);
            (format!("期間を{ja}からにすれば"), format!("If your period began on {en}"))
        }
        Change::PeriodTo(d) => {
            let (ja, en) = day(d);
            (format!("期間を{ja}まで延ばせば"), format!("If your period went on to {en}"))
        }
        Change::FurtherBy(metres) => {
            let ((ja, en), (all_ja, all_en)) = (distance(*metres), distance(wish.reach.unwrap_or(0).saturating_add(*metres)));
            (format!("あと{ja}遠く（{all_ja}）まで行ければ"), format!("If you could go {en} further ({all_en})"))
        }
        Change::AddArea(code) => {
            let (ja, en) = city.areas.find(code).map_or((code.as_str(), code.as_str()), |a| (&a.names.ja, &a.names.en));
            (format!("「{ja}」を希望の地域に加えれば"), format!("If {en} were among your areas"))
        }
        Change::PartyAtMost(n) => (format!("{n}人までなら"), format!("If at most {n} of you came")),
        Change::PartyAtLeast(n) => (format!("{n}人以上なら"), format!("If at least {n} of you came")),
        Change::ReachLevel { theme, level, .. } => {
            let field = theme.as_ref().and_then(|code| city.themes.find(code)).map(|t| &t.names);
            let (in_ja, in_en) = field.map_or_else(Default::default, |n| (format!("「{}」で", n.ja), format!(" in {}", n.en)));
            (format!("{in_ja}「{}」の段階に届けば", level.word(Lang::Ja)), format!("If you reached {} level{in_en}", level.word(Lang::En)))
        }
        Change::GuardianConsent => ("保護者の同意があれば".into(), "With a guardian's consent".into()),
        Change::Accept(r) => {
            (format!("「{}」の役割を引き受けられれば", r.word(Lang::Ja)), format!("If you could take on this much responsibility ({})", r.word(Lang::En)))
        }
        Change::Certificates(names) => (format!("「{}」があれば", names.join("」「")), format!("If you held: {}", names.join(", "))),
        Change::Languages(codes) => {
            // The first of them is what the change adds.
            let (ja, en) = language::any_of(&codes[..codes.len().min(1)]);
            (format!("{ja}を話せれば"), format!("If you spoke {en}"))
        }
        // These open nothing, and never come here.
        Change::Nothing | Change::NextSession(_) | Change::WaitingList | Change::AgeFrom(_) | Change::AgeTo(_) | Change::Unmet(_) => {
            ("待てば".into(), "In time".into())
        }
    }
}
