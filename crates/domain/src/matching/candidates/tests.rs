use super::limits::calendar_number;
use super::*;
use crate::city::City;
use crate::matching::worlds::{self, Dice};
use crate::matching::{Evaluation, Gate, Moment, Offer, Policy, Question, evaluate};
use crate::profile::{Profile, age_on};
use chrono::{Duration, NaiveDate};

const WORLDS: u64 = 4_000;

struct World {
    city: City,
    policy: Policy,
    profiles: Vec<Profile>,
    offer: Offer,
    now: chrono::DateTime<chrono::Utc>,
}

fn world(seed: u64) -> World {
    let (city, mut dice) = (worlds::city(), Dice::new(seed));
    let policy = Policy { stretch: dice.pick(&[0, 1, 2]), flexible_time: dice.pick(&[0.0, 0.5, 0.9, 1.0]), ..Policy::default() };
    let profiles = (0..12).map(|_| worlds::profile(&mut dice, &city)).collect();
    let mut offer = worlds::offer(&mut dice, &city, 0);
    if dice.once_in(6) {
        // An offer with more kinds of sessions than are told apart.
        (0..6).for_each(|n| offer.slots.extend(worlds::offer(&mut dice, &city, n).slots));
    }
    // Half of the worlds are asked at another hour or on another day than they were made for.
    let now = worlds::now() + Duration::minutes(dice.pick(&[0, 0, 14 * 60, 3 * 1440 + 17]));
    World { city, policy, profiles, offer, now }
}

impl World {
    /// What the volunteer would be told if they asked for themselves.
    fn asked(&self, profile: &Profile) -> Evaluation {
        let today = self.city.calendar.civil(self.now).date();
        let q = Question::new(profile.wish_on(today), &self.city, &self.policy, self.now).unwrap();
        evaluate(&q, &self.offer)
    }
}

#[test]
fn a_volunteer_is_judged_as_if_they_had_asked_themselves() {
    for seed in 0..WORLDS {
        let w = world(seed);
        let moment = Moment::of(&w.city.calendar, w.now);
        let call = Call::of(&w.offer, &w.city, &w.policy, moment);
        for profile in &w.profiles {
            let volunteer = Volunteer::of(profile.clone(), &w.city, &Policy::default()).under(&w.policy);
            let expected = w.asked(profile);
            assert_eq!(call.evaluate(&volunteer), expected, "seed {seed}: {profile:?}\n{:?}", w.offer);
            let whole = volunteer.question(&w.city, &w.policy, moment);
            assert_eq!(evaluate(&whole, &w.offer), expected, "seed {seed}: {profile:?}\n{:?}", w.offer);
        }
    }
}

#[test]
fn a_bound_is_never_below_the_score_and_a_certain_failure_is_a_failure() {
    let (mut tight, mut fit, mut certain, mut failed) = (0, 0, [0u32; 16], [0u32; 16]);
    for seed in 0..WORLDS {
        let w = world(seed);
        let call = Call::of(&w.offer, &w.city, &w.policy, Moment::of(&w.city.calendar, w.now));
        for profile in &w.profiles {
            let volunteer = Volunteer::of(profile.clone(), &w.city, &w.policy);
            let (limits, leanings) = (Limits::of(&volunteer), Leanings::of(&volunteer));
            let closed = call.closed_to(&limits);
            let pieces = call.pieces(closed, &limits, &leanings, &volunteer);
            let e = w.asked(profile);
            let case = || format!("seed {seed}: {pieces:?} of {e:?}\n{profile:?}\n{:?}", w.offer);
            assert_eq!(closed.0 & !pieces.failed.0, 0, "{}", case());
            assert_eq!(pieces.failed.0 & !e.failed.0, 0, "{}", case());
            assert!(call.most(&pieces) >= e.score, "{}", case());
            // All factors but time are known to the bit, and so is what was stated.
            assert_eq!((pieces.factors.area, pieces.factors.theme, pieces.factors.level), (e.factors.area, e.factors.theme, e.factors.level), "{}", case());
            assert_eq!(pieces.factors.time.is_some(), e.factors.time.is_some(), "{}", case());
            assert!(pieces.factors.time >= e.factors.time, "{}", case());
            let stated = |g: crate::matching::GroupFactors| [g.level, g.commitment, g.skills, g.language, g.newcomer].map(|f| f.is_some());
            assert_eq!(stated(pieces.group_factors), stated(e.group_factors), "{}", case());
            tight += u32::from(call.most(&pieces) == e.score);
            fit += u32::from(e.failed.is_empty());
            for gate in Gate::ALL {
                certain[*gate as usize] += u32::from(pieces.failed.contains(*gate));
                failed[*gate as usize] += u32::from(e.failed.contains(*gate));
            }
        }
    }
    assert!(fit > 1_000, "{fit} fitting pairs in all");
    assert!(tight > 12 * WORLDS as u32 / 2, "bounds must be worth something: {tight} tight");
    for gate in Gate::ALL {
        let (certain, failed) = (certain[*gate as usize], failed[*gate as usize]);
        // Only these need the whole wish.
        let known = if matches!(gate, Gate::Time | Gate::Qualification | Gate::Language) { certain > failed / 4 } else { certain == failed };
        assert!(known, "{gate:?}: {certain} of {failed} failures are known beforehand");
    }
}

#[test]
fn calendar_numbers_tell_ages() {
    let day = |n: i64| NaiveDate::from_ymd_opt(1999, 12, 20).unwrap() + Duration::days(n);
    // Two years and a half around a leap day, born and asked on each of their days; and a leap day far away.
    for born in (0..900).map(day) {
        for today in (0..900).step_by(7).map(day).chain([day(9_000), NaiveDate::from_ymd_opt(2028, 2, 29).unwrap()]) {
            let profile = Profile { birth_date: Some(born), ..Profile::default() };
            let limits = Limits::of(&Volunteer::of(profile, &worlds::city(), &Policy::default()));
            assert_eq!(limits.age(calendar_number(today)).map(u32::from), age_on(born, today), "{born} on {today}");
        }
    }
}

#[test]
fn a_volunteer_is_printed_without_a_word_of_theirs() {
    let mut dice = Dice::new(3);
    let volunteer = Volunteer::of(worlds::profile(&mut dice, &worlds::city()), &worlds::city(), &Policy::default());
    assert_eq!(format!("{volunteer:?}"), "Volunteer { .. }");
}
