use super::because::{date, distance};
use super::evaluate::{Evaluation, counted, has_seats, level_in, shared_minutes, stay_needed, theme};
use super::gate::Gate;
use super::offer::{Offer, Slot};
use super::wish::{Question, Time};
use crate::city::City;
use crate::day::{DayKind, DayPart, DayParts, date_of};
use crate::id::OpportunityId;
use crate::level::{Accessibility, Level, Responsibility};
use crate::text::Lang;
use chrono::NaiveDate;

/// The smallest change that would open a gate.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Nothing the person can do.
    Nothing,
    /// Wait for this date: the next session.
    NextSession(NaiveDate),
    /// Come with at most this many.
    PartyAtMost(u16),
    /// Come with at least this many.
    PartyAtLeast(u16),
    /// Every seat is taken: put your name on the waiting list.
    WaitingList,
    /// Free this day part.
    FreeDayPart(DayPart),
    /// Free these hours on this kind of day: minutes of the day.
    FreeHours {
        /// The kind of day.
        day: DayKind,
        /// First minute of the day.
        from: u16,
        /// Minute after the last; beyond 1440 is the next day.
        to: u16,
    },
    /// Free these hours on this date: more than one thing stands in the way.
    FreeDateHours {
        /// The date.
        date: NaiveDate,
        /// First minute of the day.
        from: u16,
        /// Minute after the last; beyond 1440 is the next day.
        to: u16,
    },
    /// Free this date, which the person excluded.
    FreeDate(NaiveDate),
    /// Begin the period at this date.
    PeriodFrom(NaiveDate),
    /// Extend the period to this date.
    PeriodTo(NaiveDate),
    /// Go this many metres further.
    FurtherBy(u32),
    /// Add this area.
    AddArea(String),
    /// Reach a level: by a course, if one is open, or by attending.
    ReachLevel {
        /// The level needed.
        level: Level,
        /// Attended participations in the theme that lead there from the person's level.
        participations: u32,
        /// A course about the same theme that the person could take now.
        course: Option<OpportunityId>,
    },
    /// Be this old.
    AgeFrom(u8),
    /// Meant for people up to this age.
    AgeTo(u8),
    /// Ask a guardian.
    GuardianConsent,
    /// Accept a heavier responsibility.
    Accept(Responsibility),
    /// Get this certificate.
    Certificate(String),
    /// Needs that are not met.
    Unmet(Vec<Accessibility>),
    /// Speak one of these languages.
    Languages(Vec<String>),
}

/// A gate that does not hold, in words, and the smallest change that would open it.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyNot {
    /// The gate.
    pub gate: Gate,
    /// What stands between, and what would open it, in Japanese.
    pub text_ja: String,
    /// The same in English.
    pub text_en: String,
    /// The change for programs.
    pub change: Change,
}

impl WhyNot {
    /// The sentence in one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.text_ja,
            Lang::En => &self.text_en,
        }
    }
}

impl Evaluation {
    /// What stands between: one entry per failed gate.
    ///
    /// `course` is asked for a course about one of the offer's themes that the person could take now.
    pub fn why_not(&self, q: &Question, offer: &Offer, city: &City, course: impl Fn(&Offer) -> Option<OpportunityId>) -> Vec<WhyNot> {
        self.failed
            .iter()
            .map(|gate| {
                let change = change(gate, q, offer, city, &course);
                let (text_ja, text_en) = sentence(gate, &change, city);
                WhyNot { gate, text_ja, text_en, change }
            })
            .collect()
    }
}

