//! The promise of a near miss: make exactly the change that is named, nothing else, and every gate holds.

use crate::availability::Availability;
use crate::city::City;
use crate::matching::worlds::{self, Dice};
use crate::matching::*;
use chrono::Days;
use std::collections::BTreeMap;

const WORLDS: u64 = 12_000;

/// Every near miss of many worlds, with the change it names.
fn near_misses(mut look: impl FnMut(u64, &City, &Question, &Offer, &WhyNot)) {
    let city = worlds::city();
    for seed in 0..WORLDS {
        let mut dice = Dice::new(seed ^ 0x6368_616e);
        let q = worlds::question(&mut dice, &city, &Policy::default());
        for offer in (0..12).map(|n| worlds::offer(&mut dice, &city, n)) {
            let e = evaluate(&q, &offer);
            if near_miss(&e) {
                look(seed, &city, &q, &offer, &e.why_not(&q, &offer, &city, |_| None)[0]);
            }
        }
    }
}

fn after(change: &Change, q: &Question, offer: &Offer, city: &City) -> Option<Evaluation> {
    let wish = change.applied_to(q.wish())?;
    let changed = Question::new(wish, city, q.policy(), worlds::now()).unwrap_or_else(|wrong| panic!("{change:?} makes the wish wrong: {wrong:?}"));
    Some(evaluate(&changed, offer))
}

fn name(change: &Change) -> &'static str {
    match change {
        Change::Nothing => "nothing",
        Change::NextSession(_) => "next session",
        Change::PartyAtMost(_) => "party at most",
        Change::PartyAtLeast(_) => "party at least",
        Change::WaitingList => "waiting list",
        Change::FreeDayPart(_) => "day part",
        Change::FreeHours { .. } => "hours",
        Change::FreeDateHours { .. } => "hours on a date",
        Change::FreeDate(_) => "date",
        Change::PeriodFrom(_) => "period from",
        Change::PeriodTo(_) => "period to",
        Change::FurtherBy(_) => "further",
        Change::AddArea(_) => "area",
        Change::ReachLevel { theme: Some(_), .. } => "level in a theme",
        Change::ReachLevel { .. } => "level",
        Change::AgeFrom(_) => "age from",
        Change::AgeTo(_) => "age to",
        Change::GuardianConsent => "consent",
        Change::Accept(_) => "accept",
        Change::Certificates(_) => "certificates",
        Change::Unmet(_) => "unmet",
        Change::Languages(_) => "languages",
    }
}

#[test]
fn making_exactly_the_named_change_admits_the_person() {
    let mut met = BTreeMap::<&str, u32>::new();
    near_misses(|seed, city, q, offer, why| {
        *met.entry(name(&why.change)).or_default() += 1;
        if let Some(after) = after(&why.change, q, offer, city) {
            assert!(after.failed.is_empty(), "seed {seed}: {why:?} leaves {:?} closed\n{offer:?}\n{:?}", after.failed.iter().collect::<Vec<_>>(), q.wish());
        }
    });
    println!("{met:?}");
    assert_eq!(met.len(), 22, "every change must have been named somewhere: {met:?}");
    assert!(met.values().all(|n| *n > 5), "each more than a few times: {met:?}");
}

#[test]
fn what_the_person_can_change_is_always_applicable_and_what_cannot_be_changed_never() {
    near_misses(|seed, _, q, offer, why| {
        let fixed =
            matches!(why.change, Change::Nothing | Change::NextSession(_) | Change::WaitingList | Change::AgeFrom(_) | Change::AgeTo(_) | Change::Unmet(_));
        assert_eq!(why.change.applied_to(q.wish()).is_none(), fixed, "seed {seed}: {why:?} for {offer:?}");
    });
}

/// What would have to be so for a gate that the person cannot open: everything else stays as it is.
fn once_it_is_so(change: &Change, q: &Question, offer: &Offer, city: &City) -> Option<Evaluation> {
    let again = |wish: Wish| Question::new(wish, city, q.policy(), worlds::now()).unwrap_or_else(|wrong| panic!("{change:?}: {wrong:?}"));
    match change {
        Change::AgeFrom(age) | Change::AgeTo(age) => {
            let grown = Wish { age: Some(*age), consent: Consent::OnFile, ..q.wish().clone() };
            Some(evaluate(&again(grown), offer))
        }
        Change::Unmet(needs) => {
            let met = needs.iter().fold(offer.accessibility, |all, need| all | 1 << *need as u32);
            Some(evaluate(q, &Offer { accessibility: met, ..offer.clone() }))
        }
        Change::WaitingList => {
            // Somebody gives seats back: as many as the party needs, beside those kept for others. A party of another size than is asked for
            // waits in the size that is.
            let mut roomy = offer.clone();
            let size = q.party.clamp(offer.party.0, offer.party.1);
            let room = size.saturating_add(offer.kept_for_newcomers());
            roomy.flexible_left = roomy.flexible_left.max(room);
            roomy.slots = roomy.slots.iter().map(|slot| Slot { left: slot.left.max(room), ..*slot }).collect();
            let party = Wish { party: u32::from(size), ..q.wish().clone() };
            Some(evaluate(&again(party), &roomy))
        }
        Change::NextSession(date) => {
            let next = offer.slots.iter().find(|slot| slot.begins() > q.now).map(|slot| crate::day::date_of(slot.day));
            assert_eq!(next, Some(*date), "the next session is the first ahead");
            Some(evaluate(q, &Offer { closes: i64::MAX, ..offer.clone() }))
        }
        _ => None,
    }
}

