use crate::accounts::Accounts;
use crate::backends::Database;
use crate::service::{Service, run, wait_until, words};
use serde_json::{Value, json};
use std::path::Path;

const CURRENT: &str = "/v1/ranking-policies/current";

#[test]
fn a_policy_is_switched_while_people_ask_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    a_policy_is_switched_while_people_ask(dir.path(), &["--demo"]);
}

#[test]
fn a_policy_is_switched_while_people_ask_on_postgresql() {
    let Some(database) = Database::fresh() else { return };
    let dir = tempfile::tempdir().unwrap();
    a_policy_is_switched_while_people_ask(dir.path(), &["--demo", "--database-url", &database.url]);
}

#[test]
fn every_node_of_a_database_ranks_by_the_policy_that_one_of_them_was_told() {
    let Some(database) = Database::fresh() else { return };
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = Service::start(a.path(), &["--demo", "--database-url", &database.url]);
    // The trail is sealed with one key: the second node is given the keys of the first.
    let keys = a.path().join("keys").display().to_string();
    let other = Service::start(b.path(), &["--demo", "--database-url", &database.url, "--keys-dir", &keys]);
    let id = publish_and_switch(&one, a.path());
    wait_until(|| ranked_by(&one) == id && ranked_by(&other) == id);
    assert_eq!(one.get(CURRENT).json(), other.get(CURRENT).json());
}