fn change(gate: Gate, q: &Question, offer: &Offer, city: &City, course: &impl Fn(&Offer) -> Option<OpportunityId>) -> Change {
    match gate {
        Gate::Open => offer.slots.iter().find(|s| offer.published && s.begins() > q.now).map_or(Change::Nothing, |s| Change::NextSession(date_of(s.day))),
        Gate::Seats => seats(q, offer),
        Gate::Time => time(q, offer),
        Gate::Travel => travel(q, offer, city),
        Gate::Level => {
            let level = offer.level_needed().unwrap_or(Level::Introductory);
            let mine = level_in(q, theme(q, &offer.themes).1).unwrap_or(Level::Introductory);
            let rung = |l: Level| (l as usize).checked_sub(1).map_or(0, |i| q.policy().ladder[i]);
            Change::ReachLevel { level, participations: rung(level).saturating_sub(rung(mine)).max(1), course: course(offer) }
        }
        Gate::Age => match q.wish().age {
            Some(age) if age < offer.ages.0 => Change::AgeFrom(offer.ages.0),
            Some(age) if age > offer.ages.1 => Change::AgeTo(offer.ages.1),
            _ => Change::GuardianConsent,
        },
        Gate::Responsibility => Change::Accept(offer.responsibility),
        Gate::Qualification => {
            let held = q.qualifications.as_deref().unwrap_or_default();
            offer.qualifications.iter().find(|n| !held.contains(n)).map_or(Change::Nothing, |n| Change::Certificate(n.clone()))
        }
        Gate::Accessibility => {
            let unmet = q.needs & !offer.accessibility;
            Change::Unmet(Accessibility::ALL.iter().copied().filter(|a| unmet >> *a as u32 & 1 == 1).collect())
        }
        Gate::Language => Change::Languages(offer.languages.iter().map(|l| String::from_utf8_lossy(l).into_owned()).collect()),
    }
}

fn seats(q: &Question, offer: &Offer) -> Change {
    if q.party < offer.party.0 {
        return Change::PartyAtLeast(offer.party.0);
    }
    let most =
        if offer.flexible.is_empty() { offer.slots.iter().filter(|s| s.begins() > q.now).map(|s| s.left).max().unwrap_or(0) } else { offer.flexible_left };
    match most.min(offer.party.1) {
        0 => Change::WaitingList,
        n if n < offer.party.0 => Change::WaitingList,
        n => Change::PartyAtMost(n),
    }
}

fn time(q: &Question, offer: &Offer) -> Change {
    let Some(time) = &q.time else { return Change::Nothing };
    if !offer.flexible.is_empty() {
        return offer.flexible.iter().next().map_or(Change::Nothing, Change::FreeDayPart);
    }
    let seats = offer.slots.iter().any(|s| s.begins() > q.now && has_seats(s.left, q.party));
    let free_hours = Time { hours: std::array::from_fn(|_| vec![(0, 1440)]), parts: DayParts(0xff_ffff), ..time.clone() };
    let no_exceptions = Time { except: vec![], ..time.clone() };
    let no_period = Time { days: (i32::MIN, i32::MAX), ..time.clone() };
    let fits = |t: &Time, s: &Slot| (t.days.0..=t.days.1).contains(&s.day) && shared_minutes(t, s) >= stay_needed(offer, s);
    // One obstacle is a smaller change than two; an excluded date or an edge of the period smaller than hours.
    let obstacle = |s: &Slot| {
        if fits(&no_exceptions, s) {
            Obstacle::Exception
        } else if fits(&no_period, s) {
            Obstacle::Period
        } else if fits(&free_hours, s) {
            Obstacle::Hours
        } else {
            Obstacle::Several
        }
    };
    let short = |s: &Slot| stay_needed(offer, s).saturating_sub(shared_minutes(time, s));
    let Some((slot, obstacle)) = counted(q, offer, seats).map(|s| (s, obstacle(s))).min_by_key(|(s, o)| (*o, short(s), s.begins())) else {
        return Change::Nothing;
    };
    let last_day = slot.day + i32::from(slot.to > 1440);
    match obstacle {
        Obstacle::Exception if time.except.contains(&slot.day) => Change::FreeDate(date_of(slot.day)),
        Obstacle::Exception => Change::FreeDate(date_of(last_day)),
        Obstacle::Period if slot.day < time.days.0 => Change::PeriodFrom(date_of(slot.day)),
        Obstacle::Period => Change::PeriodTo(date_of(last_day)),
        Obstacle::Hours => hours(slot, time),
        Obstacle::Several => Change::FreeDateHours { date: date_of(slot.day), from: slot.from, to: slot.to },
    }
}

