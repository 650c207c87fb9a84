/// Nothing in the set is there for show.
mod can_fail;
/// What is said about moves and mistakes.
mod telling;

use super::judge::Difference;
use super::*;
use enmusubi_domain::matching::{Gate, Gates};

fn set() -> (Cast, Vec<Case>) {
    let cast = Cast::read().unwrap();
    let cases = Case::all(&cast).unwrap();
    (cast, cases)
}

/// Cases that do not come out as written under a policy.
fn fallen(policy: &Policy) -> Vec<String> {
    let (cast, cases) = set();
    let falls = |case: &&Case| !judge::judge(case, &judge::answer(case, &cast, policy).unwrap()).stands();
    cases.iter().filter(falls).map(|c| c.id.clone()).collect()
}

#[test]
fn every_case_comes_out_as_an_experienced_coordinator_would_put_it() {
    let (cast, cases) = set();
    let judged: Vec<_> = cases.iter().map(|case| (case, judge::judge(case, &judge::answer(case, &cast, &Policy::default()).unwrap()))).collect();
    assert!(judged.iter().all(|(_, verdict)| verdict.stands()), "{}", report::set(&cast, &judged));
}

#[test]
fn the_set_is_as_large_as_promised_and_every_place_has_its_reason() {
    let (_, cases) = set();
    assert!(cases.len() >= 60, "{}", cases.len());
    let japanese = |text: &str| text.chars().any(|c| ('ぁ'..='ヿ').contains(&c) || ('一'..='龥').contains(&c));
    for case in &cases {
        assert!(japanese(&case.title) && !case.title_en.is_empty(), "{}", case.id);
        assert!(case.talk.lines().count() >= 4 && case.talk.lines().all(|l| japanese(l) && l.contains('：')), "{}: {}", case.id, case.talk);
        let reasons = case.order.iter().map(|p| &p.why).chain(case.not_yet.iter().map(|m| &m.why)).chain(case.disagrees.iter().map(|d| &d.why));
        reasons.for_each(|why| assert!(japanese(why), "{}: {why}", case.id));
    }
}

#[test]
fn what_is_known_to_disagree_is_exactly_this() {
    let (cast, cases) = set();
    let id = |n: usize| cast.listings[n].id.as_str();
    let known: Vec<String> = cases
        .iter()
        .flat_map(|c| c.disagrees.iter().map(move |d| (c, &d.about)))
        .map(|(case, about)| match about {
            Difference::Order { above, below } => format!("{}: {} > {}", case.id, id(*above), id(*below)),
            Difference::Gates { listing, failed, .. } => {
                format!("{}: {} fails {}", case.id, id(*listing), failed.iter().map(Gate::code).collect::<Vec<_>>().join(" "))
            }
        })
        .collect();
    assert_eq!(
        known,
        [
            "one-day-of-many-is-enough: kita24-asobi > sakae-asobi",
            "one-day-of-many-is-enough: kita24-asobi > kita24-hiroba",
            "one-day-of-many-is-enough: kita24-asobi > asabu-ehon",
            "both-at-once: odori-yomikikase-rohjin > odori-kirie",
            "both-at-once: odori-yomikikase-rohjin > odori-haishoku",
            "a-widower-of-seventy-two: odori-yomikikase-rohjin > odori-gomi-zero",
            "cannot-cook: sakae-shokuji > sakae-asobi",
            "cannot-cook: sakae-shokuji > asabu-mori-nyumon",
            "cannot-cook: sakae-shokuji > kita24-mochitsuki",
        ]
    );
}