/// The demo town as the lab sees an installation of it; quickly.
fn scenario() -> String {
    let built_in = include_str!("../../crates/enmusubi/data/lab/demo-town.toml");
    let lines = built_in.lines().filter(|line| !line.starts_with("date =")).map(|line| match line.split(" =").next() {
        Some("town") => "town = \"installation\"",
        Some("warm_up") => "warm_up = 1",
        Some("seeds") => "seeds = 1",
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_lab_plays_the_policy_in_force_and_what_it_says_can_be_published() {
    let dir = tempfile::tempdir().unwrap();
    let [scenario_file, policy_file, result] = ["city.toml", "candidate.toml", "result.json"].map(|name| dir.path().join(name).display().to_string());
    std::fs::write(&scenario_file, scenario()).unwrap();
    std::fs::write(&policy_file, "stretch = 2\n[equity]\nbeta = 0.8\n").unwrap();
    let town = Service::start(dir.path(), &["--demo"]);
    publish_and_switch(&town, dir.path());
    assert_eq!(town.end(), Some(0));
    let lab = run(dir.path(), &["lab", "--scenario", &scenario_file, "--weeks", "1", "--policy", &policy_file, "--json", &result]);
    assert!(lab.status.success(), "{}", words(&lab));
    let result: Value = serde_json::from_str(&std::fs::read_to_string(&result).unwrap()).unwrap();
    let of = |code: &str| result["policies"].as_array().unwrap().iter().find(|p| p["code"] == code).unwrap().clone();
    assert_eq!(of("in-force")["parameters"]["equity"], json!({"beta": 0.5, "window_days": 7, "gamma": 0.0}), "the installation's own");

    // The parameters of the file are those of the API, and so is what was measured.
    let town = Service::start(dir.path(), &["--demo"]);
    let (admin, candidate) = (Accounts::of(dir.path()).person(&town, "admin"), of("candidate"));
    let mut body = candidate["parameters"].clone();
    body["reason"] = json!("試算の結果がよいため");
    let made = admin.send(&town, "POST", "/v1/ranking-policies", &body).expect(201).json();
    for (member, value) in candidate["parameters"].as_object().unwrap() {
        assert_eq!(&made[member], value, "{member}");
    }
    let target = format!("/v1/ranking-policies/{}/measured-effect", made["id"].as_str().unwrap());
    let recorded = admin.send(&town, "PUT", &target, &candidate["measured_effect"]).expect(200).json();
    assert_eq!(recorded["measured_effect"]["ndcg_at_10_loss"], candidate["measured_effect"]["ndcg_at_10_loss"]);
}

fn wish() -> Value {
    json!({"areas": ["011011"], "availability": {"day_parts": ["sat_morning", "sun_morning", "wed_evening"]}, "limit": 100})
}

fn ranked_by(town: &Service) -> String {
    town.post("/v1/matches", &json!({"limit": 1})).expect(200).json()["engine"]["policy_id"].as_str().unwrap().to_owned()
}

/// An administrator publishes a policy under which one connection costs half the place, and puts it in force; answers its id.
fn publish_and_switch(town: &Service, data: &Path) -> String {
    let admin = Accounts::of(data).person(town, "admin");
    let made =
        admin.send(town, "POST", "/v1/ranking-policies", &json!({"reason": "つながりの無い募集を先に見せるため", "equity": {"beta": 0.5, "gamma": 0.0}}));
    let id = made.expect(201).json()["id"].as_str().unwrap().to_owned();
    let tag = town.get(CURRENT).expect(200).headers["etag"].to_str().unwrap().to_owned();
    let switch = json!({"policy_id": id, "reason": "会議で決めたため"});
    admin.with(town, "PUT", CURRENT, &[("If-Match", &tag)], &switch).expect(200);
    admin.with(town, "PUT", CURRENT, &[("If-Match", &tag)], &json!({"policy_id": id, "reason": "もう一度"})).expect(412);
    let audit = admin.get(town, &format!("/v1/audit?object_kind=ranking_policy&object_id={id}")).expect(200).json();
    let actions: Vec<&str> = audit["results"].as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"create_ranking_policy") && actions.contains(&"switch_ranking_policy"), "{audit:#}");
    id
}

/// Results, each with its score, its factor and its connections.
fn results(answer: &Value) -> Vec<(f64, f64, u64, f64)> {
    let number = |r: &Value, at: &str| r.pointer(at).and_then(Value::as_f64).unwrap();
    let all = answer["results"].as_array().unwrap().iter();
    all.map(|r| (number(r, "/score"), number(r, "/equity/factor"), r["equity"]["connections"].as_u64().unwrap(), number(r, "/equity/unfilled"))).collect()
}

/// Every answer is by one policy from its first line to its last.
fn holds_together(answer: &Value, beta: f64, gamma: f64) {
    let mut last = f64::INFINITY;
    for (score, factor, connections, unfilled) in results(answer) {
        let expected = beta.powi(i32::try_from(connections).unwrap()) * (1.0 + gamma * unfilled);
        assert!((factor - expected).abs() < 1e-3, "{factor} is not {expected}");
        assert!(score * factor <= last + 1e-5);
        last = score * factor;
    }
}

fn a_policy_is_switched_while_people_ask(data: &Path, arguments: &[&str]) {
    let town = Service::start(data, arguments);
    let built_in = ranked_by(&town);
    let before = town.post("/v1/matches", &wish()).expect(200).json();
    assert!(results(&before).iter().any(|r| r.2 > 0), "the demo town has connections, so that equity can be seen");
    assert!(results(&before).iter().any(|r| r.2 == 0));
    holds_together(&before, 0.9, 0.1);

    let stop = std::sync::atomic::AtomicBool::new(false);
    let (id, mixed) = std::thread::scope(|s| {
        // Somebody asks all the while, and never sees a mixture.
        let asking = s.spawn(|| {
            let mut seen = vec![];
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let answer = town.post("/v1/matches", &wish()).expect(200).json();
                let policy = answer["engine"]["policy_id"].as_str().unwrap().to_owned();
                let (beta, gamma) = if policy == built_in { (0.9, 0.1) } else { (0.5, 0.0) };
                holds_together(&answer, beta, gamma);
                seen.push(policy);
            }
            seen
        });
        let id = publish_and_switch(&town, data);
        wait_until(|| ranked_by(&town) == id);
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        (id, asking.join().unwrap())
    });
    assert!(mixed.contains(&built_in), "somebody was asking before");
    let switches = mixed.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(switches <= 1, "once the new policy ranks, the old one is not seen again");

    let after = town.post("/v1/matches", &wish()).expect(200).json();
    holds_together(&after, 0.5, 0.0);
    assert_ne!(results(&after), results(&before));
    let current = town.get(CURRENT).expect(200).json();
    assert_eq!((current["id"].as_str(), current["in_force_reason"].as_str()), (Some(id.as_str()), Some("会議で決めたため")));
    assert_eq!(town.get(&format!("/v1/ranking-policies/{built_in}")).expect(200).json()["in_force_since"], Value::Null);

    // It is in force over a restart.
    assert_eq!(town.end(), Some(0));
    let town = Service::start(data, arguments);
    assert_eq!(ranked_by(&town), id);
    assert_eq!(results(&town.post("/v1/matches", &wish()).expect(200).json()), results(&after));
}
