use super::*;
use chrono::{DateTime, Duration, Utc};
use enmusubi_domain::matching::worlds::{self, Dice};
use enmusubi_domain::matching::{Factors, GroupFactors, NEAR_MISSES, Wish, evaluate};

/// What a coordinator and a volunteer would expect, one sentence each.
mod sentences;

/// Random worlds per property: each with its own volunteers, offer, hour, and sizes of answer.
const WORLDS: u64 = 3_000;

type Most = fn(&Call<'_>, &Pieces, (&Columns, usize)) -> f32;
type Excludes = fn(&Kept, f32, u64) -> bool;

const MOST: Most = |call, pieces, _| call.most(pieces);

fn account(n: u64) -> AccountId {
    AccountId::derived(1_700_000_000_000, &format!("volunteer {n}"))
}

fn moment(city: &City, now: DateTime<Utc>) -> Moment {
    Moment::of(&city.calendar, now)
}

/// What somebody would be told about an offer if they asked for themselves, as `POST /v1/matches` does.
fn asked(profile: &Profile, offer: &Offer, city: &City, policy: &Policy, now: DateTime<Utc>) -> Evaluation {
    let wish = profile.wish_on(city.calendar.civil(now).date());
    evaluate(&Question::new(wish, city, policy, now).unwrap(), offer)
}

/// The oracle: everybody who is open to introductions, evaluated.
fn evaluated(people: &[(AccountId, Profile)], offer: &Offer, city: &City, policy: &Policy, now: DateTime<Utc>) -> Vec<Candidate> {
    let open = people.iter().filter(|(_, profile)| profile.open_to_introductions);
    open.map(|(id, profile)| Candidate { id: *id, evaluation: asked(profile, offer, city, policy, now) }).collect()
}

/// The best of those with so many failed gates.
fn best_of(all: &[Candidate], failed: u32, k: usize, today: i32) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = all.iter().filter(|c| c.evaluation.failed.len() == failed).copied().collect();
    found.sort_by_key(|c| std::cmp::Reverse(Rank::new(c.evaluation.score, c.id, today)));
    found.truncate(k);
    found
}

/// Replaces, takes out and puts back, closes and opens, so that places move.
fn churn(dice: &mut Dice, index: &VolunteerIndex, people: &mut Vec<(AccountId, Profile)>) {
    for _ in 0..dice.below(20) {
        let at = dice.below(people.len() as u64) as usize;
        match dice.below(4) {
            0 if people.len() > 1 => {
                let gone = people.swap_remove(at);
                index.apply([], &[gone.0]);
            }
            1 => {
                people[at].1 = worlds::profile(dice, &index.city);
                index.apply([people[at].clone()], &[]);
            }
            2 => {
                people[at].1.open_to_introductions ^= true;
                index.apply([people[at].clone()], &[]);
            }
            _ => {
                let back = people.remove(at);
                index.apply([], &[back.0]);
                index.apply([back.clone()], &[]);
                people.push(back);
            }
        }
    }
}

/// The first world in which the index answers otherwise than evaluating everybody.
fn first_difference(worlds: u64, most: Most, excludes: Excludes) -> Option<u64> {
    let city = Arc::new(worlds::city());
    (0..worlds).find(|seed| {
        let mut dice = Dice::new(*seed);
        let policy = Policy { stretch: dice.pick(&[0, 1, 2]), flexible_time: dice.pick(&[0.5, 0.9]), ..Policy::default() };
        let mut people: Vec<_> = (0..10 + dice.below(30)).map(|n| (account(dice.below(1_000) * 100 + n), worlds::profile(&mut dice, &city))).collect();
        // Floods of ties: people who differ in nothing but their id, some of whom said nothing at all.
        for n in 0..dice.below(30) {
            let twin =
                if n % 3 == 0 { Profile { wish: Wish { party: 1, ..Wish::default() }, ..people[0].1.clone() } } else { people[n as usize % 5].1.clone() };
            people.push((account(200_000 + n), twin));
        }
        let index = VolunteerIndex::new(city.clone(), Arc::new(policy.clone()));
        index.apply(people.iter().cloned(), &[]);
        churn(&mut dice, &index, &mut people);
        (0..3).any(|n| {
            let offer = worlds::offer(&mut dice, &city, n);
            let now = worlds::now() + Duration::minutes(dice.pick(&[0, 0, 14 * 60, 3 * 1440 + 17]));
            let moment = moment(&city, now);
            let (k, near) = (dice.pick(&[0, 1, 3, 20, 1000]), dice.pick(&[0, 1, NEAR_MISSES]));
            let found = index.scan(&offer, moment, k, near, |_| true, most, excludes);
            let (all, today) = (evaluated(&people, &offer, &city, &policy, now), day_number(moment.date()));
            found.best != best_of(&all, 0, k, today) || found.near_misses != best_of(&all, 1, near, today)
        })
    })
}

#[test]
fn the_answer_equals_evaluating_everybody_ties_and_near_misses_included() {
    assert_eq!(first_difference(WORLDS, MOST, excludes), None);
}

