use super::stage::{Field, Stage, is_open};
use crate::application::{Application, Rules};
use crate::area::AreaKind;
use crate::city::City;
use crate::contact::Contact;
use crate::id::{ApplicationId, mix};
use crate::level::{Accessibility, Level, words};
use crate::matching::Wish;
use crate::opportunity::Opportunity;

words! {
    /// An age, no closer than this.
    AgeBand {
        /// Younger than 18.
        Under18 = "under_18", "18歳未満", "under 18";
        /// 18 or 19.
        Under20 = "18_19", "18〜19歳", "18 or 19";
        /// From 20.
        Twenties = "20s", "20代", "twenties";
        /// From 30.
        Thirties = "30s", "30代", "thirties";
        /// From 40.
        Forties = "40s", "40代", "forties";
        /// From 50.
        Fifties = "50s", "50代", "fifties";
        /// From 60.
        Sixties = "60s", "60代", "sixties";
        /// From 70.
        Seventies = "70s", "70代", "seventies";
        /// From 80.
        Eighties = "80_up", "80歳以上", "80 or older";
        /// Of age by their own word; no birth date is kept.
        OfAge = "of_age", "成人（本人の申告）", "of age, by their own word";
    }
}

impl AgeBand {
    /// The band of an age in years.
    pub fn of(years: u8) -> Self {
        match years {
            0..18 => Self::Under18,
            18..20 => Self::Under20,
            20..30 => Self::Twenties,
            30..40 => Self::Thirties,
            40..50 => Self::Forties,
            50..60 => Self::Fifties,
            60..70 => Self::Sixties,
            70..80 => Self::Seventies,
            80.. => Self::Eighties,
        }
    }
}

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onlooker {
    /// Whoever answers for the group.
    Group,
    /// A coordinator, who is told no name here.
    Coordinator,
}

/// What is known of a volunteer, whoever may see it.
#[derive(Clone)]
pub struct Known<'a> {
    /// Their application.
    pub application: &'a Application,
    /// What it is for.
    pub opportunity: &'a Opportunity,
    /// Their name; nothing once they have left.
    pub name: Option<&'a str>,
    /// What they ask for.
    pub wish: Option<&'a Wish>,
    /// How they can be reached.
    pub contact: Option<&'a Contact>,
    /// Their age in years, from a birth date.
    pub age: Option<u8>,
    /// How many minutes they were in this group before.
    pub minutes_here: Option<u64>,
}

/// What a group sees of a volunteer beside an application. What is not shown is nothing, whether or not there is anything.
#[derive(Clone, PartialEq, Eq)]
pub struct VolunteerAtStage {
    /// By which column of the table.
    pub stage: Stage,
    /// Four characters that mean nobody; the same for as long as the application stands.
    pub handle: String,
    /// The name, or its first character in lists of minors.
    pub name: Option<String>,
    /// Age by ten years.
    pub age_band: Option<AgeBand>,
    /// The code of the ward they look for something in.
    pub ward: Option<String>,
    /// What they can do already in the main theme.
    pub level: Option<Level>,
    /// Those of their certificates that are asked for.
    pub qualifications: Vec<String>,
    /// Languages they speak.
    pub languages: Vec<String>,
    /// What they need, if they ticked to say so.
    pub needs: Vec<Accessibility>,
    /// How many minutes they were in this group before.
    pub minutes_here: Option<u64>,
}

impl std::fmt::Debug for VolunteerAtStage {
    /// Says nothing of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VolunteerAtStage").field("stage", &self.stage).field("handle", &self.handle).finish_non_exhaustive()
    }
}

