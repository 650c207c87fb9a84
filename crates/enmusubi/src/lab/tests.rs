use super::arrivals::Way;
use super::dice::Dice;
use super::policies::{Contestant, IN_FORCE, POPULARITY, RELEVANCE, contestants};
use super::replay::{Hidden, Judged, Replay, Visit};
use super::study::{CONNECTIONS, SERVED};
use super::town::Town;
use super::*;
use std::io::Cursor;

fn day() -> NaiveDate {
    "2026-12-07".parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-12-07T09:30:00Z".parse().unwrap()
}

/// The demo town, small enough for a test.
fn scenario(weeks: u32, seeds: u32) -> Scenario {
    Scenario { weeks, seeds, warm_up: 2, betas: vec![], ..Scenario::read("demo-town").unwrap() }
}

fn lab(scenario: Scenario, given: &[(String, Policy)]) -> Lab {
    Lab::new(scenario, &Policy::default(), given, day(), || Err("no installation".into())).unwrap()
}

fn study(scenario: Scenario, given: &[(String, Policy)]) -> Study {
    lab(scenario, given).run(|_| ()).unwrap()
}

fn demo() -> Town {
    lab(scenario(1, 1), &[]).town
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| study(Scenario { seed, ..scenario(3, 3) }, &[]).json(now()).to_string();
    assert_eq!(bytes(1), bytes(1));
    assert_ne!(bytes(1), bytes(2));
}

#[test]
fn relevance_alone_loses_nothing_and_beta_one_with_gamma_nought_is_relevance_alone() {
    let plain = Policy { beta: 1.0, gamma: 0.0, window_days: 14, ..Policy::default() };
    let given = [("plain".to_owned(), plain), ("mild".to_owned(), Policy { beta: 0.95, ..Policy::default() })];
    let study = study(scenario(4, 2), &given);
    let loss = |c: usize| study.figure(c, |o| Some(o.ndcg_loss)).unwrap().mean;
    assert_eq!(loss(RELEVANCE), 0.0);
    let plain = study.contestants.iter().position(|c| c.code == "plain").unwrap();
    assert_eq!(study.outcomes[plain], study.outcomes[RELEVANCE]);
    assert_ne!(study.outcomes[plain + 1], study.outcomes[RELEVANCE], "the comparison can tell policies apart");
    assert!(loss(plain + 1) > 0.0 && loss(plain + 1) < loss(2), "random loses more than a mild penalty");
}

#[test]
fn another_policys_weights_are_graded_by_the_policy_in_force() {
    let mut other = Policy { beta: 1.0, gamma: 0.0, ..Policy::default() };
    other.weights.theme = 0.01;
    let study = study(scenario(3, 1), &[("themeless".into(), other)]);
    let at = study.contestants.iter().position(|c| c.code == "themeless").unwrap();
    assert!(study.figure(at, |o| Some(o.ndcg_loss)).unwrap().mean > 0.01);
}

/// A moment in one contestant's world, with everything that fits a visitor who asks for nothing.
struct Moment {
    town: Town,
    scenario: Scenario,
    contestant: Contestant,
}

impl Moment {
    fn new(policy: Policy) -> Self {
        Self { town: demo(), scenario: scenario(1, 1), contestant: contestants(&policy, &[], &[]).swap_remove(IN_FORCE) }
    }

    fn with<T>(&self, tell: impl FnOnce(&mut Replay<'_>, &mut dyn FnMut(&mut Replay<'_>, Way, u32), &Judged) -> T) -> T {
        let hidden = Hidden::new(&self.scenario, &self.town, Dice { seed: 5 });
        let judged = Judged { fits: (0..self.town.listings.len() as u32).map(|n| (n, 0.9)).collect() };
        let truth = vec![0.9; self.town.listings.len()];
        let mut replay = Replay::new(&self.scenario, &self.town, &self.contestant);
        replay.day();
        let mut number = 0;
        let mut come = |replay: &mut Replay<'_>, way, party| {
            let visit = Visit { number, day: 20_000, party, way, truth: &truth, best: &judged.fits };
            number += 1;
            replay.visit(&visit, &judged, &hidden, true);
        };
        tell(&mut replay, &mut come, &judged)
    }
}