#[test]
fn what_the_person_cannot_change_would_admit_them_once_it_is_so() {
    let mut met = BTreeMap::<&str, u32>::new();
    near_misses(|seed, city, q, offer, why| {
        if let Some(after) = once_it_is_so(&why.change, q, offer, city) {
            *met.entry(name(&why.change)).or_default() += 1;
            assert!(after.failed.is_empty(), "seed {seed}: {why:?} leaves {:?} closed\n{offer:?}\n{:?}", after.failed.iter().collect::<Vec<_>>(), q.wish());
        }
    });
    assert_eq!(met.len(), 5, "every one of them must have been named somewhere: {met:?}");
    assert!(met.values().all(|n| *n > 5), "each more than a few times: {met:?}");
}

/// The next smaller changes of the same kind.
fn smaller(change: &Change, wish: &Wish) -> Vec<Change> {
    let at_most = |n: u16| if u32::from(n) + 1 < wish.party { vec![Change::PartyAtMost(n + 1)] } else { vec![] };
    match change {
        Change::PartyAtMost(n) => at_most(*n),
        Change::PartyAtLeast(n) => vec![Change::PartyAtLeast(n - 1)],
        Change::FurtherBy(metres) => vec![Change::FurtherBy(metres - 1)],
        Change::PeriodFrom(date) => vec![Change::PeriodFrom(*date + Days::new(1))],
        Change::PeriodTo(date) => vec![Change::PeriodTo(*date - Days::new(1))],
        Change::FreeHours { day, from, to } if to - from > 1 => {
            vec![Change::FreeHours { day: *day, from: from + 1, to: *to }, Change::FreeHours { day: *day, from: *from, to: to - 1 }]
        }
        Change::FreeDateHours { date, from, to } if to - from > 1 && *from < 1439 && !excludes(wish, *date) && !excludes(wish, *date + Days::new(1)) => {
            vec![Change::FreeDateHours { date: *date, from: from + 1, to: *to }, Change::FreeDateHours { date: *date, from: *from, to: to - 1 }]
        }
        Change::Accept(r) => crate::level::Responsibility::ALL.iter().filter(|lighter| *lighter < r).map(|lighter| Change::Accept(*lighter)).collect(),
        Change::ReachLevel { theme, level, participations, .. } => {
            let below = crate::level::Level::ALL.iter().filter(|l| *l < level);
            below.map(|l| Change::ReachLevel { theme: theme.clone(), level: *l, participations: *participations, course: None }).collect()
        }
        Change::Certificates(names) if names.len() > 1 => {
            (0..names.len()).map(|i| Change::Certificates(names.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, n)| n.clone()).collect())).collect()
        }
        _ => vec![],
    }
}

/// An excluded date that is freed for some hours is no longer excluded: the hours of every week hold again, and fewer would do.
/// The sentence names all the hours that are needed all the same.
fn excludes(wish: &Wish, date: chrono::NaiveDate) -> bool {
    wish.availability.as_ref().is_some_and(|a: &Availability| a.except.contains(&date))
}

#[test]
fn nothing_strictly_smaller_of_the_same_kind_would_do() {
    let mut tried = BTreeMap::<&str, u32>::new();
    near_misses(|seed, city, q, offer, why| {
        // Where no dates are set, a whole day part is the smallest thing that people agree on.
        if matches!(why.change, Change::FreeDateHours { .. }) && !offer.flexible.is_empty() {
            return;
        }
        for less in smaller(&why.change, q.wish()) {
            let Some(after) = after(&less, q, offer, city) else { continue };
            *tried.entry(name(&less)).or_default() += 1;
            assert!(!after.failed.is_empty(), "seed {seed}: {less:?} would do where {why:?} is named\n{offer:?}\n{:?}", q.wish());
        }
    });
    println!("{tried:?}");
    for kind in ["party at most", "party at least", "further", "hours", "hours on a date", "period to", "period from", "accept", "level", "certificates"] {
        assert!(tried.get(kind).is_some_and(|n| *n > 5), "{kind} was hardly tried: {tried:?}");
    }
}

#[test]
fn a_change_touches_nothing_but_what_it_names() {
    near_misses(|seed, _, q, _, why| {
        let Some(changed) = why.change.applied_to(q.wish()) else { return };
        let before = q.wish();
        let same = Wish {
            themes: if matches!(why.change, Change::ReachLevel { .. }) { before.themes.clone() } else { changed.themes.clone() },
            areas: if why.gate == Gate::Travel { before.areas.clone() } else { changed.areas.clone() },
            reach: if why.gate == Gate::Travel { before.reach } else { changed.reach },
            level: if why.gate == Gate::Level { before.level } else { changed.level },
            availability: if why.gate == Gate::Time { before.availability.clone() } else { changed.availability.clone() },
            responsibility: if why.gate == Gate::Responsibility { before.responsibility } else { changed.responsibility },
            consent: if why.gate == Gate::Age { before.consent } else { changed.consent },
            party: if why.gate == Gate::Seats { before.party } else { changed.party },
            languages: if why.gate == Gate::Language { before.languages.clone() } else { changed.languages.clone() },
            qualifications: if why.gate == Gate::Qualification { before.qualifications.clone() } else { changed.qualifications.clone() },
            ..changed.clone()
        };
        assert_eq!(same, *before, "seed {seed}: {why:?}");
        assert_ne!(changed, *before, "seed {seed}: {why:?} changes nothing");
    });
}
