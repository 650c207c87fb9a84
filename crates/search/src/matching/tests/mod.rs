/// What goes wrong on purpose is noticed.
mod broken;

use super::*;
use enmusubi_domain::city::City;
use enmusubi_domain::matching::worlds::{self, Dice};
use enmusubi_domain::matching::{AreaSteps, Best, NEAR_MISSES, Weights, Wish, tie};

/// Random worlds per property: each with its own city full of listings, wish, and sizes of answer.
const WORLDS: u64 = 3_000;

/// A world: its listings in an index, the same in a plain list, and a wish.
struct World {
    index: MatchIndex,
    offers: Vec<Offer>,
    question: Question,
    k: usize,
    near: usize,
}

fn world(seed: u64) -> World {
    let city = worlds::city();
    let mut dice = Dice::new(seed);
    // Every third world has a policy of its own.
    let policy = match seed % 3 {
        0 => unlike(&mut dice),
        _ => Policy::default(),
    };
    let policy = Arc::new(policy);
    let index = MatchIndex::new(policy.clone());
    let mut offers: Vec<Offer> = (0..10 + dice.below(90) as usize).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    // Floods of ties: many listings that differ in nothing but their id. Some worlds have enough of one kind to fill several words of a shard.
    let flood = seed.is_multiple_of(8);
    if flood {
        offers[0] = Offer { published: true, closes: i64::MAX, connections: 0, unfilled: 1.0, party: (1, u16::MAX), ..offers[0].clone() };
    }
    let (twins, kinds) = if flood { (600, 1) } else { (60, 5) };
    for n in 0..dice.below(twins) as usize {
        let twin = Offer { id: worlds::offer(&mut dice, &city, n).id, ..offers[n % kinds].clone() };
        offers.push(twin);
    }
    index.apply(offers.iter().cloned(), &[]);
    let mut question = worlds::question(&mut dice, &city, &policy);
    if flood && dice.once_in(2) {
        // Whoever asks for nothing finds all of them equally good.
        let nothing = Wish { party: 1, ..Wish::default() };
        question = Question::new(nothing, &city, &policy, worlds::now()).expect("nothing is wrong with nothing");
    }
    if seed.is_multiple_of(2) {
        // The day's ties are known before anything moves.
        index.search(&question, 1, 0);
    }
    churn(&mut dice, &city, &index, &mut offers);
    let (k, near) = (dice.pick(&[0, 1, 3, 20, 1000]), dice.pick(&[0, 1, NEAR_MISSES, 200]));
    World { index, offers, question, k, near }
}

/// A policy that an administrator could publish, unlike the built-in one in everything.
fn unlike(dice: &mut Dice) -> Policy {
    let mut weight = || dice.pick(&[0.001, 0.25, 0.5, 1.0]);
    let weights = Weights { area: weight(), time: weight(), theme: weight(), level: weight() };
    let policy = Policy {
        weights,
        // So small a beta leaves nothing of a listing that was found often.
        beta: dice.pick(&[0.001, 0.5, 0.99, 1.0]),
        gamma: dice.pick(&[0.0, 0.5, 1.0]),
        stretch: dice.pick(&[0, 1, 3]),
        flexible_time: dice.pick(&[0.0, 0.5, 1.0]),
        remote_area: dice.pick(&[0.0, 0.5, 1.0]),
        sibling_theme: dice.pick(&[0.0, 0.5, 1.0]),
        level_step: dice.pick(&[0.0, 0.5, 1.0]),
        area_steps: dice.pick(&[AreaSteps { ward: 1.0, adjacent: 1.0, city: 1.0 }, AreaSteps { ward: 0.5, adjacent: 0.2, city: 0.0 }]),
        assumed_reach: dice.pick(&[1, 2_000, 50_000]),
        ..Policy::default()
    };
    assert_eq!(policy.check(), Ok(()), "only what could be published");
    policy
}

