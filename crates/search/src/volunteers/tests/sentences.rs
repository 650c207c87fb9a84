use super::{account, moment};
use crate::MatchIndex;
use crate::volunteers::*;
use chrono::NaiveDate;
use enmusubi_domain::matching::worlds::{self, Dice};
use enmusubi_domain::matching::{Gate, Wish, WishTheme, evaluate};

/// Somebody open to introductions who asks for nothing.
fn somebody() -> Profile {
    Profile { wish: Wish { party: 1, ..Wish::default() }, birth_date: None, open_to_introductions: true }
}

/// An offer without dates that anybody may join, and the index of some people.
fn open_to_all(people: &[(AccountId, Profile)]) -> (VolunteerIndex, Offer) {
    let city = Arc::new(worlds::city());
    let mut dice = Dice::new(1);
    let offer = std::iter::from_fn(|| Some(worlds::offer(&mut dice, &city, 0)))
        .find(|offer| evaluate(&Question::new(somebody().wish, &city, &Policy::default(), worlds::now()).unwrap(), offer).failed.is_empty())
        .unwrap();
    let index = VolunteerIndex::new(city, Arc::default());
    index.apply(people.iter().cloned(), &[]);
    (index, Offer { ages: (18, 64), ..offer })
}

fn ids(found: &[Candidate]) -> Vec<AccountId> {
    found.iter().map(|c| c.id).collect()
}

#[test]
fn a_candidate_is_judged_as_if_they_had_asked_themselves() {
    let city = Arc::new(worlds::city());
    let (policy, now, mut dice) = (Arc::new(Policy::default()), worlds::now(), Dice::new(23));
    let people: Vec<_> = (0..300).map(|n| (account(n), worlds::profile(&mut dice, &city))).collect();
    let offers: Vec<Offer> = (0..100).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    let listings = MatchIndex::new(policy.clone());
    listings.apply(offers.iter().cloned(), &[]);
    let index = VolunteerIndex::new(city.clone(), policy.clone());
    index.apply(people.iter().cloned(), &[]);
    let mut pairs = 0;
    for offer in &offers {
        let found = index.rank(offer, moment(&city, now), 10, 5);
        for candidate in found.best.iter().chain(&found.near_misses) {
            let (_, profile) = people.iter().find(|(id, _)| *id == candidate.id).unwrap();
            let q = Question::new(profile.wish_on(city.calendar.civil(now).date()), &city, &policy, now).unwrap();
            let seen_by_them = listings.search(&q, offers.len(), offers.len());
            let matched = seen_by_them.best.iter().chain(&seen_by_them.near_misses).find(|m| m.offer.id == offer.id).unwrap();
            assert_eq!(candidate.evaluation, matched.evaluation);
            // And both are told the same reasons.
            let kept = index.question(&candidate.id, moment(&city, now)).unwrap();
            assert_eq!(candidate.evaluation.because(&kept, offer, &city), matched.evaluation.because(&q, offer, &city));
            pairs += 1;
        }
    }
    assert!(pairs > 300, "{pairs}");
}

#[test]
fn nobody_appears_who_is_not_open_to_introductions() {
    let closed = Profile { open_to_introductions: false, ..somebody() };
    let (index, offer) = open_to_all(&[(account(1), somebody()), (account(2), closed.clone())]);
    let moment = moment(&index.city, worlds::now());
    assert_eq!(ids(&index.rank(&offer, moment, 10, 5).best), [account(1)]);
    assert_eq!((index.len(), index.count(&offer, moment)), (1, 1));
    assert!(index.question(&account(2), moment).is_none());
    // Who withdraws it is gone with the same call that replaces a profile; who gives it again is back.
    index.apply([(account(1), closed), (account(2), somebody())], &[]);
    assert_eq!(ids(&index.rank(&offer, moment, 10, 5).best), [account(2)]);
}

#[test]
fn who_is_erased_is_gone() {
    let (index, offer) = open_to_all(&[(account(1), somebody()), (account(2), somebody()), (account(3), somebody())]);
    let moment = moment(&index.city, worlds::now());
    index.apply([], &[account(1), account(9)]);
    let left: std::collections::BTreeSet<_> = ids(&index.rank(&offer, moment, 10, 5).best).into_iter().collect();
    assert_eq!(left, [account(2), account(3)].into());
    assert!(index.question(&account(1), moment).is_none());
    // A removal is stronger than a profile of the same change: whoever goes while they are saving has gone.
    index.apply([(account(2), somebody())], &[account(2)]);
    assert_eq!(index.len(), 1);
}

