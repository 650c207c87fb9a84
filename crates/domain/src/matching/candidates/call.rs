use super::leanings::{Leanings, UNDECIDED, UNKNOWN};
use super::limits::{LANGUAGES, Limits, REFUSED, SKILLS, UNCERTIFIED, calendar_number, tongues};
use super::sessions::Sessions;
use super::volunteer::Volunteer;
use crate::city::City;
use crate::level::Level;
use crate::matching::evaluate::{Evaluation, Factors, GroupFactors, area_among, combine_group, combine_person, evaluate, pair};
use crate::matching::evaluate::{commitment_sought, kept_from, level_factor, level_sought, newcomer};
use crate::matching::gate::{Gate, Gates};
use crate::matching::offer::Offer;
use crate::matching::policy::Policy;
use crate::matching::question::{AreaValue, Moment};
use crate::matching::ready::{NOWHERE, area_value, kinship, theme_value, value_around};
use crate::opportunity::Commitment;
use std::cell::OnceCell;

/// One offer at one moment, as a call to many volunteers: small tables, from which follow certain failures, bounds, and evaluations.
pub struct Call<'c> {
    city: &'c City,
    policy: &'c Policy,
    moment: Moment,
    /// The offer; its themes and areas are numbered by their places in its own lists.
    offer: Offer,
    /// How the city numbers them.
    themes: Vec<u8>,
    areas: Vec<u16>,
    /// The open gate does not depend on who asks.
    closed: bool,
    today: i32,
    sessions: Sessions,
    /// By number of a theme that somebody asks for: what is left of the interest in it.
    kinship: Vec<f32>,
    /// By number of an area that somebody asks for, found out when it is asked.
    listed: Vec<OnceCell<AreaValue>>,
    levels: [ByLevel; UNKNOWN as usize + 1],
    commitments: [Option<f32>; UNDECIDED as usize + 1],
    tongues: u8,
    tongues_sought: u8,
}

/// What follows from a volunteer's level.
#[derive(Clone, Copy)]
struct ByLevel {
    factor: Option<f32>,
    too_low: bool,
    /// Seats that are kept for others.
    kept: u16,
    sought: Option<f32>,
    newcomer: Option<f32>,
}

/// What is known of a volunteer and an offer before they are evaluated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pieces {
    /// Gates that certainly fail.
    pub failed: Gates,
    /// The person's factors, time at its greatest.
    pub factors: Factors,
    /// The group's factors, skills at their greatest.
    pub group_factors: GroupFactors,
    /// Seats that the party needs to be left in a session, those kept for others included.
    pub seats_needed: u16,
}

impl<'c> Call<'c> {
    /// An offer as a call.
    pub fn of(offer: &Offer, city: &'c City, policy: &'c Policy, moment: Moment) -> Self {
        let sessions = Sessions::of(offer, moment.minute, policy.flexible_time);
        let seeks = offer.seeks.as_deref();
        let levels = std::array::from_fn(|n| {
            let mine = Level::ALL.get(n).copied();
            ByLevel {
                factor: level_factor(policy, mine, offer.level, offer.beginner_friendly),
                too_low: matches!((mine, offer.level_needed()), (Some(mine), Some(needed)) if mine < needed),
                kept: kept_from(offer.kept_for_newcomers(), mine),
                sought: seeks.and_then(|s| level_sought(policy, s, mine)),
                newcomer: seeks.filter(|s| s.newcomer_seats > 0 && newcomer(mine)).map(|_| 1.0),
            }
        });
        let mut local = offer.clone();
        local.themes = (0..).take(offer.themes.len()).collect();
        local.areas = (0..).take(offer.areas.len()).collect();
        Self {
            closed: !offer.published || offer.closes < moment.minute || !sessions.ahead,
            today: calendar_number(moment.date()),
            sessions,
            kinship: (0..city.themes.all().len() as u8)
                .map(|mine| offer.themes.iter().map(|theirs| kinship(mine, *theirs, city, policy)).fold(0.0, f32::max))
                .collect(),
            listed: vec![OnceCell::new(); city.areas.all().len()],
            levels,
            commitments: std::array::from_fn(|n| seeks.and_then(|s| commitment_sought(s, Commitment::ALL.get(n).copied()))),
            tongues: tongues(&offer.languages),
            tongues_sought: seeks.map_or(0, |s| tongues(&s.languages)),
            themes: offer.themes.to_vec(),
            areas: offer.areas.to_vec(),
            offer: local,
            city,
            policy,
            moment,
        }
    }

