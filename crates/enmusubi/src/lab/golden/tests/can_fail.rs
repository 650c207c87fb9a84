use super::super::case::{Disagreement, Missed, Placed};
use super::super::judge::Answer;
use super::*;
use enmusubi_domain::matching::{AreaSteps, Offer, Weights};
use enmusubi_domain::opportunity::Seeks;
use std::borrow::Cow;
use std::sync::Arc;

/// The steps of an order: those of a step are as good as one another.
fn steps(order: &[Placed]) -> Vec<Vec<Placed>> {
    let mut steps: Vec<Vec<Placed>> = vec![];
    for placed in order {
        match steps.last_mut() {
            Some(step) if placed.even => step.push(placed.clone()),
            _ => steps.push(vec![placed.clone()]),
        }
    }
    steps
}

fn in_steps(case: &Case, steps: &[Vec<Placed>]) -> Case {
    let even = |step: &Vec<Placed>| step.iter().enumerate().map(|(n, p)| Placed { even: n > 0, ..p.clone() }).collect::<Vec<_>>();
    Case { order: steps.iter().flat_map(even).collect(), ..case.clone() }
}

#[test]
fn a_case_whose_order_is_turned_around_or_whose_neighbours_are_swapped_falls() {
    let (cast, cases) = set();
    let mut turned = 0;
    for case in &cases {
        let answer = judge::answer(case, &cast, &Policy::default()).unwrap();
        let steps = steps(&case.order);
        assert!(judge::judge(&in_steps(case, &steps), &answer).stands(), "{}: put together again", case.id);
        if steps.len() < 2 {
            continue;
        }
        let reversed: Vec<_> = steps.iter().rev().cloned().collect();
        assert!(!judge::judge(&in_steps(case, &reversed), &answer).stands(), "{} turned around", case.id);
        for n in 1..steps.len() {
            let mut swapped = steps.clone();
            swapped.swap(n - 1, n);
            assert!(!judge::judge(&in_steps(case, &swapped), &answer).stands(), "{}: step {n} before the one above", case.id);
            turned += 1;
        }
    }
    assert!(turned > 230, "{turned}");
}

#[test]
fn a_case_falls_when_a_listing_is_on_the_wrong_side_or_another_gate_is_named() {
    let (cast, cases) = set();
    for case in &cases {
        let answer = judge::answer(case, &cast, &Policy::default()).unwrap();
        let falls = |case: &Case, what: &str| assert!(!judge::judge(case, &answer).stands(), "{}: {what}", case.id);
        for n in 0..case.order.len() {
            let mut other = case.clone();
            let placed = other.order.remove(n);
            other.not_yet.push(Missed { listing: placed.listing, gates: Gates(1 << Gate::Time as u16), why: placed.why, even: true });
            falls(&other, "what fits said not to");
        }
        for n in 0..case.not_yet.len() {
            let mut other = case.clone();
            let missed = other.not_yet.remove(n);
            other.order.push(Placed { listing: missed.listing, why: missed.why, even: true });
            falls(&other, "what does not fit said to");
            for gate in Gate::ALL {
                let mut other = case.clone();
                other.not_yet[n].gates.0 ^= 1 << *gate as u16;
                falls(&other, gate.code());
            }
        }
        if case.nearest_first {
            let mut other = case.clone();
            other.not_yet.reverse();
            other.not_yet.iter_mut().for_each(|m| m.even = false);
            falls(&other, "near misses turned around");
        }
    }
}

#[test]
fn a_disagreement_that_is_none_any_more_must_be_taken_off_the_list() {
    let (cast, cases) = set();
    let case = cases.iter().find(|c| c.id == "only-saturday-mornings").unwrap();
    let answer = judge::answer(case, &cast, &Policy::default()).unwrap();
    let about = Difference::Order { above: case.order[0].listing, below: case.order[1].listing };
    let listed = Case { disagrees: vec![Disagreement { about, why: String::new() }], ..case.clone() };
    let verdict = judge::judge(&listed, &answer);
    assert!(!verdict.stands() && verdict.healed.len() == 1);
}

