use crate::id::PolicyId;
use crate::matching::{InForce, MeasuredEffect, Policies, Policy, Published};
use chrono::DateTime;

fn published(version: u32) -> Published {
    let policy = Policy { id: PolicyId::derived(0, &format!("policy {version}")), version, ..Policy::default() };
    Published { policy, created_at: DateTime::UNIX_EPOCH, reason: "試すため".into(), measured_effect: None }
}

fn in_force(version: u32) -> InForce {
    InForce { policy: published(version).policy.id, version: 7, since: DateTime::UNIX_EPOCH, reason: "試すため".into() }
}

fn effect() -> MeasuredEffect {
    MeasuredEffect {
        scenario: "demo-town".into(),
        seed: 9_007_199_254_740_991,
        weeks: 52,
        visitors_per_week: 300,
        against: "relevance".into(),
        served_per_week_change: Some(0.058),
        connections_change: Some(-0.028),
        ndcg_at_10_loss: Some(0.006),
        gini: Some(0.351),
        share_of_need_filled: Some(0.11),
        measured_at: DateTime::UNIX_EPOCH,
        program_version: "0.1.0".into(),
    }
}

#[test]
fn one_policy_is_in_force_and_it_is_one_of_them() {
    let policies = Policies::new(vec![published(2), published(1), published(3)], in_force(2)).unwrap();
    assert_eq!(policies.current(), &published(2));
    assert_eq!(policies.newest_first().iter().map(|p| p.policy.version).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(policies.get(published(3).policy.id), Some(&published(3)));
    assert_eq!(policies.get(PolicyId::new()), None);
    assert_eq!(Policies::new(vec![published(1)], in_force(2)), None);
    assert_eq!(Policies::default().current().policy, Policy::default());
}

#[test]
fn a_measurement_says_what_can_be_measured() {
    assert_eq!(effect().check(), Ok(()));
    let silent =
        MeasuredEffect { served_per_week_change: None, connections_change: None, ndcg_at_10_loss: None, gini: None, share_of_need_filled: None, ..effect() };
    assert_eq!((silent.check(), silent.is_beyond_guard()), (Ok(()), false));
    for (name, wrong) in [
        ("scenario", MeasuredEffect { scenario: String::new(), ..effect() }),
        ("against", MeasuredEffect { against: "長".repeat(121), ..effect() }),
        ("program_version", MeasuredEffect { program_version: "1\n2".into(), ..effect() }),
        ("seed", MeasuredEffect { seed: 9_007_199_254_740_992, ..effect() }),
        ("weeks", MeasuredEffect { weeks: 0, ..effect() }),
        ("weeks", MeasuredEffect { weeks: 521, ..effect() }),
        ("visitors_per_week", MeasuredEffect { visitors_per_week: 0, ..effect() }),
        ("served_per_week_change", MeasuredEffect { served_per_week_change: Some(-1.1), ..effect() }),
        ("connections_change", MeasuredEffect { connections_change: Some(f64::NAN), ..effect() }),
        ("ndcg_at_10_loss", MeasuredEffect { ndcg_at_10_loss: Some(1.5), ..effect() }),
        ("gini", MeasuredEffect { gini: Some(-0.1), ..effect() }),
        ("share_of_need_filled", MeasuredEffect { share_of_need_filled: Some(1.1), ..effect() }),
    ] {
        let fields: Vec<String> = wrong.check().unwrap_err().into_iter().map(|invalid| invalid.field).collect();
        assert_eq!(fields, [name]);
    }
}

#[test]
fn the_best_ten_may_lose_five_in_a_hundred_and_no_more() {
    for (loss, beyond) in [(0.0, false), (0.05, false), (0.0501, true), (0.2, true)] {
        assert_eq!(MeasuredEffect { ndcg_at_10_loss: Some(loss), ..effect() }.is_beyond_guard(), beyond, "{loss}");
    }
}
