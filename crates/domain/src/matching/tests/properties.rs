use crate::matching::worlds::{self, Dice};
use crate::matching::*;
use crate::text::Lang;

/// Seeds of the random worlds below: enough that every branch is met hundreds of times.
const WORLDS: u64 = 4_000;

pub(super) fn world(seed: u64) -> (crate::city::City, Question, Vec<Offer>) {
    let city = worlds::city();
    let mut dice = Dice::new(seed);
    let question = worlds::question(&mut dice, &city, &Policy::default());
    let offers = (0..12).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    (city, question, offers)
}

#[test]
fn scores_stay_between_zero_and_one_and_are_never_nan() {
    for seed in 0..WORLDS {
        let (_, q, offers) = world(seed);
        for e in offers.iter().map(|o| evaluate(&q, o)) {
            for value in [e.score, e.person, e.group.unwrap_or(0.0)] {
                assert!((0.0..=1.0).contains(&value), "seed {seed}: {e:?}");
            }
            assert!(e.order >= 0.0 && e.order.is_finite(), "seed {seed}: {e:?}");
        }
    }
}

#[test]
fn the_contributions_of_a_side_add_up_to_its_fit() {
    let mut sides = 0;
    for seed in 0..WORLDS {
        let (city, q, offers) = world(seed);
        for offer in &offers {
            let e = evaluate(&q, offer);
            let because = e.because(&q, offer, &city);
            let sum = |side| because.iter().filter(|b| b.side == side).map(|b| b.contribution).sum::<f32>();
            assert!((sum(Side::Person) - e.person).abs() < 1e-5, "seed {seed}: {because:?}");
            if let Some(group) = e.group {
                sides += 1;
                assert!((sum(Side::Group) - group).abs() < 1e-5, "seed {seed}: {because:?}");
            }
            assert!(because.iter().all(|b| !b.text_ja.is_empty() && !b.text_en.is_empty()), "seed {seed}: {because:?}");
        }
    }
    assert!(sides > 1_000, "the group's side was met {sides} times only");
}

#[test]
fn every_failed_gate_says_what_would_open_it() {
    let mut met = std::collections::BTreeSet::new();
    for seed in 0..WORLDS {
        let (city, q, offers) = world(seed);
        for offer in &offers {
            let e = evaluate(&q, offer);
            let why = e.why_not(&q, offer, &city, |_| None);
            assert_eq!(why.len() as u32, e.failed.len());
            for w in &why {
                met.insert(w.gate);
                assert!(!w.text(Lang::Ja).is_empty() && !w.text(Lang::En).is_empty(), "{w:?}");
            }
        }
    }
    assert_eq!(met.len(), Gate::ALL.len(), "every gate must have failed somewhere: {met:?}");
}