/// Replaces, connects, takes out and puts back, so that places move.
fn churn(dice: &mut Dice, city: &City, index: &MatchIndex, offers: &mut Vec<Offer>) {
    for n in 0..dice.below(60) as usize {
        let at = dice.below(offers.len() as u64) as usize;
        match dice.below(4) {
            0 => {
                let gone = offers.swap_remove(at);
                index.apply([], &[gone.id]);
            }
            1 => {
                let id = offers[at].id;
                offers[at] = Offer { id, ..worlds::offer(dice, city, n) };
                index.apply([offers[at].clone()], &[]);
            }
            2 => {
                offers[at].connections = dice.pick(&[0, 1, 2, 9, 300]);
                index.connect(&[(offers[at].id, offers[at].connections), (worlds::offer(dice, city, n).id, 3)]);
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

fn same(a: &[Matched], b: &[Ranked]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.offer.id == b.id && a.evaluation == b.evaluation)
}

/// Whether the index answers otherwise than looking at everything.
fn differs(w: &World, care: impl Care) -> bool {
    let (best, missed) = best_by_looking_at_all(&w.question, &w.offers, w.k, w.near);
    let found = search(&w.index.read(), &w.question, w.k, w.near, &Within::All, &|_| true, care);
    !(same(&found.best, &best) && same(&found.near_misses, &missed))
}

/// The first world in which a search without care answers otherwise.
fn first_difference(care: impl Care) -> Option<u64> {
    (0..WORLDS).find(|seed| differs(&world(*seed), care))
}

#[test]
fn the_answer_equals_looking_at_everything_ties_included() {
    assert_eq!(first_difference(Careful), None);
}

#[test]
fn ties_are_never_greater_than_the_least_whatever_moved() {
    for seed in (0..400).map(|n| n * 2) {
        let w = world(seed);
        let listings = w.index.read();
        let today = w.question.today();
        let ties = listings.ties(today).expect("nobody else asks");
        for (number, shard) in listings.shards().iter().enumerate() {
            for (word, least) in shard.least_ties(today).into_iter().enumerate() {
                assert!(ties.least(number, word) <= least, "seed {seed}, shard {number}, word {word}");
            }
        }
    }
}

#[test]
fn another_day_has_other_ties_and_the_answer_is_still_right() {
    let (city, mut asked) = (worlds::city(), 0);
    for seed in 0..50 {
        let w = world(seed * 8);
        for days in [0, 1, -1, 0, 2] {
            let now = worlds::now() + chrono::TimeDelta::days(days);
            let Ok(q) = Question::new(w.question.wish().clone(), &city, w.index.policy(), now) else { continue };
            let (best, _) = best_by_looking_at_all(&q, &w.offers, 20, 0);
            assert!(same(&w.index.search(&q, 20, 0).best, &best), "seed {seed}, {days} days on");
            asked += 1;
        }
    }
    assert!(asked > 200, "asked {asked} times only");
}

#[test]
fn most_listings_are_never_judged() {
    let city = worlds::city();
    let policy = Arc::new(Policy::default());
    let index = MatchIndex::new(policy.clone());
    let mut dice = Dice::new(7);
    index.apply((0..20_000).map(|n| worlds::offer(&mut dice, &city, n)).collect::<Vec<_>>(), &[]);
    let judged: usize = (0..50).map(|_| index.search(&worlds::question(&mut dice, &city, &policy), 20, 0).evaluated).sum();
    // A count, free of the machine's noise: a fiftieth of what looking at everything would take.
    assert!(judged < 50 * 20_000 / 50, "{judged}");
}

#[test]
fn a_condition_or_a_set_narrows_the_answer_and_nothing_else() {
    let city = worlds::city();
    let policy = Arc::new(Policy::default());
    let index = MatchIndex::new(policy.clone());
    let mut dice = Dice::new(11);
    let offers: Vec<Offer> = (0..5_000).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    index.apply(offers.iter().cloned(), &[]);
    for round in 0..60 {
        let q = worlds::question(&mut dice, &city, &policy);
        // Small sets are judged one by one, large ones through columns.
        let share = dice.pick(&[2, 3, 50, 1_000]);
        let admitted = |id: &OpportunityId| tie(*id, round).is_multiple_of(share);
        let (best, missed) = best_by_looking_at_all(&q, offers.iter().filter(|o| admitted(&o.id)), 10, 5);
        let among = index.search_among(&q, 10, 5, admitted);
        assert!(same(&among.best, &best) && same(&among.near_misses, &missed), "round {round}");
        let mut ids: HashSet<OpportunityId> = offers.iter().map(|o| o.id).filter(admitted).collect();
        ids.insert(worlds::offer(&mut dice, &city, 0).id);
        let these = index.search_these(&q, 10, 5, &ids);
        assert!(same(&these.best, &best) && same(&these.near_misses, &missed), "round {round}, {} ids", ids.len());
    }
}

#[test]
fn a_course_that_opens_a_level_is_the_best_there_is() {
    let (city, mut named) = (worlds::city(), 0);
    for seed in 0..300 {
        let w = world(seed);
        let offer = worlds::offer(&mut Dice::new(seed), &city, 0);
        let course = |o: &&Offer| o.kind == enmusubi_domain::opportunity::Kind::Course && o.themes.iter().any(|t| offer.themes.contains(t));
        let (best, _) = best_by_looking_at_all(&w.question, w.offers.iter().filter(course), 1, 0);
        assert_eq!(w.index.course_for(&w.question, &offer), best.first().map(|r| r.id), "seed {seed}");
        named += usize::from(!best.is_empty());
    }
    assert!(named > 30, "courses were found in {named} worlds only");
}

#[test]
fn another_policy_ranks_the_same_listings_its_own_way() {
    let (city, mut moved) = (worlds::city(), 0);
    for seed in 0..200 {
        let w = world(seed);
        let policy = Arc::new(Policy { beta: 0.3, gamma: 1.0, ..Policy::default() });
        let other = w.index.ranked_by(policy.clone());
        let Ok(q) = Question::new(w.question.wish().clone(), &city, &policy, worlds::now()) else { continue };
        let (best, _) = best_by_looking_at_all(&q, &w.offers, 20, 0);
        let found = other.search(&q, 20, 0).best;
        assert!(same(&found, &best), "seed {seed}");
        let before: Vec<_> = w.index.search(&w.question, 20, 0).best.iter().map(|m| m.offer.id).collect();
        moved += usize::from(before != found.iter().map(|m| m.offer.id).collect::<Vec<_>>());
    }
    assert!(moved > 50, "another policy moved something in {moved} worlds only");
}

#[test]
fn searches_and_writes_at_the_same_time_see_whole_listings() {
    let city = worlds::city();
    let policy = Arc::new(Policy::default());
    let index = MatchIndex::new(policy.clone());
    let mut dice = Dice::new(5);
    let offers: Vec<Offer> = (0..2_000).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    index.apply(offers.iter().cloned(), &[]);
    let questions: Vec<Question> = (0..40).map(|_| worlds::question(&mut dice, &city, &policy)).collect();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..20 {
                for offer in offers.iter().skip(round).step_by(20) {
                    index.connect(&[(offer.id, round as u32 % 3)]);
                    index.apply([], &[offer.id]);
                    index.apply([offer.clone()], &[]);
                }
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                for q in questions.iter().cycle().take(400) {
                    for found in index.search(q, 20, 5).best {
                        assert!(found.evaluation.failed.is_empty());
                        let written = offers.iter().find(|o| o.id == found.offer.id).expect("nothing else was written");
                        let connections = [written.connections, 0, 1, 2];
                        let as_written = connections.map(|connections| Offer { connections, ..written.clone() });
                        assert!(as_written.iter().any(|o| *o == *found.offer), "half a listing: {:?}", found.offer);
                    }
                }
            });
        }
    });
    for q in &questions {
        let (best, missed) = best_by_looking_at_all(q, index.read().shards().iter().flat_map(|s| &s.offers).map(AsRef::as_ref), 20, 5);
        let found = index.search(q, 20, 5);
        assert!(same(&found.best, &best) && same(&found.near_misses, &missed));
    }
    assert_eq!(index.len(), offers.len());
}
