use crate::id::PolicyId;
use crate::invalid::Why;
use crate::matching::{AreaSteps, Policy, Weights};

/// A parameter in the hand of whoever tries it.
type Set = fn(&mut Policy, f32);

fn refused(change: impl Fn(&mut Policy)) -> Vec<String> {
    let mut policy = Policy::default();
    change(&mut policy);
    policy.check().err().unwrap_or_default().into_iter().map(|invalid| invalid.field).collect()
}

const WEIGHTS: [(&str, Set); 5] = [
    ("weights/area", |p, x| p.weights.area = x),
    ("weights/time", |p, x| p.weights.time = x),
    ("weights/theme", |p, x| p.weights.theme = x),
    ("weights/level", |p, x| p.weights.level = x),
    ("equity/beta", |p, x| p.beta = x),
];

const SHARES: [(&str, Set); 8] = [
    ("equity/gamma", |p, x| p.gamma = x),
    ("area_steps/ward", |p, x| p.area_steps = AreaSteps { ward: x, adjacent: 0.0, city: 0.0 }),
    ("area_steps/adjacent", |p, x| p.area_steps = AreaSteps { ward: 1.0, adjacent: x, city: 0.0 }),
    ("area_steps/city", |p, x| p.area_steps = AreaSteps { ward: 1.0, adjacent: 1.0, city: x }),
    ("remote_area", |p, x| p.remote_area = x),
    ("flexible_time", |p, x| p.flexible_time = x),
    ("sibling_theme", |p, x| p.sibling_theme = x),
    ("level_step", |p, x| p.level_step = x),
];

#[test]
fn the_built_in_policy_keeps_its_own_rules_and_its_id() {
    assert_eq!(Policy::default().check(), Ok(()));
    assert_eq!(Policy::default().id, PolicyId::derived(1_764_000_000_000, "policy 1"));
    assert_eq!(Policy::default().version, 1);
}

#[test]
fn every_single_weight_is_above_zero_and_at_most_one() {
    for (name, set) in WEIGHTS {
        for wrong in [0.0, -0.0, -0.3, 1.001, 2.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MIN_POSITIVE] {
            assert_eq!(refused(|p| set(p, wrong)), [name], "{name} {wrong}");
        }
        for good in [0.001, 0.5, 1.0] {
            assert_eq!(refused(|p| set(p, good)), [] as [&str; 0], "{name} {good}");
        }
    }
}

#[test]
fn every_share_is_from_zero_to_one() {
    for (name, set) in SHARES {
        for wrong in [-0.001, 1.001, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(refused(|p| set(p, wrong)).contains(&name.to_owned()), "{name} {wrong}");
        }
        for good in [0.0, 0.5, 1.0] {
            assert_eq!(refused(|p| set(p, good)), [] as [&str; 0], "{name} {good}");
        }
    }
}

#[test]
fn whole_numbers_keep_within_bounds() {
    for (name, wrong) in [
        ("equity/window_days", Policy { window_days: 0, ..Policy::default() }),
        ("equity/window_days", Policy { window_days: 366, ..Policy::default() }),
        ("stretch", Policy { stretch: 4, ..Policy::default() }),
        ("assumed_reach_km", Policy { assumed_reach: 0, ..Policy::default() }),
        ("assumed_reach_km", Policy { assumed_reach: 1_000_001, ..Policy::default() }),
        ("guardian_age", Policy { guardian_age: 31, ..Policy::default() }),
        ("ladder/0", Policy { ladder: [0, 10, 30], ..Policy::default() }),
        ("ladder/2", Policy { ladder: [3, 10, 10_001], ..Policy::default() }),
        ("ladder", Policy { ladder: [3, 3, 30], ..Policy::default() }),
        ("ladder", Policy { ladder: [3, 30, 10], ..Policy::default() }),
    ] {
        assert_eq!(refused(|p| *p = wrong.clone()), [name], "{wrong:?}");
    }
    let extremes = Policy { window_days: 365, stretch: 3, assumed_reach: 1_000_000, guardian_age: 0, ladder: [1, 2, 10_000], ..Policy::default() };
    assert_eq!(extremes.check(), Ok(()));
    assert_eq!(Policy { window_days: 1, stretch: 0, assumed_reach: 1, guardian_age: 30, ..Policy::default() }.check(), Ok(()));
}

#[test]
fn what_is_further_away_is_never_worth_more() {
    let steps = |ward, adjacent, city| refused(|p| p.area_steps = AreaSteps { ward, adjacent, city });
    assert_eq!(steps(0.5, 0.5, 0.5), [] as [&str; 0]);
    assert_eq!(steps(0.4, 0.5, 0.3), ["area_steps"]);
    assert_eq!(steps(0.8, 0.5, 0.6), ["area_steps"]);
}

#[test]
fn everything_wrong_is_named_at_once_in_numbers_people_can_read() {
    let nothing = Weights { area: 0.0, time: 0.0, theme: 0.0, level: 0.0 };
    assert_eq!(refused(|p| *p = Policy { weights: nothing, gamma: 7.0, ..p.clone() }).len(), 5);
    let wrong = Policy { weights: nothing, ..Policy::default() }.check().err().unwrap_or_default();
    assert_eq!(wrong[0].why, Why::OutOfRange { min: 0.001, max: 1.0 });
    assert_eq!(wrong[0].to_string(), "weights/area: Must be from 0.001 to 1.");
}