#[test]
fn planted_faults_are_caught() {
    let low: Most = |call, pieces, _| call.most(pieces) * 0.999;
    // Who did not say where they can go is neither near nor far: the weight drops out of the divisor.
    let divides_by_all: Most = |call, pieces, _| {
        let f = pieces.factors;
        let factors = Factors { area: f.area.or(Some(0.0)), time: f.time.or(Some(0.0)), theme: f.theme.or(Some(0.0)), level: f.level.or(Some(0.0)) };
        call.most(&Pieces { factors, ..*pieces })
    };
    let unsaid_is_worst: Most =
        |call, pieces, _| call.most(&Pieces { factors: Factors { level: pieces.factors.level.or(Some(0.0)), ..pieces.factors }, ..*pieces });
    // Minutes of sessions in which the party finds no seats do not count.
    let void_share: Most = |call, pieces, (columns, at)| {
        let time = call.time(columns.limits(at), 1);
        call.most(&Pieces { factors: Factors { time, ..pieces.factors }, ..*pieces })
    };
    let one_sided: Most = |call, pieces, _| call.most(&Pieces { group_factors: GroupFactors::default(), ..*pieces });
    let stops_at_equal: Excludes = |kept, most, _| kept.floor().is_some_and(|_| kept.excludes(most.next_down()));
    let tie_of_nobody: Excludes = |kept, most, tie| kept.excludes_from(most, tie.wrapping_add(u64::MAX / 2));
    for (fault, name) in [
        (low, "a bound a little too low"),
        (divides_by_all, "a divisor with weights of what was not said"),
        (unsaid_is_worst, "the same for the lightest factor alone"),
        (void_share, "minutes of sessions that do not count"),
        (one_sided, "a bound that forgets what the group seeks"),
    ] {
        assert!(first_difference(WORLDS, fault, excludes).is_some(), "{name}");
    }
    assert!(first_difference(WORLDS, MOST, stops_at_equal).is_some(), "stopping at an equal bound loses ties");
    assert!(first_difference(WORLDS, MOST, tie_of_nobody).is_some(), "the place among equals of somebody else");
}

#[test]
fn most_volunteers_are_never_evaluated() {
    let city = Arc::new(worlds::city());
    let mut dice = Dice::new(7);
    let index = VolunteerIndex::new(city.clone(), Arc::default());
    index.apply((0..5_000).map(|n| (account(n), worlds::profile(&mut dice, &city))).collect::<Vec<_>>(), &[]);
    let offers: Vec<Offer> = (0..100).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    let counted = |near| offers.iter().map(|o| index.rank(o, moment(&city, worlds::now()), 20, near).evaluated).sum::<usize>() / offers.len();
    // Counts, free of the machine's noise: of 5,000.
    let (best, both) = (counted(0), counted(NEAR_MISSES));
    assert!(best <= 100 && both <= 150, "{best} evaluated in the mean, {both} with near misses");
}

#[test]
fn a_count_is_that_of_everybody_who_fits() {
    let city = Arc::new(worlds::city());
    let (policy, mut dice) = (Policy::default(), Dice::new(5));
    let people: Vec<_> = (0..200).map(|n| (account(n), worlds::profile(&mut dice, &city))).collect();
    let index = VolunteerIndex::new(city.clone(), Arc::new(policy.clone()));
    index.apply(people.iter().cloned(), &[]);
    let mut most = 0;
    for n in 0..100 {
        let offer = worlds::offer(&mut dice, &city, n);
        let fits = evaluated(&people, &offer, &city, &policy, worlds::now()).iter().filter(|c| c.evaluation.failed.is_empty()).count();
        assert_eq!(index.count(&offer, moment(&city, worlds::now())), fits, "{offer:?}");
        most = most.max(fits);
    }
    assert!(most > 20, "{most}");
}

#[test]
fn a_condition_narrows_the_answer_and_nothing_else() {
    let city = Arc::new(worlds::city());
    let (policy, mut dice) = (Policy::default(), Dice::new(11));
    let people: Vec<_> = (0..300).map(|n| (account(n), worlds::profile(&mut dice, &city))).collect();
    let index = VolunteerIndex::new(city.clone(), Arc::new(policy.clone()));
    index.apply(people.iter().cloned(), &[]);
    let even = |id: &AccountId| id.0.as_bytes()[15].is_multiple_of(2);
    let admitted: Vec<_> = people.iter().filter(|(id, _)| even(id)).cloned().collect();
    for n in 0..50 {
        let (offer, now) = (worlds::offer(&mut dice, &city, n), worlds::now());
        let found = index.rank_among(&offer, moment(&city, now), 10, 5, even);
        let (all, today) = (evaluated(&admitted, &offer, &city, &policy, now), day_number(moment(&city, now).date()));
        assert_eq!((found.best, found.near_misses), (best_of(&all, 0, 10, today), best_of(&all, 1, 5, today)));
    }
}
