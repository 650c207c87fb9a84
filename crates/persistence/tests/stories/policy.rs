//! Ranking policies, and which is in force.

use crate::backends::{Backend, in_every_place, on_every_backend};
use crate::follow::{news, start};
use crate::people::at;
use crate::persons::{at_once, standing_account};
use chrono::Utc;
use enmusubi_domain::id::{PolicyId, mix};
use enmusubi_domain::matching::{AreaSteps, MeasuredEffect, Policies, Policy, Weights};
use enmusubi_persistence::{Kind, Row, Store, StoreError, Written};
use uuid::Uuid;

/// A policy that differs from the built-in one in everything.
fn other() -> Policy {
    Policy {
        id: PolicyId::new(),
        version: 0,
        weights: Weights { area: 0.1, time: 0.2, theme: 0.6, level: 0.001 },
        beta: 0.85,
        window_days: 14,
        gamma: 0.0,
        area_steps: AreaSteps { ward: 0.7, adjacent: 0.6, city: 0.0 },
        remote_area: 0.33,
        flexible_time: 0.66,
        sibling_theme: 0.1,
        level_step: 0.3,
        stretch: 2,
        assumed_reach: 12_345,
        ladder: [1, 2, 3],
        guardian_age: 20,
    }
}

/// What a lab may have measured.
pub fn effect() -> MeasuredEffect {
    MeasuredEffect {
        scenario: "demo-town".into(),
        seed: u64::MAX,
        weeks: 52,
        visitors_per_week: 300,
        against: "relevance".into(),
        served_per_week_change: Some(0.058),
        connections_change: Some(-0.028),
        ndcg_at_10_loss: Some(0.006),
        gini: None,
        share_of_need_filled: Some(0.11),
        measured_at: at("2026-11-29T00:00:00.000001Z"),
        program_version: "0.1.0".into(),
    }
}

fn policies(store: &Store) -> Policies {
    let (policies, damaged) = store.read(|tx| tx.policies()).unwrap();
    assert_eq!(damaged, []);
    policies
}

fn publish(store: &Store, policy: &Policy) -> Policy {
    store.write(|tx| tx.publish_policy(policy, "試すため", None, Utc::now())).unwrap().policy
}

#[test]
fn the_built_in_policy_is_in_force_from_the_first_start() {
    on_every_backend(|store| {
        assert_eq!(policies(store), Policies::default(), "the migration says what the program says");
        assert_eq!(policies(store).current().policy.id, Policy::default().id);
    });
}

#[test]
fn a_policy_comes_back_as_it_was_published_and_is_in_force_once_it_is_switched_to() {
    on_every_backend(|store| {
        let now = at("2026-11-29T00:00:00.000001Z");
        let yuki = standing_account(store, "yuki");
        let published = store.write(|tx| tx.publish_policy(&other(), "公平さを高めるため", Some(yuki.id), now)).unwrap();
        assert_eq!(published.policy, Policy { version: 2, id: published.policy.id, ..other() });
        assert_eq!(store.read(|tx| tx.policy(published.policy.id)), Ok(Some(published.clone())));
        assert_eq!(store.read(|tx| tx.policy(PolicyId::new())), Ok(None));
        assert_eq!(policies(store).current().policy, Policy::default(), "not in force yet");
        let (in_force, written) = store.write(|tx| tx.switch_policy(published.policy.id, "会議で決めたため", Some(yuki.id), now)).unwrap();
        assert_eq!((in_force.version, written), (2, Written::Updated));
        let all = policies(store);
        assert_eq!((all.current(), all.in_force()), (&published, &in_force));
        assert_eq!((all.in_force().since, all.in_force().reason.as_str()), (now, "会議で決めたため"));
        let again = store.write(|tx| tx.switch_policy(published.policy.id, "もう一度", None, Utc::now()));
        assert_eq!(again, Ok((in_force, Written::Unchanged)));
        assert_eq!(publish(store, &other()).version, 3);
        assert_eq!(policies(store).newest_first().iter().map(|p| p.policy.version).collect::<Vec<_>>(), [3, 2, 1]);
        // Back to the first: a switch like any other.
        assert_eq!(store.write(|tx| tx.switch_policy(Policy::default().id, "元に戻すため", None, now)).unwrap().0.version, 3);
        assert_eq!(policies(store).current().policy, Policy::default());
    });
}