/// What keeps a person from a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    Exception,
    Period,
    Hours,
    Several,
}

/// The one day part that would do, or the exact hours.
fn hours(slot: &Slot, time: &Time) -> Change {
    let mut missing = DayParts(slot.day_parts().0 & !time.parts.0).iter();
    match (missing.next(), missing.next()) {
        (Some(part), None) if slot.from >= part.part.minutes().0 && slot.to <= part.part.minutes().1 => Change::FreeDayPart(part),
        _ => Change::FreeHours { day: slot.kind, from: slot.from, to: slot.to },
    }
}

fn travel(q: &Question, offer: &Offer, city: &City) -> Change {
    if let (Some(home), Some(point)) = (&q.home, offer.point)
        && home.gate
    {
        let reach = home.reach2.isqrt() as u32;
        return Change::FurtherBy(home.ruler.metres(point).saturating_sub(reach).max(1));
    }
    offer.areas.first().and_then(|n| city.areas.get(*n)).map_or(Change::Nothing, |a| Change::AddArea(a.code.clone()))
}

fn clock(minute: u16) -> String {
    format!("{}:{:02}", minute / 60 % 24, minute % 60)
}

fn sentence(gate: Gate, change: &Change, city: &City) -> (String, String) {
    let day = |d: &NaiveDate| date(crate::day::day_number(*d), city);
    match change {
        Change::Nothing if gate == Gate::Open => ("受付は終わりました".into(), "It is no longer open".into()),
        Change::Nothing => (format!("{}の条件が合いません", gate.word(Lang::Ja)), format!("The condition on {} is not met", gate.word(Lang::En))),
        Change::NextSession(d) => {
            let (ja, en) = day(d);
            (format!("申込みは締め切られました。次回は{ja}です"), format!("Applications have closed; the next session is on {en}"))
        }
        Change::PartyAtMost(n) => (format!("{n}人までなら参加できます"), format!("There is room for at most {n}")),
        Change::PartyAtLeast(n) => (format!("{n}人以上でお申し込みください"), format!("Come with at least {n} people")),
        Change::WaitingList => ("満席です。キャンセル待ちができます".into(), "Every seat is taken; you can join the waiting list".into()),
        Change::FreeDayPart(p) => (format!("{}が空けば参加できます", p.word(Lang::Ja)), format!("It would fit if {} were free", p.word(Lang::En))),
        Change::FreeHours { day, from, to } => (
            format!("{}の{}〜{}が空けば参加できます", day.word(Lang::Ja), clock(*from), clock(*to)),
            format!("It would fit if {} {}–{} were free", day.word(Lang::En), clock(*from), clock(*to)),
        ),
        Change::FreeDateHours { date: d, from, to } => {
            let (ja, en) = day(d);
            (format!("{ja}の{}〜{}が空けば参加できます", clock(*from), clock(*to)), format!("It would fit if {} {}–{} were free", en, clock(*from), clock(*to)))
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
        Change::ReachLevel { level, participations, course } => {
            let (ja, en) = (level.word(Lang::Ja), level.word(Lang::En));
            let how = if course.is_some() {
                (format!("講座を受けるか、あと{participations}回参加すると"), format!("by a course or {participations} more participations"))
            } else {
                (format!("同じ分野にあと{participations}回参加すると"), format!("by {participations} more participations in the same field"))
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
        Change::Certificate(name) => (format!("「{name}」が必要です"), format!("It needs a certificate: {name}")),
        Change::Unmet(needs) => {
            let list = |lang| needs.iter().map(|n| n.word(lang)).collect::<Vec<_>>();
            (format!("まだ用意がありません: {}", list(Lang::Ja).join("、")), format!("Not offered yet: {}", list(Lang::En).join(", ")))
        }
        Change::Languages(codes) => {
            let list = codes.join(", ");
            (format!("使われることば（{list}）での参加になります"), format!("It is held in: {list}"))
        }
    }
}
