use super::calendar::{considered, shared_minutes, stay_needed};
use super::evaluate::Evaluation;
use super::offer::{Offer, Slot};
use super::question::Question;
use crate::city::City;
use crate::day::{DayParts, date_of};
use crate::language;
use crate::level::Level;
use crate::text::Lang;
use chrono::Datelike;

/// Whose reasons these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// What the person asked for.
    Person,
    /// What the group seeks.
    Group,
}

impl Side {
    /// The code outside users rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
        }
    }
}

/// One reason why a pair fits as well as it does. The contributions of a side add up to its fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Because {
    /// Whose reason it is.
    pub side: Side,
    /// Which factor: `area`, `time`, `theme`, `level`; `commitment`, `skills`, `language`, `newcomer`; or `nothing_asked`.
    pub factor: &'static str,
    /// Its value, 0 to 1.
    pub value: f32,
    /// Its share of the side's weight, 0 to 1; the shares of a side add up to 1.
    pub weight: f32,
    /// `value × weight`.
    pub contribution: f32,
    /// A sentence that names facts, in Japanese.
    pub text_ja: String,
    /// The same in English.
    pub text_en: String,
}

impl Because {
    fn new(side: Side, factor: &'static str, value: f32, weight: f32, texts: (String, String)) -> Self {
        Self { side, factor, value, weight, contribution: value * weight, text_ja: texts.0, text_en: texts.1 }
    }

    /// The sentence in one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.text_ja,
            Lang::En => &self.text_en,
        }
    }
}

impl Evaluation {
    /// Why the pair fits: each factor with facts, the person's side first, heaviest contribution first within a side.
    pub fn because(&self, q: &Question, offer: &Offer, city: &City) -> Vec<Because> {
        let w = q.policy().weights;
        let f = self.factors;
        let person = [("area", f.area, w.area), ("time", f.time, w.time), ("theme", f.theme, w.theme), ("level", f.level, w.level)];
        let mut reasons = self.side(Side::Person, &person, |factor, _| match factor {
            "area" => area_text(q, offer, city),
            "time" => time_text(q, offer, city),
            "theme" => theme_text(q, offer, city),
            _ => level_text(q, offer, city),
        });
        if reasons.is_empty() {
            let texts = ("条件の指定がないので、どの募集も同じ扱いです".into(), "Nothing was asked for, so every listing is treated alike".into());
            reasons.push(Because::new(Side::Person, "nothing_asked", 1.0, 1.0, texts));
        }
        let g = self.group_factors;
        let group = [
            ("level", g.level, 1.0),
            ("commitment", g.commitment, 1.0),
            ("skills", g.skills, 1.0),
            ("language", g.language, 1.0),
            ("newcomer", g.newcomer, 1.0),
        ];
        reasons.extend(self.side(Side::Group, &group, |factor, value| group_text(factor, value, offer)));
        reasons
    }