    /// Gates that certainly fail by somebody's limits.
    #[inline]
    pub fn closed_to(&self, limits: &Limits) -> Gates {
        let offer = &self.offer;
        let mut failed = Gates::default();
        failed.add_if(Gate::Open, self.closed);
        failed.add_if(Gate::Seats, !self.sessions.has_seats(limits.party, 0));
        failed.add_if(Gate::Time, self.sessions.certainly_at_other_times(limits));
        if let Some(age) = limits.age(self.today) {
            let consent = age >= self.policy.guardian_age || !limits.said(REFUSED);
            failed.add_if(Gate::Age, age < offer.ages.0 || age > offer.ages.1 || !consent);
        }
        failed.add_if(Gate::Responsibility, offer.responsibility as u8 > limits.most);
        failed.add_if(Gate::Qualification, limits.said(UNCERTIFIED) && !offer.qualifications.is_empty());
        failed.add_if(Gate::Accessibility, u32::from(limits.needs) & !offer.accessibility != 0);
        failed.add_if(Gate::Language, limits.said(LANGUAGES) && self.tongues != 0 && limits.tongues & self.tongues == 0);
        failed
    }

    /// All that is known of a volunteer. `failed` are the gates that are [closed](Self::closed_to) to them.
    #[inline]
    pub fn pieces(&self, mut failed: Gates, limits: &Limits, leanings: &Leanings, volunteer: &Volunteer) -> Pieces {
        let (area, reached) = self.travel(leanings, volunteer);
        let (theme, level) = self.theme(leanings, volunteer);
        let by_level = &self.levels[usize::from(level)];
        let seats_needed = limits.party.saturating_add(by_level.kept);
        failed.add_if(Gate::Travel, !reached);
        failed.add_if(Gate::Level, by_level.too_low);
        failed.add_if(Gate::Seats, !self.sessions.has_seats(limits.party, by_level.kept));
        let time = self.sessions.time(limits, seats_needed);
        Pieces { failed, factors: Factors { area, time, theme, level: by_level.factor }, group_factors: self.group(limits, leanings, by_level), seats_needed }
    }

    /// The greatest time factor of somebody who needs so many seats in a session.
    pub fn time(&self, limits: &Limits, seats: u16) -> Option<f32> {
        self.sessions.time(limits, seats)
    }

    /// The upper bound of the pair's score: `evaluate`'s own functions, in its order.
    #[inline]
    pub fn most(&self, pieces: &Pieces) -> f32 {
        pair(combine_person(self.policy, pieces.factors), combine_group(pieces.group_factors))
    }

    /// Gates and score of a volunteer, exactly.
    pub fn evaluate(&self, volunteer: &Volunteer) -> Evaluation {
        let (themes, areas) = (self.themes.iter().copied(), self.areas.iter().copied());
        let prepared = volunteer.ready.prepared(themes, areas, self.city, self.policy);
        evaluate(&volunteer.asked(prepared, self.moment), &self.offer)
    }

    /// The area factor, and whether it is within reach. Exact.
    fn travel(&self, leanings: &Leanings, volunteer: &Volunteer) -> (Option<f32>, bool) {
        let home = leanings.home.as_ref();
        let around = self.areas.iter().filter_map(|there| Some(value_around(home?, self.city.areas.get(*there)?)));
        // An offer without areas has nothing that could be among those asked for.
        let somewhere = if self.areas.is_empty() { 0 } else { usize::MAX };
        let listed = leanings.areas(volunteer).map(|areas| areas.iter().take(somewhere).map(|here| self.listed(*here)));
        area_among(self.offer.remote.then_some(self.policy.remote_area), self.offer.point, home, around, listed)
    }

    /// The best of the offer's areas for somebody who asks for one.
    fn listed(&self, here: u16) -> AreaValue {
        let found = || self.areas.iter().map(|there| area_value(*there, here, self.city, self.policy)).fold(NOWHERE, AreaValue::or);
        *self.listed[usize::from(here)].get_or_init(found)
    }

    /// The theme factor, and the number of the level in the theme that fits best (the first among equals). Exact.
    fn theme(&self, leanings: &Leanings, volunteer: &Volunteer) -> (Option<f32>, u8) {
        if !leanings.asks_for_themes() || self.themes.is_empty() {
            return (None, leanings.level);
        }
        let mut best = (0.0, leanings.level);
        leanings.wants(volunteer, |want| {
            let value = theme_value(want.interest, self.kinship[usize::from(want.theme)]);
            if value > best.0 {
                best = (value, want.level);
            }
        });
        (Some(best.0), best.1)
    }

    /// The group's factors: skills as if all were brought, languages as if all but Japanese and English were one; the rest exact.
    fn group(&self, limits: &Limits, leanings: &Leanings, by_level: &ByLevel) -> GroupFactors {
        let Some(seeks) = self.offer.seeks.as_deref() else { return GroupFactors::default() };
        let language = limits.said(LANGUAGES) && !seeks.languages.is_empty();
        GroupFactors {
            level: by_level.sought,
            commitment: self.commitments[usize::from(leanings.commitment)],
            skills: (limits.said(SKILLS) && !seeks.skills.is_empty()).then_some(1.0),
            language: language.then_some(if limits.tongues & self.tongues_sought != 0 { 1.0 } else { 0.0 }),
            newcomer: by_level.newcomer,
        }
    }
}