#[test]
fn those_who_come_by_a_groups_own_link_never_lower_its_rank() {
    // What a place that is taken does to the unfilled share is another matter: without gamma only connections count.
    let moment = Moment::new(Policy { gamma: 0.0, ..Policy::default() });
    moment.with(|replay, come, _| {
        let order = |replay: &Replay<'_>| (0..moment.town.listings.len()).map(|n| replay.order_of(n, 0.9)).collect::<Vec<_>>();
        let before = order(replay);
        (0..200).for_each(|_| come(replay, Way::Link(None), 1));
        assert!(replay.tally.outcome(&moment.town).part.connections == 0.0, "the week has not ended");
        replay.tally.week();
        assert!(replay.tally.outcome(&moment.town).part.connections > 50.0, "they did join");
        assert_eq!(order(replay), before);
        (0..200).for_each(|_| come(replay, Way::Search, 1));
        assert_ne!(order(replay), before, "those who search do lower it");
    });
}

#[test]
fn what_was_joined_a_window_ago_is_no_longer_recent() {
    let moment = Moment::new(Policy { gamma: 0.0, window_days: 3, ..Policy::default() });
    moment.with(|replay, come, _| {
        (0..50).for_each(|_| come(replay, Way::Search, 1));
        let lowered = |replay: &Replay<'_>| (0..moment.town.listings.len()).filter(|n| replay.order_of(*n, 0.9) < 0.9).count();
        assert!(lowered(replay) > 0);
        (0..2).for_each(|_| replay.day());
        assert!(lowered(replay) > 0, "the third day of three");
        replay.day();
        assert_eq!(lowered(replay), 0);
    });
}

#[test]
fn no_listing_takes_more_than_its_places() {
    let mut moment = Moment::new(Policy::default());
    moment.scenario.joining.external = 1.0;
    let places = moment.town.listings[0].places.unwrap();
    moment.with(|replay, come, _| {
        (0..places).for_each(|_| come(replay, Way::Link(Some(0)), 4));
        assert_eq!(replay.taken(0), places / 4 * 4, "a party of four finds no room in three places");
        (0..10).for_each(|_| come(replay, Way::Link(Some(0)), 1));
        assert_eq!(replay.taken(0), places);
        (0..2_000).for_each(|_| come(replay, Way::Search, 2));
        assert!((0..moment.town.listings.len()).all(|n| moment.town.listings[n].places.is_none_or(|p| replay.taken(n) <= p)));
    });
}

#[test]
fn a_crowd_fills_a_town_and_no_further() {
    let crowded = Scenario { visitors_per_week: 9_000, ..scenario(5, 1) };
    let study = study(crowded, &[]);
    for c in 0..study.contestants.len() {
        let filled = study.figure(c, |o| o.part.filled).unwrap().mean;
        assert!(filled > 0.3 && filled <= 1.0, "{}: {filled}", study.contestants[c].code);
    }
}

#[test]
fn giving_way_serves_more_listings_at_a_small_cost() {
    let study = study(scenario(16, 3), &[]);
    let change = |against, f: fn(&figures::Outcome) -> Option<f64>| study.change(IN_FORCE, against, f).unwrap();
    let (served, cost) = (change(RELEVANCE, SERVED), change(RELEVANCE, CONNECTIONS));
    assert!(served.mean > 3.0 * served.error.unwrap() && served.mean > 0.02, "{served:?}");
    assert!(cost.mean > -0.06, "{cost:?}");
    assert!(change(POPULARITY, SERVED).mean > 0.2, "popularity leaves many out");
    assert!(study.within_guard(IN_FORCE) && !study.within_guard(POPULARITY));
    let gini = |c| study.figure(c, |o| Some(o.gini)).unwrap().mean;
    assert!(gini(IN_FORCE) < gini(RELEVANCE) && gini(RELEVANCE) < gini(POPULARITY));
}

