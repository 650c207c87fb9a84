use crate::availability::Availability;
use crate::matching::worlds::{self, Dice};
use crate::matching::*;
use crate::text::Lang;

/// Seeds of the random worlds below: enough that every branch is met hundreds of times.
const WORLDS: u64 = 4_000;

fn world(seed: u64) -> (crate::city::City, Question, Vec<Offer>) {
    let city = worlds::city();
    let mut dice = Dice::new(seed);
    let question = worlds::question(&mut dice, &city, &Policy::default());
    let offers = (0..12).map(|n| worlds::offer(&mut dice, &city, n)).collect();
    (city, question, offers)
}

#[test]
fn scores_stay_between_zero_and_one_and_are_never_nan() {
    for seed in 0..WORLDS {
        let (_, q, offers) = world(seed);
        for e in offers.iter().map(|o| evaluate(&q, o)) {
            for value in [e.score, e.person, e.group.unwrap_or(0.0)] {
                assert!((0.0..=1.0).contains(&value), "seed {seed}: {e:?}");
            }
            assert!(e.order >= 0.0 && e.order.is_finite(), "seed {seed}: {e:?}");
        }
    }
}

#[test]
fn the_contributions_of_a_side_add_up_to_its_fit() {
    let mut sides = 0;
    for seed in 0..WORLDS {
        let (city, q, offers) = world(seed);
        for offer in &offers {
            let e = evaluate(&q, offer);
            let because = e.because(&q, offer, &city);
            let sum = |side| because.iter().filter(|b| b.side == side).map(|b| b.contribution).sum::<f32>();
            assert!((sum(Side::Person) - e.person).abs() < 1e-5, "seed {seed}: {because:?}");
            if let Some(group) = e.group {
                sides += 1;
                assert!((sum(Side::Group) - group).abs() < 1e-5, "seed {seed}: {because:?}");
            }
            assert!(because.iter().all(|b| !b.text_ja.is_empty() && !b.text_en.is_empty()), "seed {seed}: {because:?}");
        }
    }
    assert!(sides > 1_000, "the group's side was met {sides} times only");
}

#[test]
fn a_bound_is_never_below_the_value_and_a_certain_failure_is_a_failure() {
    let (mut tight, mut certain) = (0, 0);
    for seed in 0..WORLDS * 2 {
        let (_, q, offers) = world(seed);
        for offer in &offers {
            let e = evaluate(&q, offer);
            let outline = Outline::of(offer, &q.policy);
            let (bound, out_of_reach) = outline.bound(&q);
            assert!(bound >= e.order, "seed {seed}: {bound} < {}: {offer:?}", e.order);
            assert!(!out_of_reach || e.failed.contains(Gate::Travel), "seed {seed}");
            let sure = outline.certainly_fails(&q);
            assert_eq!(sure.0 & !e.failed.0, 0, "seed {seed}: {sure:?} of {:?}: {offer:?}", e.failed);
            tight += u64::from(bound == e.order);
            certain += u64::from(!sure.is_empty());
        }
    }
    assert!(tight > WORLDS && certain > WORLDS, "bounds must be worth something: {tight} tight, {certain} certain");
}

#[test]
fn every_failed_gate_says_what_would_open_it() {
    let mut met = std::collections::BTreeSet::new();
    for seed in 0..WORLDS {
        let (city, q, offers) = world(seed);
        for offer in &offers {
            let e = evaluate(&q, offer);
            let why = e.why_not(&q, offer, &city, |_| None);
            assert_eq!(why.len() as u32, e.failed.len());
            for w in &why {
                met.insert(w.gate);
                assert!(!w.text(Lang::Ja).is_empty() && !w.text(Lang::En).is_empty(), "{w:?}");
            }
        }
    }
    assert_eq!(met.len(), Gate::ALL.len(), "every gate must have failed somewhere: {met:?}");
}