#[test]
fn every_parameter_of_ranking_decides_some_case() {
    let p = Policy::default;
    let w = p().weights;
    let s = p().area_steps;
    let weights = |weights| Policy { weights, ..p() };
    let area = |area_steps| Policy { area_steps, ..p() };
    for (name, policy) in [
        ("area counts for nothing", weights(Weights { area: 0.0, ..w })),
        ("time counts for nothing", weights(Weights { time: 0.0, ..w })),
        ("theme counts for nothing", weights(Weights { theme: 0.0, ..w })),
        ("level counts for nothing", weights(Weights { level: 0.0, ..w })),
        ("connections count for nothing", Policy { beta: 1.0, ..p() }),
        ("connections count for much", Policy { beta: 0.5, ..p() }),
        ("free places count for nothing", Policy { gamma: 0.0, ..p() }),
        ("another district is as far as another ward", area(AreaSteps { ward: s.city, ..s })),
        ("a ward next door is as far as any", area(AreaSteps { adjacent: s.city, ..s })),
        ("anywhere in the city is next door", area(AreaSteps { city: s.adjacent, ..s })),
        ("from anywhere is nowhere", Policy { remote_area: 0.0, ..p() }),
        ("no dates is no time", Policy { flexible_time: 0.0, ..p() }),
        ("close themes are none", Policy { sibling_theme: 0.0, ..p() }),
        ("close themes are the same", Policy { sibling_theme: 1.0, ..p() }),
        ("steps of level are none", Policy { level_step: 0.0, ..p() }),
        ("every level is a stretch", Policy { stretch: 3, ..p() }),
        ("without a reach nothing is far", Policy { assumed_reach: 1_000_000, ..p() }),
        ("nobody needs a guardian", Policy { guardian_age: 0, ..p() }),
    ] {
        assert!(!fallen(&policy).is_empty(), "{name}, and no case minds");
    }
    assert!(fallen(&p()).is_empty());
}

/// Cases that fall when something is taken away from every listing.
fn fallen_without(take: impl Fn(&mut Offer)) -> usize {
    let (cast, cases) = set();
    let alter = |offer: &Offer| -> Cow<'_, Offer> {
        let mut offer = offer.clone();
        take(&mut offer);
        Cow::Owned(offer)
    };
    cases.iter().filter(|case| !judge::judge(case, &judge::ask(case, &cast, &Policy::default(), alter).unwrap()).stands()).count()
}

#[test]
fn each_wish_of_the_groups_and_each_fact_of_the_listings_decides_some_case() {
    let seeks = |change: fn(&mut Seeks)| {
        move |offer: &mut Offer| {
            if let Some(seeks) = &mut offer.seeks {
                change(Arc::make_mut(seeks));
            }
        }
    };
    assert!(fallen_without(|o| o.seeks = None) > 0);
    assert!(fallen_without(seeks(|s| s.level = None)) > 0, "the level sought");
    assert!(fallen_without(seeks(|s| s.commitment = None)) > 0, "for how long");
    assert!(fallen_without(seeks(|s| s.skills.clear())) > 0, "skills");
    assert!(fallen_without(seeks(|s| s.languages.clear())) > 0, "languages");
    assert!(fallen_without(seeks(|s| s.newcomer_seats = 0)) > 0, "seats for newcomers");
    assert!(fallen_without(|o| o.beginner_friendly = false) > 0);
    assert!(fallen_without(|o| o.partial = false) > 0);
    assert!(fallen_without(|o| o.minimum = 1) > 0);
    assert!(fallen_without(|o| o.point = None) > 0);
    assert!(fallen_without(|o| o.connections = 0) > 0);
    assert!(fallen_without(|o| o.unfilled = 0.5) > 0);
    assert!(fallen_without(|o| o.party = (1, u16::MAX)) > 0);
    assert!(fallen_without(|_| ()) == 0);
}

#[test]
fn every_gate_alone_keeps_somebody_out_and_its_absence_is_noticed() {
    let (cast, cases) = set();
    for gate in Gate::ALL {
        let alone = Gates(1 << *gate as u16);
        assert!(cases.iter().any(|c| c.not_yet.iter().any(|m| m.gates == alone)), "{} alone", gate.code());
        let ajar = |mut answer: Answer| {
            answer.evaluations.values_mut().for_each(|e| e.failed.0 &= !alone.0);
            answer
        };
        let minds = |c: &&Case| !judge::judge(c, &ajar(judge::answer(c, &cast, &Policy::default()).unwrap())).stands();
        assert!(cases.iter().any(|c| minds(&c)), "{} left open", gate.code());
    }
}