#[test]
fn where_listings_invite_alike_giving_way_costs_next_to_nothing() {
    let mut alike = scenario(16, 3);
    alike.joining.quality_spread = 0.0;
    let study = study(alike, &[]);
    let cost = study.change(IN_FORCE, RELEVANCE, CONNECTIONS).unwrap();
    assert!(cost.mean > -0.015, "{cost:?}");
}

#[test]
fn new_york_is_read_as_it_is() {
    let town = newyork::town("2011-10-03".parse().unwrap()).unwrap();
    assert_eq!(town.listings.len(), 665);
    assert_eq!(town.listings.iter().filter_map(|l| l.places).map(u64::from).sum::<u64>(), 52_388);
    assert_eq!(town.divisions[0].labels.len(), 6, "five boroughs and the whole city");
    assert_eq!(town.listings.iter().filter(|l| !l.offer.flexible.is_empty()).count(), 510, "those that go on");
    assert_eq!(town.listings.iter().filter(|l| l.offer.themes.is_empty()).count(), 48);
    assert!(town.listings.iter().all(|l| l.attention.is_some()));
    let study = study(Scenario { weeks: 2, seeds: 1, warm_up: 0, betas: vec![], ..Scenario::read("new-york").unwrap() }, &[]);
    assert_eq!(study.listings, 665);
}

#[test]
fn a_scenarios_mistakes_are_named() {
    let demo = scenario::BUILT_IN[0].1;
    let refused = |from: &str, to: &str| Scenario::parse(&demo.replace(from, to)).unwrap_err();
    assert!(refused("weeks = 52", "weekz = 52").contains("weekz"));
    assert!(refused("hidden_fit = 0.8", "hidden_fit = 9.0").contains("joining.hidden_fit"));
    assert!(refused("external = 0.3", "external = 1.3").contains("external"));
    assert!(refused("town = \"demo-town\"", "town = \"atlantis\"").contains("atlantis"));
    assert!(Scenario::read("nowhere.toml").unwrap_err().contains("demo-town, new-york"));
    assert!(Scenario::parse(scenario::BUILT_IN[1].1).is_ok());
}

#[test]
fn an_installation_is_asked_only_by_scenarios_that_look_at_one() {
    let installed = Scenario { town: TownName::Installation, ..scenario(1, 1) };
    let asked = |town: TownName| Lab::new(Scenario { town, ..installed.clone() }, &Policy::default(), &[], day(), || Err("asked".into())).err();
    assert_eq!(asked(TownName::Installation), Some("asked".into()));
    assert_eq!(asked(TownName::DemoTown), None);
    let calendar = Calendar::default();
    let (areas, themes, groups, opportunities) = crate::town::load(day(), &calendar);
    let city = crate::taxonomy::city(areas, themes, calendar).unwrap();
    let lab = Lab::new(installed.clone(), &Policy::default(), &[], day(), || Ok(Published { city: city.clone(), groups, opportunities })).unwrap();
    assert_eq!(lab.town.listings.len(), demo().listings.len());
    let empty = Lab::new(installed, &Policy::default(), &[], day(), || Ok(Published { city, groups: vec![], opportunities: vec![] }));
    assert!(empty.is_err_and(|e| e.contains("no published listings")));
}

const LOG: &str = r#"{"week":1,"themes":["snow"],"areas":["011011"],"day_parts":["sat_morning"],"level":"introductory","party_size":2,"source":"search"}
{"week":1,"source":"group_link"}

{"week":3,"themes":["elderly","welfare"],"source":"match"}
{"week":2,"source":"search"}
"#;

