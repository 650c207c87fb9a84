use super::properties::world;
use crate::matching::outline::{Bounds, Brief, EquityClasses, Ground, Marks, Sieve, Span};
use crate::matching::*;

/// Random worlds per property.
const WORLDS: u64 = 4_000;

/// Where one offer lies, as closely as can be told.
fn ground(offer: &Offer) -> Ground {
    if offer.remote { Ground::Remote } else { Ground::Some { areas: Some(offer.areas.to_vec()), span: offer.point.map(Span::of) } }
}

/// Where several lie, those without a point apart from the others.
fn common_ground(offers: &[Offer], like: &Offer) -> Ground {
    if like.remote {
        return Ground::Remote;
    }
    let fellows: Vec<&Offer> = offers.iter().filter(|o| !o.remote && o.point.is_some() == like.point.is_some()).collect();
    let span = fellows.iter().filter_map(|o| o.point).fold(None, |span: Option<Span>, p| Some(span.map_or(Span::of(p), |s| s.with(p))));
    let areas = fellows.iter().all(|o| o.areas == like.areas).then(|| like.areas.to_vec());
    Ground::Some { areas, span }
}

#[test]
fn a_certain_failure_is_a_failure() {
    let (mut certain, mut by_days) = (0, 0);
    for seed in 0..WORLDS {
        let (_, q, offers) = world(seed);
        let (sieve, bounds) = (Sieve::of(&q), Bounds::of(&q));
        for offer in &offers {
            let failed = evaluate(&q, offer).failed;
            let sure = sieve.certainly_fails(&Marks::of(offer));
            assert_eq!(sure.0 & !failed.0, 0, "seed {seed}: {sure:?} of {failed:?}: {offer:?}");
            let days = bounds.fails_by_days(&Brief::of(offer, 1.0));
            assert_eq!(days.0 & !failed.0, 0, "seed {seed}: {days:?} of {failed:?}: {offer:?}");
            for ground in [ground(offer), common_ground(&offers, offer)] {
                assert!(!bounds.travel(&ground).out_of_reach || failed.contains(Gate::Travel), "seed {seed}: {ground:?}: {offer:?}");
            }
            certain += u64::from(!sure.is_empty());
            by_days += u64::from(!days.is_empty());
        }
    }
    assert!(certain > WORLDS && by_days > WORLDS / 4, "certain failures must be worth something: {certain}, by days {by_days}");
}

#[test]
fn what_certainly_fits_fits() {
    let mut certain = 0;
    for seed in 0..WORLDS {
        let (_, q, offers) = world(seed);
        let (sieve, bounds) = (Sieve::of(&q), Bounds::of(&q));
        for offer in &offers {
            let untold = sieve.certainly_fails(&Marks::of(offer)).is_empty() && !bounds.travel_to(offer.remote, offer.point, &offer.areas).out_of_reach;
            if untold && bounds.certainly_fits(&Brief::of(offer, 1.0)) {
                let failed = evaluate(&q, offer).failed;
                assert!(failed.is_empty(), "seed {seed}: {failed:?}: {offer:?} for {:?}", q.wish());
                certain += 1;
            }
        }
    }
    assert!(certain > WORLDS / 16, "that must be worth something: {certain}");
}

#[test]
fn a_bound_is_never_below_the_value() {
    let (mut tight, mut cells) = (0u64, 0u64);
    for seed in 0..WORLDS {
        let (_, q, offers) = world(seed);
        let bounds = Bounds::of(&q);
        let classes = EquityClasses::of(q.policy());
        for offer in &offers {
            let e = evaluate(&q, offer);
            let theme = e.factors.theme;
            let seeks = offer.seeks.is_some();
            let brief = Brief::of(offer, e.equity.factor);
            let exact = bounds.travel_to(offer.remote, offer.point, &offer.areas);
            assert_eq!(exact.out_of_reach, e.failed.contains(Gate::Travel), "seed {seed}");
            let one = bounds.order(&bounds.of_one(exact.area, theme, seeks, &brief));
            assert!(one >= e.order, "seed {seed}: {one} < {}: {offer:?}", e.order);
            let top = classes.top(classes.class(e.equity.factor));
            assert!(top >= e.equity.factor, "a class holds what is at most its top");
            for ground in [ground(offer), common_ground(&offers, offer)] {
                let cell = bounds.order(&bounds.of_cell(bounds.travel(&ground).area, theme, seeks, top));
                assert!(cell >= e.order, "seed {seed}: {cell} < {}: {ground:?}: {offer:?}", e.order);
                cells += u64::from(cell < 1.05);
            }
            assert!(
                bounds.theme_values().is_none_or(|values| theme.is_none_or(|theme| values.contains(&theme))),
                "seed {seed}: every value a listing may have is among those that are told"
            );
            tight += u64::from(one == e.order);
        }
    }
    assert!(tight > WORLDS && cells > WORLDS, "bounds must be worth something: {tight} tight, {cells} cells below the greatest");
}

#[test]
fn classes_of_equity_hold_every_factor_once() {
    for (beta, gamma) in [(0.9, 0.1), (1.0, 0.0), (0.5, 1.0), (0.99, 0.3)] {
        let policy = Policy { beta, gamma, ..Policy::default() };
        let classes = EquityClasses::of(&policy);
        for connections in 0..250 {
            for unfilled in [0.0, 0.1, 0.5, 0.99, 1.0] {
                let factor = policy.equity(connections, unfilled).factor;
                let class = classes.class(factor);
                assert!(factor <= classes.top(class), "{factor} is above the top of its class {class}");
                let next = class + 1;
                assert!(next == outline::CLASSES || factor > classes.top(next) || classes.top(next) == classes.top(class), "{factor} belongs to a lower class");
            }
        }
    }
}
