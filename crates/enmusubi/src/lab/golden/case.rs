//! The cases as files: what a person asks for, and what an experienced coordinator would answer.

use super::cast::Cast;
use super::judge::Difference;
use enmusubi_domain::matching::{Consent, Gate, Gates, Wish};
use enmusubi_http::wish_of;
use serde::Deserialize;
use std::collections::HashSet;

macro_rules! cases {
    ($($name:literal),*) => { [$(($name, include_str!(concat!("../../../data/golden/cases/", $name, ".toml")))),*] };
}

/// The files of the cases, by what they are about.
pub(super) const FILES: [(&str, &str); 12] =
    cases!("time", "place", "theme", "level", "seats", "age", "responsibility", "needs", "both_sides", "fairness", "newcomers", "odd");

/// How many opportunities stand in every case.
const TEN: usize = 10;

/// One case.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// The file it stands in.
    pub file: String,
    /// Its name, unique.
    pub id: String,
    pub title: String,
    pub title_en: String,
    /// The conversation.
    pub talk: String,
    pub wish: Wish,
    /// What fits, best first.
    pub order: Vec<Placed>,
    /// What does not fit yet.
    pub not_yet: Vec<Missed>,
    /// Whether the coordinator also says which of those is nearest, and in which order.
    pub nearest_first: bool,
    /// Where the engine is known to see it otherwise.
    pub disagrees: Vec<Disagreement>,
}

/// A listing that fits.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// Its number in the cast.
    pub listing: usize,
    /// Why it stands there.
    pub why: String,
    /// As good as the one above: the case does not say which comes first.
    pub even: bool,
}

/// A listing that does not fit yet.
#[derive(Debug, Clone)]
pub(super) struct Missed {
    /// Its number in the cast.
    pub listing: usize,
    /// What stands between.
    pub gates: Gates,
    /// The coordinator's words for that.
    pub why: String,
    /// As near as the one above.
    pub even: bool,
}

/// Something the engine is known to see otherwise, and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Disagreement {
    pub about: Difference,
    pub why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWritten {
    case: Vec<toml::Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseWritten {
    id: String,
    title: String,
    title_en: String,
    talk: String,
    /// In the words of `POST /v1/matches`.
    wish: toml::Table,
    /// For people under age: `can_be_asked` (unless said), `on_file` or `refused`.
    consent: Option<String>,
    order: Vec<PlacedWritten>,
    #[serde(default)]
    not_yet: Vec<MissedWritten>,
    #[serde(default)]
    nearest_first: bool,
    #[serde(default)]
    disagrees: Vec<DisagreementWritten>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacedWritten {
    it: String,
    why: String,
    #[serde(default)]
    even: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MissedWritten {
    it: String,
    /// One gate or several.
    gates: Vec<String>,
    why: String,
    #[serde(default)]
    even: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DisagreementWritten {
    /// Two listings that the engine puts the other way round, or does not tell apart…
    above: Option<String>,
    below: Option<String>,
    /// …or one for which the engine fails other gates than the coordinator.
    it: Option<String>,
    fails: Option<Vec<String>>,
    why: String,
}

impl Case {
    /// Every case of the set. Answers a sentence that names the file and the case of what is wrong.
    pub fn all(cast: &Cast) -> Result<Vec<Self>, String> {
        Self::of(&FILES, cast)
    }

    pub(super) fn of(files: &[(&str, &str)], cast: &Cast) -> Result<Vec<Self>, String> {
        let (mut cases, mut ids) = (vec![], HashSet::new());
        for (file, text) in files {
            let read: FileWritten = toml::from_str(text).map_err(|e| format!("cases/{file}.toml: {e}"))?;
            for table in read.case {
                let id = table.get("id").and_then(toml::Value::as_str).unwrap_or("(no id)").to_owned();
                let named = |e: &dyn std::fmt::Display| format!("cases/{file}.toml: {id}: {e}");
                let written: CaseWritten = table.try_into().map_err(|e| named(&e))?;
                if !ids.insert(id.clone()) {
                    return Err(named(&"there are two of this id"));
                }
                cases.push(written.case(file, cast).map_err(|e| named(&e))?);
            }
        }
        Ok(cases)
    }

    /// Numbers of the ten listings.
    pub fn listings(&self) -> impl Iterator<Item = usize> + '_ {
        self.order.iter().map(|p| p.listing).chain(self.not_yet.iter().map(|m| m.listing))
    }
}

impl CaseWritten {
    fn case(self, file: &str, cast: &Cast) -> Result<Case, String> {
        let number = |id: &str| cast.number(id).ok_or_else(|| format!("there is no listing \"{id}\""));
        let body = serde_json::to_value(&self.wish).map_err(|e| format!("wish: {e}"))?;
        let wish = wish_of(body).map_err(|e| format!("wish: {e}"))?;
        let wish = Wish { consent: consent(self.consent.as_deref())?, ..wish };
        let order: Vec<Placed> =
            self.order.into_iter().map(|p| Ok(Placed { listing: number(&p.it)?, why: p.why, even: p.even })).collect::<Result<_, String>>()?;
        let not_yet: Vec<Missed> = self
            .not_yet
            .into_iter()
            .map(|m| Ok(Missed { listing: number(&m.it)?, gates: gates(&m.gates)?, why: m.why, even: m.even }))
            .collect::<Result<_, String>>()?;
        let expected = |listing| not_yet.iter().find(|m| m.listing == listing).map_or(Gates::default(), |m| m.gates);
        let about = |d: &DisagreementWritten| match (&d.above, &d.below, &d.it, &d.fails) {
            (Some(above), Some(below), None, None) => Ok(Difference::Order { above: number(above)?, below: number(below)? }),
            (None, None, Some(it), Some(fails)) => {
                let listing = number(it)?;
                let failed = if fails.is_empty() { Gates::default() } else { gates(fails)? };
                Ok(Difference::Gates { listing, expected: expected(listing), failed })
            }
            _ => Err("disagrees: say above and below, or it and fails".to_owned()),
        };
        let disagrees: Vec<Disagreement> =
            self.disagrees.into_iter().map(|d| Ok(Disagreement { about: about(&d)?, why: d.why })).collect::<Result<_, String>>()?;
        let case = Case {
            file: file.to_owned(),
            id: self.id,
            title: self.title,
            title_en: self.title_en,
            talk: self.talk.trim().to_owned(),
            wish,
            order,
            not_yet,
            nearest_first: self.nearest_first,
            disagrees,
        };
        let ten: HashSet<usize> = case.listings().collect();
        if ten.len() != TEN || case.listings().count() != TEN {
            return Err(format!("{} listings, {} of them different: a case has ten", case.listings().count(), ten.len()));
        }
        if case.order.first().is_some_and(|p| p.even) || case.not_yet.first().is_some_and(|m| m.even) {
            return Err("the first of a list has nothing above it to be even with".into());
        }
        Ok(case)
    }
}

fn consent(word: Option<&str>) -> Result<Consent, String> {
    match word {
        None | Some("can_be_asked") => Ok(Consent::CanBeAsked),
        Some("on_file") => Ok(Consent::OnFile),
        Some("refused") => Ok(Consent::Refused),
        Some(other) => Err(format!("consent: \"{other}\" is none of can_be_asked, on_file, refused")),
    }
}

fn gates(codes: &[String]) -> Result<Gates, String> {
    let mut gates = Gates::default();
    for code in codes {
        gates.add_if(Gate::parse(code).ok_or_else(|| format!("gates: \"{code}\" is none of {}", Gate::CODES))?, true);
    }
    if gates.is_empty() { Err("gates: something must stand between".into()) } else { Ok(gates) }
}