#[test]
fn a_log_takes_the_place_of_made_up_visitors() {
    let logged = |log: &str| lab(Scenario { warm_up: 1, ..scenario(9, 2) }, &[]).with_log(Cursor::new(log.to_owned()));
    let read = logged(LOG).unwrap();
    let weeks = read.log.as_ref().unwrap();
    assert_eq!(weeks.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!((weeks[0][0].wish.party, weeks[0][0].wish.themes[0].code.as_str(), weeks[0][1].way), (2, "snow", Way::Link(None)));
    assert_eq!((read.scenario.weeks, read.scenario.external), (2, 0.25));
    let study = read.run(|_| ()).unwrap();
    assert_eq!(study.json(now())["arrivals"], "log");
    assert!(study.text().contains("検索ログ"));
    let id = demo().listings[7].offer.id;
    let linked = format!("{{\"week\":2,\"source\":\"group_link\",\"opportunity_id\":\"{id}\"}}\n");
    assert_eq!(logged(&linked).unwrap().log.unwrap()[1][0].way, Way::Link(Some(7)));
    assert!(logged("{\"week\":1,\"source\":\"search\"}").is_err_and(|e| e.contains("warm-up")));
    assert!(logged("\n").is_err_and(|e| e.contains("no visit")));
}

#[test]
fn what_does_not_belong_in_a_log_is_refused_by_name() {
    let refused = |line: &str| lab(scenario(1, 1), &[]).with_log(Cursor::new(format!("{LOG}{line}"))).err().unwrap();
    for member in ["name", "mail", "home", "age", "birth_date", "account_id", "q"] {
        let why = refused(&format!("{{\"week\":1,\"source\":\"search\",\"{member}\":\"x\"}}"));
        assert!(why.starts_with("line 6: ") && why.contains(&format!("\"{member}\"")), "{why}");
    }
    for (line, named) in [
        (r#"{"source":"search"}"#, "week"),
        (r#"{"week":"1","source":"search"}"#, "week"),
        (r#"{"week":0,"source":"search"}"#, "week"),
        (r#"{"week":4000000000,"source":"search"}"#, "week"),
        (r#"{"week":1}"#, "source"),
        (r#"{"week":1,"source":"radio"}"#, "source"),
        (r#"{"week":1,"source":"search","themes":["alchemy"]}"#, "themes/0/code"),
        (r#"{"week":1,"source":"search","areas":["999999"]}"#, "areas/0"),
        (r#"{"week":1,"source":"search","day_parts":["sat_noon"]}"#, "day_parts"),
        (r#"{"week":1,"source":"search","level":"wizard"}"#, "level"),
        (r#"{"week":1,"source":"search","party_size":0}"#, "party_size"),
        (r#"{"week":1,"source":"group_link","opportunity_id":"no"}"#, "opportunity_id"),
        (r#"{"week":1,"source":"search","opportunity_id":"019b76da-a800-7000-8000-000000000000"}"#, "opportunity_id"),
        ("not json", "line 6"),
    ] {
        let why = refused(line);
        assert!(why.starts_with("line 6: ") && why.contains(named), "{line}: {why}");
    }
}

#[test]
fn the_picture_and_the_tables_name_every_policy() {
    let study = study(Scenario { betas: vec![0.8], ..scenario(6, 2) }, &[("ours & theirs".into(), Policy { beta: 0.85, ..Policy::default() })]);
    let (text, svg) = (study.text(), study.svg().unwrap());
    for name in ["relevance only", "popularity", "random", "policy in force (β=0.9)", "two-tier", "need-fill"] {
        assert!(text.contains(name) && svg.contains(name), "{name}");
    }
    assert!(text.contains("ours & theirs") && svg.contains("ours &amp; theirs"));
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>") && !svg.contains("NaN"));
    let json = study.json(now());
    let effect = &json["policies"][IN_FORCE]["measured_effect"];
    assert_eq!((effect["against"].as_str(), effect["measured_at"].as_str()), (Some("relevance"), Some("2026-12-07T00:00:00Z")));
    assert!(effect.as_object().is_some_and(|e| e.len() == 12 && e.values().all(|v| !v.is_null())), "{effect}");
    assert_eq!(json["policies"][IN_FORCE]["parameters"]["equity"]["beta"], 0.9);
    assert!(json["policies"][POPULARITY]["parameters"].is_null());
}