/// The promise of a near miss: do what `change` says, and the gate opens.
#[test]
fn the_change_that_is_named_opens_the_gate() {
    let mut opened = std::collections::BTreeMap::<&str, u32>::new();
    for seed in 0..WORLDS * 2 {
        let (city, q, offers) = world(seed);
        for offer in &offers {
            let e = evaluate(&q, offer);
            if !near_miss(&e) {
                continue;
            }
            let why = e.why_not(&q, offer, &city, |_| None).remove(0);
            let mut wish = q.wish().clone();
            let Some(name) = apply(&why.change, &mut wish) else { continue };
            let changed = Question::new(wish, &city, q.policy(), worlds::now()).unwrap();
            let after = evaluate(&changed, offer);
            assert!(!after.failed.contains(why.gate), "seed {seed}: {why:?} did not open {offer:?} for {:?}", q.wish());
            *opened.entry(name).or_default() += 1;
        }
    }
    for name in ["day part", "hours", "date", "date and hours", "period", "further", "area", "party", "age", "accept", "certificate"] {
        assert!(opened.get(name).copied().unwrap_or(0) > 5, "{name} was hardly met: {opened:?}");
    }
}

fn apply(change: &Change, wish: &mut Wish) -> Option<&'static str> {
    use crate::availability::WeeklyHours;
    let free = |wish: &mut Wish| wish.availability.get_or_insert_with(Availability::default).clone();
    match change {
        Change::FreeDayPart(part) => {
            let mut a = free(wish);
            a.day_parts = a.day_parts.with(*part);
            wish.availability = Some(a);
            Some("day part")
        }
        Change::FreeHours { day, from, to } => {
            let mut a = free(wish);
            a.weekly.push(WeeklyHours { day: *day, from: *from, to: (*to).min(1440) });
            if *to > 1440 {
                // the rest belongs to the day after, whatever kind it is
                for &next in crate::day::DayKind::ALL {
                    a.weekly.push(WeeklyHours { day: next, from: 0, to: to - 1440 });
                }
            }
            wish.availability = Some(a);
            Some("hours")
        }
        Change::FreeDateHours { date, from, to } => {
            let mut a = free(wish);
            a.except.clear();
            a.from = a.from.map(|d| d.min(*date));
            a.to = a.to.map(|d| d.max(date.succ_opt().unwrap()));
            for &day in crate::day::DayKind::ALL {
                a.weekly.push(WeeklyHours { day, from: *from, to: (*to).min(1440) });
                a.weekly.extend((*to > 1440).then(|| WeeklyHours { day, from: 0, to: to - 1440 }));
            }
            wish.availability = Some(a);
            Some("date and hours")
        }
        Change::FreeDate(date) => {
            let mut a = free(wish);
            // over midnight both dates may have been excluded; the change names the first
            a.except.retain(|d| d != date && Some(*d) != date.succ_opt());
            wish.availability = Some(a);
            Some("date")
        }
        Change::PeriodFrom(date) => {
            let mut a = free(wish);
            a.from = Some(*date);
            wish.availability = Some(a);
            Some("period")
        }
        Change::PeriodTo(date) => {
            let mut a = free(wish);
            a.to = Some(*date);
            wish.availability = Some(a);
            Some("period")
        }
        Change::FurtherBy(metres) => {
            wish.reach = wish.reach.map(|r| r + metres + 1);
            Some("further")
        }
        Change::AddArea(code) => {
            wish.areas.push(code.clone());
            Some("area")
        }
        Change::PartyAtMost(n) | Change::PartyAtLeast(n) => {
            wish.party = u32::from(*n);
            // a larger party may then find too few seats: that is another question
            matches!(change, Change::PartyAtMost(_)).then_some("party")
        }
        Change::AgeFrom(age) | Change::AgeTo(age) => {
            wish.age = Some(*age);
            wish.consent = Consent::OnFile;
            Some("age")
        }
        Change::GuardianConsent => {
            wish.consent = Consent::OnFile;
            Some("consent")
        }
        Change::Accept(r) => {
            wish.responsibility = Some(*r);
            Some("accept")
        }
        Change::ReachLevel { level, .. } => {
            wish.level = Some(*level);
            wish.themes.iter_mut().for_each(|t| t.level = None);
            Some("level")
        }
        Change::Certificate(name) => {
            wish.qualifications.get_or_insert_default().push(name.clone());
            Some("certificate")
        }
        Change::Languages(codes) => {
            wish.languages.get_or_insert_default().extend(codes.iter().cloned());
            Some("language")
        }
        Change::Unmet(_) | Change::Nothing | Change::NextSession(_) | Change::WaitingList => None,
    }
}