    fn side(&self, side: Side, factors: &[(&'static str, Option<f32>, f32)], text: impl Fn(&str, f32) -> (String, String)) -> Vec<Because> {
        let total: f32 = factors.iter().filter(|(_, v, _)| v.is_some()).map(|(_, _, w)| w).sum();
        let mut reasons: Vec<Because> = factors
            .iter()
            .filter_map(|&(factor, value, weight)| {
                let value = value?;
                Some(Because::new(side, factor, value, if total > 0.0 { weight / total } else { 0.0 }, text(factor, value)))
            })
            .collect();
        reasons.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
        reasons
    }

    /// Numbers of the sessions (within [`Offer::sessions`]) that fit: seats for the party, and the shortest useful stay.
    pub fn fitting_sessions(&self, q: &Question, offer: &Offer) -> Vec<usize> {
        let fits = |slot: &Slot| match &q.time {
            None => true,
            Some(time) => time.looks_at(slot.day) && shared_minutes(time, slot) >= stay_needed(offer, slot),
        };
        let kept = super::evaluate::kept(q, offer);
        let seats = |slot: &Slot| super::calendar::has_seats(slot.left, q.party, kept);
        (0..offer.slots.len()).filter(|i| offer.slots[*i].begins() > q.now && seats(&offer.slots[*i]) && fits(&offer.slots[*i])).collect()
    }
}

fn area_text(q: &Question, offer: &Offer, city: &City) -> (String, String) {
    if offer.remote {
        return ("場所を選ばず参加できます".into(), "You can take part from anywhere".into());
    }
    if let (Some(home), Some(point)) = (&q.home, offer.point) {
        let (ja, en) = distance(home.ruler.metres(point));
        return (format!("出発地から約{ja}のところです"), format!("About {en} from where you start"));
    }
    let best = offer.areas.iter().copied().find(|n| q.areas.as_ref().is_some_and(|t| t[usize::from(*n)].reached)).or(offer.areas.first().copied());
    let Some(area) = best.and_then(|n| city.areas.get(n)) else { return ("場所は相談できます".into(), "The place can be agreed".into()) };
    let (ja, en) = (&area.names.ja, &area.names.en);
    match best.and_then(|n| q.areas.as_ref().map(|t| t[usize::from(n)])) {
        Some(a) if a.reached && a.value >= 1.0 => (format!("希望の地域（{ja}）での活動です"), format!("It takes place in {en}, which you asked for")),
        Some(a) if a.reached => (format!("希望の地域を含む{ja}全体での活動です"), format!("It takes place all over {en}, your area included")),
        Some(a) if a.value >= q.policy().area_steps.adjacent => {
            (format!("希望の地域の近く（{ja}）での活動です"), format!("It takes place in {en}, next to the area you asked for"))
        }
        _ => (format!("{ja}での活動です"), format!("It takes place in {en}")),
    }
}

/// A distance for people: metres below one kilometre, otherwise one decimal.
pub(super) fn distance(metres: u32) -> (String, String) {
    if metres < 1000 {
        let m = metres.div_ceil(50) * 50;
        (format!("{m}メートル"), format!("{m} m"))
    } else {
        let km = f64::from(metres) / 1000.0;
        (format!("{km:.1}キロ"), format!("{km:.1} km"))
    }
}

/// A length of time for people.
pub(super) fn duration(minutes: u32) -> (String, String) {
    match (minutes / 60, minutes % 60) {
        (0, m) => (format!("{m}分"), format!("{m} min")),
        (h, 0) => (format!("{h}時間"), format!("{h} h")),
        (h, m) => (format!("{h}時間{m}分"), format!("{h} h {m} min")),
    }
}

/// A date for people, with its weekday, and 祝 on public holidays.
pub(super) fn date(slot_day: i32, city: &City) -> (String, String) {
    let date = date_of(slot_day);
    let weekday = crate::day::DayKind::of_weekday(date.weekday());
    let holiday = city.calendar.holidays.contains(date);
    let (ja, en) = (weekday.short(Lang::Ja), weekday.short(Lang::En));
    let ja = if holiday { format!("{ja}・祝") } else { ja.to_owned() };
    let en = if holiday { format!("{en}, holiday") } else { en.to_owned() };
    (format!("{}月{}日（{ja}）", date.month(), date.day()), format!("{} ({en})", date.format("%-d %b")))
}

fn time_text(q: &Question, offer: &Offer, city: &City) -> (String, String) {
    let Some(time) = &q.time else { return Default::default() };
    if !offer.flexible.is_empty() {
        let shared = DayParts(offer.flexible.0 & time.parts.0);
        let shown = if shared.is_empty() { offer.flexible } else { shared };
        let (mut ja, mut en): (Vec<_>, Vec<_>) = shown.iter().take(3).map(|p| (p.word(Lang::Ja), p.word(Lang::En))).unzip();
        if shown.0.count_ones() > 3 {
            ja.push("…".into());
            en.push("…".into());
        }
        return (format!("日時は相談でき、{}なら合います", ja.join("・")), format!("Times can be agreed; {} would suit", en.join(", ")));
    }
    let slots: Vec<&Slot> = considered(q, offer).filter(|s| time.looks_at(s.day)).collect();
    let fitting = slots.iter().filter(|s| shared_minutes(time, s) >= stay_needed(offer, s)).count();
    let best = slots.iter().max_by_key(|s| (shared_minutes(time, s), std::cmp::Reverse(s.begins())));
    let Some(best) = best else { return ("合う日時がまだありません".into(), "No session at a time you can come yet".into()) };
    let (ja, en) = duration(shared_minutes(time, best));
    let part = free_part(best, time)
        .map_or_else(|| (best.kind.word(Lang::Ja).to_owned(), best.kind.word(Lang::En).to_owned()), |p| (p.word(Lang::Ja), p.word(Lang::En)));
    let (day_ja, day_en) = date(best.day, city);
    let more = match fitting {
        0 | 1 => (String::new(), String::new()),
        n => (format!("、ほかに{}回", n - 1), format!(" and {} more times", n - 1)),
    };
    (format!("{}に{ja}重なります（{day_ja}{}）", part.0, more.0), format!("{en} in common on {} ({day_en}{})", part.1, more.1))
}

/// The first day part of a session in which the person is free.
fn free_part(slot: &Slot, time: &super::time::Time) -> Option<crate::day::DayPart> {
    DayParts(slot.day_parts().0 & time.parts.0).iter().next()
}

fn theme_text(q: &Question, offer: &Offer, city: &City) -> (String, String) {
    let Some(table) = &q.themes else { return Default::default() };
    let best = offer.themes.iter().copied().max_by(|a, b| table[usize::from(*a)].0.total_cmp(&table[usize::from(*b)].0).then(b.cmp(a)));
    let Some((number, theme)) = best.and_then(|n| city.themes.get(n).map(|t| (n, t))) else { return Default::default() };
    let (value, which) = table[usize::from(number)];
    let asked = q.wish().themes.get(usize::from(which)).and_then(|t| city.themes.find(&t.code));
    match asked {
        Some(asked) if asked.code == theme.code => {
            (format!("関心のあるテーマ「{}」の活動です", theme.names.ja), format!("It is about {}, which interests you", theme.names.en))
        }
        Some(asked) if value > 0.0 => (
            format!("関心のあるテーマ「{}」に近い「{}」の活動です", asked.names.ja, theme.names.ja),
            format!("It is about {}, close to {}", theme.names.en, asked.names.en),
        ),
        _ => (format!("テーマは「{}」です", theme.names.ja), format!("It is about {}", theme.names.en)),
    }
}

fn level_text(_: &Question, offer: &Offer, _: &City) -> (String, String) {
    let level = offer.level.unwrap_or(Level::Introductory);
    let (ja, en) = (level.word(Lang::Ja), level.word(Lang::En));
    if offer.beginner_friendly {
        ("はじめての方も歓迎しています".into(), "Beginners are welcome".into())
    } else {
        (format!("「{ja}」の段階の活動です"), format!("It is at {en} level"))
    }
}

fn group_text(factor: &str, value: f32, offer: &Offer) -> (String, String) {
    let Some(seeks) = offer.seeks.as_deref() else { return Default::default() };
    match factor {
        "level" => {
            let sought = seeks.level.unwrap_or(Level::Introductory);
            (format!("団体は「{}」の段階の方を求めています", sought.word(Lang::Ja)), format!("The group looks for people at {} level", sought.word(Lang::En)))
        }
        "commitment" => match seeks.commitment {
            Some(crate::opportunity::Commitment::Standing) => {
                ("団体は続けて来てくれる方を求めています".into(), "The group looks for people who keep coming".into())
            }
            _ => ("団体は一度だけの参加も歓迎しています".into(), "The group is glad of people who come once".into()),
        },
        "skills" => {
            let list = seeks.skills.join("、");
            (
                format!("団体が求める技能（{list}）のうち{:.0}％をお持ちです", value * 100.0),
                format!("You bring {:.0} % of the skills sought ({})", value * 100.0, seeks.skills.join(", ")),
            )
        }
        "language" => {
            let (ja, en) = language::any_of(&seeks.languages);
            if value > 0.0 {
                (format!("団体が求めることば（{ja}）を話せます"), format!("You speak a language the group looks for ({en})"))
            } else {
                (format!("団体は{ja}を話せる方を求めています"), format!("The group looks for people who speak {en}"))
            }
        }
        _ => (
            format!("団体は初めての方のために{}席を用意しています", seeks.newcomer_seats),
            format!("The group keeps {} seats for newcomers", seeks.newcomer_seats),
        ),
    }
}