#[test]
fn what_is_measured_is_recorded_beside_a_policy() {
    on_every_backend(|store| {
        let id = publish(store, &other()).id;
        assert_eq!(store.write(|tx| tx.record_measured_effect(id, &effect())), Ok(true));
        assert_eq!(policies(store).get(id).unwrap().measured_effect, Some(effect()));
        let later = MeasuredEffect { ndcg_at_10_loss: None, gini: Some(0.3), ..effect() };
        assert_eq!(store.write(|tx| tx.record_measured_effect(id, &later)), Ok(true));
        assert_eq!(store.read(|tx| tx.policy(id)).unwrap().unwrap().measured_effect, Some(later));
        assert_eq!(store.write(|tx| tx.record_measured_effect(PolicyId::new(), &effect())), Ok(false));
    });
}

#[test]
fn what_was_published_never_changes_and_never_goes() {
    in_every_place(|place| {
        let store = place.store();
        let id = publish(&store, &other()).id;
        store.write(|tx| tx.switch_policy(id, "試すため", None, Utc::now())).unwrap();
        let before = policies(&store);
        let mut statements = vec![
            "UPDATE ranking_policy SET body = '{}'",
            "UPDATE ranking_policy SET version = version + 10",
            "UPDATE ranking_policy SET reason = 'x'",
            "DELETE FROM ranking_policy",
            "DELETE FROM ranking_policy_switch",
            "UPDATE ranking_policy_switch SET reason = 'x'",
            "UPDATE ranking_policy_switch SET version = version + 10",
        ];
        statements.push(match place.backend {
            Backend::Sqlite => {
                "INSERT OR REPLACE INTO ranking_policy SELECT id, version, '{}', reason, created_at, created_by, measured_effect FROM ranking_policy"
            }
            Backend::Postgres => "TRUNCATE ranking_policy CASCADE",
        });
        for statement in statements {
            assert!(place.raw().try_run(statement).is_err(), "{statement}");
        }
        assert_eq!(policies(&store), before);
        assert!(store.write(|tx| tx.publish_policy(&Policy { id, ..other() }, "同じ番号", None, Utc::now())).is_err(), "an id is given once");
        assert!(store.write(|tx| tx.switch_policy(PolicyId::new(), "無いもの", None, Utc::now())).is_err());
    });
}

#[test]
fn somebody_who_is_erased_leaves_the_policy_behind() {
    on_every_backend(|store| {
        let yuki = standing_account(store, "yuki");
        let published = store.write(|tx| tx.publish_policy(&other(), "試すため", Some(yuki.id), Utc::now())).unwrap();
        store.write(|tx| tx.switch_policy(published.policy.id, "試すため", Some(yuki.id), Utc::now())).unwrap();
        store.write(|tx| tx.delete_account(yuki.id)).unwrap();
        assert_eq!(policies(store).current(), &published);
    });
}

#[test]
fn followers_hear_that_something_about_the_policies_changed() {
    on_every_backend(|store| {
        let mut cursor = start(store);
        let id = publish(store, &other()).id;
        let steps: [&dyn Fn(); 3] = [
            &|| drop(store.write(|tx| tx.switch_policy(id, "試すため", None, Utc::now())).unwrap()),
            &|| assert_eq!(store.write(|tx| tx.record_measured_effect(id, &effect())), Ok(true)),
            &|| _ = publish(store, &other()),
        ];
        for (n, step) in std::iter::once(&(&|| {}) as &dyn Fn()).chain(steps).enumerate() {
            step();
            let batch = news(store, &cursor);
            let heard: Vec<_> = batch.changed.iter().map(|c| (c.kind, c.key, c.row.clone())).collect();
            assert_eq!(heard, [(Kind::Policy, Uuid::nil(), Some(Row::Policies))], "{n}");
            cursor = batch.cursor;
        }
    });
}