#[test]
fn on_their_birthday_somebody_is_old_enough_and_a_year_later_too_old() {
    let born = |date: &str| Profile { birth_date: Some(date.parse().unwrap()), ..somebody() };
    let (index, offer) = open_to_all(&[(account(1), born("2008-11-25")), (account(2), born("1961-11-25")), (account(3), born("2008-02-29"))]);
    let offer = Offer { slots: Default::default(), flexible: enmusubi_domain::day::DayParts(1), flexible_left: 9, closes: i64::MAX, ..offer };
    // Nothing is applied between the days.
    let on = |date: &str| {
        let midnight = date.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap();
        let found = index.rank(&offer, moment(&index.city, index.city.calendar.instant(midnight).unwrap()), 10, 5);
        let mut fit = ids(&found.best);
        fit.sort();
        assert!(found.near_misses.iter().all(|c| c.evaluation.failed.iter().eq([Gate::Age])));
        fit
    };
    let sorted = |mut list: Vec<AccountId>| {
        list.sort();
        list
    };
    assert_eq!(on("2026-02-28"), [account(2)], "born on a leap day, a year older in March");
    assert_eq!(on("2026-03-01"), sorted(vec![account(2), account(3)]));
    assert_eq!(on("2026-11-24"), sorted(vec![account(2), account(3)]));
    assert_eq!(on("2026-11-25"), sorted(vec![account(1), account(3)]));
}

#[test]
fn a_theme_that_the_city_gave_up_counts_as_not_asked_for() {
    let theme = |code: &str| WishTheme { code: code.into(), interest: 1.0, level: None };
    let asks = |themes: Vec<WishTheme>| Profile { wish: Wish { themes, areas: vec!["w1".into()], party: 1, ..Wish::default() }, ..somebody() };
    let (index, offer) = open_to_all(&[(account(1), asks(vec![theme("gone"), theme("t4")])), (account(2), asks(vec![theme("gone")]))]);
    let offer = Offer { areas: [index.city.areas.number("w1").unwrap()].into_iter().collect(), themes: [3].into_iter().collect(), remote: false, ..offer };
    let found = index.rank(&offer, moment(&index.city, worlds::now()), 10, 0);
    let theme_of = |id| found.best.iter().find(|c| c.id == id).map(|c| c.evaluation.factors.theme);
    assert_eq!(theme_of(account(1)), Some(Some(1.0)));
    assert_eq!(theme_of(account(2)), Some(None));
}

#[test]
fn another_policy_ranks_the_same_volunteers() {
    let city = Arc::new(worlds::city());
    let other = Arc::new(Policy { assumed_reach: 2_500, sibling_theme: 0.9, remote_area: 0.2, level_step: 0.5, ..Policy::default() });
    let mut dice = Dice::new(17);
    let people: Vec<_> = (0..300).map(|n| (account(n), worlds::profile(&mut dice, &city))).collect();
    let [index, fresh] = [Arc::default(), other.clone()].map(|policy| {
        let index = VolunteerIndex::new(city.clone(), policy);
        index.apply(people.iter().cloned(), &[]);
        index
    });
    let switched = index.ranked_by(other.clone());
    assert_eq!((switched.policy(), switched.len()), (&other, 300));
    let mut changed = 0;
    for n in 0..100 {
        let (offer, moment) = (worlds::offer(&mut dice, &city, n), moment(&city, worlds::now()));
        assert_eq!(switched.rank(&offer, moment, 20, 5), fresh.rank(&offer, moment, 20, 5));
        changed += u32::from(index.rank(&offer, moment, 20, 5).best != switched.rank(&offer, moment, 20, 5).best);
    }
    assert!(changed > 20, "{changed}");
}

#[test]
fn an_index_is_printed_without_a_word_about_anybody() {
    let (index, _) = open_to_all(&[(account(1), somebody())]);
    assert_eq!(format!("{index:?}"), "VolunteerIndex { volunteers: 1, .. }");
}
