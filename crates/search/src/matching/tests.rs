use super::*;
use enmusubi_domain::matching::worlds::{self, Dice};
use enmusubi_domain::matching::{NEAR_MISSES, best_by_looking_at_all};

/// Random worlds per property: each with its own city full of listings, wish, and sizes of answer.
const WORLDS: u64 = 3_000;

type Bound = fn(&Outline, &Question) -> (f32, bool);
type Excludes = fn(&Best<(usize, Evaluation)>, f32) -> bool;

/// The first world in which the index answers otherwise than looking at everything.
fn first_difference(worlds: u64, bound: Bound, excludes: Excludes) -> Option<u64> {
    let city = worlds::city();
    let policy = Arc::new(Policy::default());
    (0..worlds).find(|seed| {
        let mut dice = Dice::new(*seed);
        let index = MatchIndex::new(policy.clone());
        let mut offers: Vec<Offer> = (0..10 + dice.below(90) as usize).map(|n| worlds::offer(&mut dice, &city, n)).collect();
        // Floods of ties: many listings that differ in nothing but their id.
        for n in 0..dice.below(60) as usize {
            let twin = Offer { id: worlds::offer(&mut dice, &city, n).id, ..offers[n % 5].clone() };
            offers.push(twin);
        }
        index.apply(offers.iter().cloned(), &[]);
        churn(&mut dice, &city, &index, &mut offers);
        let q = worlds::question(&mut dice, &city, &policy);
        let (k, near) = (dice.pick(&[0, 1, 3, 20, 1000]), dice.pick(&[0, 1, NEAR_MISSES]));
        let (best, missed) = best_by_looking_at_all(&q, &offers, k, near);
        let found = index.scan(&q, k, near, |_| true, bound, excludes);
        let same = |a: &[Matched], b: &[enmusubi_domain::matching::Ranked]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.offer.id == b.id && a.evaluation == b.evaluation)
        };
        !(same(&found.best, &best) && same(&found.near_misses, &missed))
    })
}

/// Replaces, takes out and puts back, so that places move.
fn churn(dice: &mut Dice, city: &enmusubi_domain::city::City, index: &MatchIndex, offers: &mut Vec<Offer>) {
    for n in 0..dice.below(20) as usize {
        let at = dice.below(offers.len() as u64) as usize;
        match dice.below(3) {
            0 => {
                let gone = offers.swap_remove(at);
                index.apply([], &[gone.id]);
            }
            1 => {
                let id = offers[at].id;
                offers[at] = Offer { id, ..worlds::offer(dice, city, n) };
                index.apply([offers[at].clone()], &[]);
            }
            _ => {
                let back = offers.remove(at);
                index.apply([], &[back.id]);
                index.apply([back.clone()], &[]);
                offers.push(back);
            }
        }
        if offers.is_empty() {
            offers.push(worlds::offer(dice, city, n));
            index.apply([offers[0].clone()], &[]);
        }
    }
}

#[test]
fn the_answer_equals_looking_at_everything_ties_included() {
    assert_eq!(first_difference(WORLDS, Outline::bound, Best::excludes), None);
}

#[test]
fn planted_faults_are_caught() {
    let low: Bound = |o, q| {
        let (bound, far) = o.bound(q);
        (bound * 0.999, far)
    };
    let flat: Bound = |o, q| (o.bound(q).0.min(0.95), o.bound(q).1);
    let always_far: Bound = |o, q| (o.bound(q).0, o.bound(q).0 < 0.3);
    let stops_at_equal: Excludes = |best, bound| best.floor().is_some_and(|_| best.excludes(bound.next_down()));
    assert!(first_difference(WORLDS, low, Best::excludes).is_some(), "a bound a little too low");
    assert!(first_difference(WORLDS, flat, Best::excludes).is_some(), "a bound that forgets equity");
    assert!(first_difference(WORLDS, always_far, Best::excludes).is_some(), "a place wrongly out of reach");
    assert!(first_difference(WORLDS, Outline::bound, stops_at_equal).is_some(), "stopping at an equal bound loses ties");
}

#[test]
fn most_listings_are_never_evaluated() {
    let city = worlds::city();
    let policy = Arc::new(Policy::default());
    let index = MatchIndex::new(policy.clone());
    let mut dice = Dice::new(7);
    index.apply((0..20_000).map(|n| worlds::offer(&mut dice, &city, n)).collect::<Vec<_>>(), &[]);
    let evaluated: usize = (0..50).map(|_| index.search(&worlds::question(&mut dice, &city, &policy), 20, NEAR_MISSES).evaluated).sum();
    // A count, free of the machine's noise: a fifth of what looking at everything would take.
    assert!(evaluated < 50 * 20_000 / 5, "{evaluated}");
}

#[test]
fn a_condition_narrows_the_answer_and_nothing_else() {
    let city = worlds::city();
    let policy = Arc::new(Policy::default());
    let index = MatchIndex::new(policy.clone());
    let mut dice = Dice::new(11);
    let offers: Vec<Offer> = (0..300).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    index.apply(offers.iter().cloned(), &[]);
    for _ in 0..100 {
        let q = worlds::question(&mut dice, &city, &policy);
        let even = |id: &OpportunityId| id.0.as_bytes()[15].is_multiple_of(2);
        let found = index.search_among(&q, 10, 5, even);
        let (best, _) = best_by_looking_at_all(&q, offers.iter().filter(|o| even(&o.id)), 10, 5);
        assert_eq!(found.best.iter().map(|m| m.offer.id).collect::<Vec<_>>(), best.iter().map(|r| r.id).collect::<Vec<_>>());
    }
}