#[test]
fn of_many_who_switch_at_once_each_sees_what_the_one_before_did() {
    on_every_backend(|store| {
        let ids: Vec<PolicyId> = (0..6).map(|_| publish(store, &other()).id).collect();
        at_once(6, |n| store.write(|tx| tx.switch_policy(ids[n], "試すため", None, Utc::now())));
        assert_eq!(policies(store).in_force().version, 7);
        at_once(6, |_| store.write(|tx| tx.publish_policy(&other(), "試すため", None, Utc::now())));
        assert_eq!(policies(store).newest_first().iter().map(|p| p.policy.version).collect::<Vec<_>>(), (1..=13).rev().collect::<Vec<_>>());
    });
}

#[test]
fn a_policy_that_cannot_be_read_hides_itself_unless_it_is_in_force() {
    in_every_place(|place| {
        let store = place.store();
        for body in ["{}", "{\"equity\": 2}", &document().replace("\"beta\":0.9", "\"beta\":7.5")] {
            let id = Uuid::now_v7();
            let (id_text, next) = match place.backend {
                Backend::Sqlite => (format!("x'{}'", id.simple()), "unixepoch() * 1000000"),
                Backend::Postgres => (format!("'{id}'"), "now()"),
            };
            place.raw().run(&format!(
                "INSERT INTO ranking_policy (id, version, body, reason, created_at) SELECT {id_text}, max(version) + 1, '{body}', 'x', {next} FROM ranking_policy"
            ));
            let (policies, damaged) = store.read(|tx| tx.policies()).unwrap();
            assert_eq!(policies.current().policy, Policy::default());
            assert!(
                damaged.iter().any(|e| matches!(e, StoreError::Damaged { table: "ranking_policy", id: named, .. } if *named == id.to_string())),
                "{damaged:?}"
            );
            let (before, switched) = (policies.in_force().version, store.write(|tx| tx.switch_policy(PolicyId(id), "こわれたもの", None, Utc::now())));
            assert!(switched.unwrap().0.version > before);
            let error = store.read(|tx| tx.policies()).unwrap_err();
            assert!(matches!(&error, StoreError::Damaged { table: "ranking_policy", id: named, .. } if *named == id.to_string()), "{error}");
            store.write(|tx| tx.switch_policy(Policy::default().id, "元に戻すため", None, Utc::now())).unwrap();
        }
    });
}

/// The document of the built-in policy, as the migration has it.
fn document() -> &'static str {
    let text = include_str!("../../../../migrations/sqlite/2026-11-29-000015_create_ranking_policy/up.sql");
    text.lines().find_map(|line| line.trim().strip_prefix('\'').filter(|l| l.starts_with('{'))?.strip_suffix("',")).unwrap()
}

#[test]
fn every_number_comes_back_to_the_last_bit() {
    on_every_backend(|store| {
        for n in 0..100u64 {
            // Shares of 2^24, so that every bit of a number is used.
            let share = |at: u64| ((mix(n * 100 + at) >> 40) as f32 / 16_777_216.0).max(0.001);
            let mut steps = [share(1), share(2), share(3)];
            steps.sort_by(|a, b| b.total_cmp(a));
            let policy = Policy {
                weights: Weights { area: share(4), time: share(5), theme: share(6), level: share(7) },
                beta: share(8),
                gamma: share(9),
                area_steps: AreaSteps { ward: steps[0], adjacent: steps[1], city: steps[2] },
                remote_area: share(10),
                flexible_time: share(11),
                sibling_theme: share(12),
                level_step: share(13),
                assumed_reach: (mix(n) % 1_000_000) as u32 + 1,
                ..other()
            };
            let stands = publish(store, &policy);
            let read = store.read(|tx| tx.policy(stands.id)).unwrap().unwrap().policy;
            assert_eq!(read, Policy { version: stands.version, ..policy });
        }
    });
}
