use super::super::moved::{Part, moved};
use super::*;
use crate::lab::policy_file;

/// What a policy moves: case, what went up, what went down, which part did it.
fn moves(policy: &Policy) -> Vec<(String, String, String, Part)> {
    let (cast, cases) = set();
    let id = |n: usize| cast.listings[n].id.clone();
    let mut all = vec![];
    for case in &cases {
        let (before, now) = (judge::answer(case, &cast, &Policy::default()).unwrap(), judge::answer(case, &cast, policy).unwrap());
        all.extend(moved(&before, &now).swaps.iter().map(|s| (case.id.clone(), id(s.up), id(s.down), s.part)));
    }
    all
}

#[test]
fn a_ninth_of_the_weight_of_level_moves_exactly_these_cases() {
    let policy = policy_file::parse("[weights]\nlevel = 0.01\n").unwrap();
    let mut moved: Vec<String> = moves(&policy).into_iter().map(|m| m.0).collect();
    moved.dedup();
    assert_eq!(
        moved,
        [
            "nurse-wednesday-evening",
            "after-the-last-fare",
            "expert-here-beginner-there",
            "a-former-captain-steps-back",
            "for-good",
            "an-old-hand-leaves-the-seat",
        ]
    );
    assert_eq!(fallen(&policy), ["expert-here-beginner-there", "for-good"]);
}

#[test]
fn a_policy_that_changes_nothing_moves_nothing() {
    assert!(moves(&Policy::default()).is_empty());
}

#[test]
fn what_moved_is_told_with_the_factor_that_did_it() {
    let part = |policy: &Policy, case: &str| moves(policy).into_iter().find(|m| m.0 == case).map(|m| m.3);
    let weights = |toml: &str| policy_file::parse(&format!("[weights]\n{toml}\n")).unwrap();
    assert_eq!(part(&weights("level = 0.01"), "for-good"), Some(Part::Factor(3)));
    assert_eq!(part(&weights("area = 0.1"), "three-who-know-the-basics"), Some(Part::Factor(0)));
    assert_eq!(part(&Policy { beta: 1.0, ..Policy::default() }, "five-tables"), Some(Part::Equity));
    assert_eq!(part(&Policy { sibling_theme: 0.0, ..Policy::default() }, "flowers-and-what-grows-near-them"), Some(Part::Factor(2)));
}

#[test]
fn a_listing_that_comes_in_is_told_as_well() {
    let (cast, cases) = set();
    let case = cases.iter().find(|c| c.id == "sixteen-and-mother-said-no").unwrap();
    let policy = Policy { guardian_age: 15, ..Policy::default() };
    let (before, now) = (judge::answer(case, &cast, &Policy::default()).unwrap(), judge::answer(case, &cast, &policy).unwrap());
    let moved = moved(&before, &now);
    assert!(moved.gated.len() == 10 && moved.gated.iter().all(|g| g.before.contains(Gate::Age) && g.now.is_empty()), "{moved:?}");
}

#[test]
fn the_set_stands_and_a_case_that_is_not_there_is_named() {
    let (text, fallen) = told(&Request::default()).unwrap();
    assert!(fallen == 0 && text.contains("τ = "), "{text}");
    let policy = Policy { beta: 1.0, ..Policy::default() };
    let (text, fallen) = told(&Request { policy: Some(&policy), case: None }).unwrap();
    assert!(fallen == 0 && text.matches("τ = ").count() == 2, "the policy in force still stands: {text}");
    assert!(told(&Request { case: Some("a-zoologist"), ..Request::default() }).unwrap().0.contains("計算 engine 1"));
    assert!(told(&Request { case: Some("a-zoo"), ..Request::default() }).unwrap_err().contains("a-zoo"));
}

#[test]
fn what_is_wrong_with_a_case_is_named_with_its_file() {
    let cast = Cast::read().unwrap();
    let sound = include_str!("../../../../data/golden/cases/odd.toml");
    let wrong = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        Case::of(&[("odd", &sound.replacen(from, to, 1))], &cast).unwrap_err()
    };
    for (from, to, named) in [
        ("id = \"anything-at-all\"\n", "id = \"anything-at-all\"\ncolour = 1\n", "anything-at-all: unknown field `colour`"),
        ("it = \"fb-reitou\"", "it = \"fb-reito\"", "anything-at-all: there is no listing \"fb-reito\""),
        ("it = \"fb-reitou\"", "it = \"fb-kan\"", "anything-at-all: 10 listings, 9 of them different"),
        ("gates = [\"open\"]", "gates = [\"opne\"]", "anything-at-all: gates: \"opne\""),
        ("age = 5\n", "age = 5\nshoesize = 24\n", "a-child-of-five: wish: unknown field `shoesize`"),
        ("consent = \"on_file\"", "consent = \"yes\"", "a-child-of-five: consent: \"yes\""),
        ("id = \"fifty-at-once\"", "id = \"anything-at-all\"", "there are two of this id"),
    ] {
        let said = wrong(from, to);
        assert!(said.starts_with("cases/odd.toml: ") && said.contains(named), "{said}");
    }
}

#[test]
fn the_reports_name_cases_listings_and_parameters() {
    let (cast, cases) = set();
    let policy = Policy { beta: 1.0, ..Policy::default() };
    let (mut judged, mut all) = (vec![], vec![]);
    for case in &cases {
        let (before, now) = (judge::answer(case, &cast, &Policy::default()).unwrap(), judge::answer(case, &cast, &policy).unwrap());
        judged.push((case, judge::judge(case, &before)));
        all.push((case, moved(&before, &now), judge::judge(case, &now)));
    }
    let text = report::set(&cast, &judged);
    assert!(text.contains("cannot-cook: ") && !text.contains("Not as expected"), "{text}");
    let text = report::moves(&cast, (&Policy::default(), &policy), &all);
    assert!(text.starts_with("変えた値 Changed: ") && text.contains("beta 0.9 → 1.0\n"), "{text}");
    assert!(text.contains("fairness/five-tables") && text.contains("公平 equity") && text.contains("against the coordinator's order"), "{text}");
    let text = report::case(&cast, judged[0].0, &judge::answer(judged[0].0, &cast, &policy).unwrap(), &judged[0].1);
    assert!(text.contains(&judged[0].0.talk) && text.contains("順番 order"), "{text}");
}