impl VolunteerAtStage {
    /// What somebody sees of a volunteer at a stage, alone or as one of a list.
    pub fn of(known: &Known<'_>, stage: Stage, onlooker: Onlooker, listed: bool, city: &City, rules: &Rules) -> Self {
        let stage = if known.name.is_none() { Stage::Closed } else { stage };
        let ticks = known.contact.map(|contact| contact.ticks(ticks_are_own(known.age, rules))).unwrap_or_default();
        let sees = |field: Field| match onlooker {
            Onlooker::Group => is_open(field, stage, ticks, false),
            // Whoever brings people together sees of them what an application shows, and nothing of the group's own memory.
            Onlooker::Coordinator => stage != Stage::Closed && field != Field::Hours && is_open(field, Stage::Applied, ticks, false),
        };
        let (details, wish) = (&known.opportunity.details, known.wish);
        let asked_for = |list: &Vec<String>| list.iter().filter(|q| details.qualifications.contains(q)).cloned().collect();
        Self {
            stage,
            handle: handle(known.application.id),
            name: known.name.filter(|_| sees(Field::Name) && !listed).map(ToOwned::to_owned),
            age_band: age_band(known).filter(|_| sees(Field::AgeBand)),
            ward: wish.and_then(|wish| ward(wish, city)).filter(|_| sees(Field::Ward)),
            level: wish.and_then(|wish| level(wish, details.themes.first())).filter(|_| sees(Field::Level)),
            qualifications: wish.and_then(|wish| wish.qualifications.as_ref()).filter(|_| sees(Field::Qualifications)).map(asked_for).unwrap_or_default(),
            languages: wish.and_then(|wish| wish.languages.clone()).filter(|_| sees(Field::Languages)).unwrap_or_default(),
            needs: wish.map(|wish| wish.accessibility.clone()).filter(|_| sees(Field::Needs)).unwrap_or_default(),
            minutes_here: known.minutes_here.filter(|_| sees(Field::Hours)),
        }
    }
}

/// Four characters that mean nobody, the same for as long as the application stands. They are read out on the telephone: no I, L, O or U.
pub fn handle(application: ApplicationId) -> String {
    const SIGNS: [char; 32] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X',
        'Y', 'Z',
    ];
    let (high, low) = application.0.as_u64_pair();
    let mixed = mix(mix(high) ^ low);
    (0..4).map(|n| SIGNS[(mixed >> (5 * n)) as usize % SIGNS.len()]).collect()
}

/// Whether somebody is to be treated as a minor. Of whom nothing is known and who has said nothing, it is assumed.
pub fn is_minor(age: Option<u8>, said_of_age: bool, rules: &Rules) -> bool {
    age.map_or(!said_of_age, |years| years < rules.consent_age)
}

/// Whether what somebody ticked counts: for the youngest, a guardian's tick would be needed.
pub fn ticks_are_own(age: Option<u8>, rules: &Rules) -> bool {
    age.is_none_or(|years| years >= rules.consent_each_age)
}

/// A name as a list shows it: of a minor only the first character of the family name, until the day itself.
pub fn listed_name(name: &str, minor: bool, stage: Stage) -> String {
    if !minor || stage == Stage::Day {
        return name.to_owned();
    }
    // Where names are written in Latin letters the family name stands last.
    let parts: Vec<&str> = name.split_whitespace().collect();
    let family = if name.is_ascii() { parts.last() } else { parts.first() };
    family.and_then(|part| part.chars().next()).map(String::from).unwrap_or_default()
}

fn age_band(known: &Known<'_>) -> Option<AgeBand> {
    known.age.map(AgeBand::of).or_else(|| known.application.said_of_age.then_some(AgeBand::OfAge))
}

/// The ward of the first area they look in that lies in one.
fn ward(wish: &Wish, city: &City) -> Option<String> {
    let ward_of = |code: &String| city.areas.number(code).and_then(|area| city.areas.ancestor(area, AreaKind::Ward));
    wish.areas.iter().find_map(ward_of).and_then(|ward| city.areas.get(ward)).map(|area| area.code.clone())
}

/// Their level in a theme: the one they named for it, or their own in general.
fn level(wish: &Wish, theme: Option<&String>) -> Option<Level> {
    let named = wish.themes.iter().find(|t| Some(&t.code) == theme).and_then(|t| t.level);
    named.or(wish.level)
}
