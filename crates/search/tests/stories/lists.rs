use crate::cast::*;
use chrono::Duration;
use enmusubi_domain::criteria::{Criteria, Facet, Sort};
use enmusubi_domain::level::Level;
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::place::Point;
use enmusubi_search::{After, Order};
use proptest::prelude::*;

fn sorted(town: &Town, sort: Sort, criteria: &Criteria) -> Vec<String> {
    views(&town.find(criteria, &Order { sort, limit: 100, ..Default::default() }))
}

#[test]
fn each_order_puts_its_own_first() {
    let mut early = listing("early", "early");
    early.details.schedule.sessions = vec![session(-3, 9, 60), session(1, 9, 60)];
    let mut late = listing("late", "late");
    (late.details.schedule.sessions, late.published_at) = (vec![session(30, 9, 60)], Some(now()));
    let mut loose = flexible("loose", "loose", &["sun_evening"]);
    loose.published_at = Some(now() - Duration::days(9));
    late.details.place.point = Point::from_degrees(43.1, 141.3).ok();
    early.details.place.point = Point::from_degrees(43.2, 141.3).ok();
    (loose.details.remote, loose.details.areas) = (true, vec![]);
    let town = Town::of(&[early, late, loose]);
    town.index.apply(vec![put_group(&group("g", "group"))], &[], "2").unwrap();
    let all = Criteria::default();
    assert_eq!(sorted(&town, Sort::Soonest, &all), ["early", "late", "loose", "group"]);
    assert_eq!(sorted(&town, Sort::Newest, &all)[2..], ["early", "loose"]);
    assert_eq!(sorted(&town, Sort::Relevance, &all), sorted(&town, Sort::Newest, &all), "nothing asked: newest first");
    let near = Criteria { near: Point::from_degrees(43.1, 141.3).ok(), ..all };
    let found = town.find(&near, &Order { sort: Sort::Nearest, limit: 9, ..Default::default() });
    assert_eq!(views(&found), ["late", "group", "early", "loose"], "the group is measured from its ward's office");
    assert_eq!(found.hits[0].metres, Some(0));
    assert_eq!(found.hits[3].metres, None);
}

#[test]
fn scores_lie_between_nothing_and_one() {
    let town = Town::titled(&["雪かき", "雪かきの応援", "本の整理"]);
    let found = town.find(&Criteria { question: Some("雪かき".into()), ..Default::default() }, &Order { limit: 9, ..Default::default() });
    assert!(found.hits.iter().all(|h| h.score > 0.0 && h.score <= 1.0));
    assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
    assert!(town.find(&Criteria::default(), &Order { limit: 9, ..Default::default() }).hits.iter().all(|h| h.score == 0.0));
}

#[test]
fn facets_count_what_counting_by_hand_counts() {
    let mut a = listing("a", "a");
    (a.details.themes, a.details.level) = (vec!["snow".into(), "culture".into()], Some(Level::Basic));
    let mut b = listing("b", "b");
    (b.details.themes, b.details.areas) = (vec!["snow".into()], vec!["011037".into(), "011029".into()]);
    let mut over = listing("over", "over");
    (over.details.themes, over.details.schedule.sessions) = (vec!["snow".into()], vec![session(-1, 9, 60)]);
    let town = Town::of(&[a, b, over, flexible("c", "c", &["sat_morning", "sun_evening"])]);
    let every = Facet::ALL.iter().map(|(f, _)| *f).collect();
    let found = town.find(&Criteria::default(), &Order { limit: 1, facets: every, ..Default::default() });
    let of = |facet: Facet| found.facets.iter().find(|f| f.0 == facet).map(|f| f.1.iter().map(|(c, n)| format!("{c} {n}")).collect::<Vec<_>>()).unwrap();
    assert_eq!((found.total, found.hits.len()), (3, 1));
    assert_eq!(of(Facet::Theme), ["snow 2", "culture 1"]);
    assert_eq!(of(Facet::Area), ["011002 3", "011029 3", "011037 1"], "ancestors once each");
    assert_eq!(of(Facet::Kind), ["activity 3"]);
    assert_eq!(of(Facet::Level), ["applied 3", "basic 3", "specialist 3", "introductory 2"]);
    assert_eq!(of(Facet::DayPart), ["sat_morning 3", "sun_evening 1"]);
}

#[test]
fn positions_survive_being_written_down() {
    let after = After { rank: u64::MAX - 5, key: format!("o:{}", id("a")) };
    assert_eq!(after.to_string().parse(), Ok(after));
    for bad in ["", ".", "zz.o:1", "1.x:00000000-0000-7000-8000-000000000000", "1.o:あ", "ffffffffffffffffff.g:"] {
        assert!(bad.parse::<After>().is_err(), "{bad}");
    }
}

/// Random listings.
fn listings(plan: &[(u8, u8, bool)]) -> Vec<Opportunity> {
    let make = |(n, (days, text, loose)): (usize, &(u8, u8, bool))| {
        let title = ["雪かき", "雪かきと本", "本の整理", "除雪の応援"][usize::from(text % 4)];
        let mut o = if *loose { flexible(&n.to_string(), title, &["sun_evening"]) } else { listing(&n.to_string(), title) };
        if !loose {
            o.details.schedule.sessions = vec![session(i64::from(days % 9) + 1, 9, 60)];
        }
        o.published_at = Some(now() - Duration::days(i64::from(days % 5)));
        o.details.place.point = Point::from_degrees(43.0 + f64::from(days % 7) / 100.0, 141.3).ok();
        o
    };
    plan.iter().enumerate().map(make).collect()
}

/// The same listings, written in batches so that they lie in several segments.
fn in_batches(plan: &[(u8, u8, bool)]) -> Town {
    let town = Town::of(&[]);
    for batch in listings(plan).chunks(7) {
        town.index.apply(batch.iter().map(put).collect(), &[], "n").unwrap();
    }
    town
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..Default::default() })]

    #[test]
    fn pages_together_are_the_whole_list(plan in prop::collection::vec(any::<(u8, u8, bool)>(), 0..40), limit in 1usize..7, sort in 0usize..4, asked: bool) {
        let town = in_batches(&plan);
        let sort = [Sort::Relevance, Sort::Soonest, Sort::Newest, Sort::Nearest][sort];
        let criteria = Criteria { question: asked.then(|| "雪かき".into()), near: Point::from_degrees(43.0, 141.3).ok(), ..Default::default() };
        let whole = town.find(&criteria, &Order { sort, limit: 1000, ..Default::default() });
        let mut seen = vec![];
        let mut after = None;
        loop {
            let page = town.find(&criteria, &Order { sort, limit, after, ..Default::default() });
            prop_assert_eq!(page.total, whole.total);
            prop_assert!(page.hits.len() <= limit);
            seen.extend(page.hits.iter().map(|h| h.key));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        prop_assert_eq!(whole.total as usize, whole.hits.len());
        prop_assert_eq!(seen, whole.hits.iter().map(|h| h.key).collect::<Vec<_>>());
    }

    #[test]
    fn the_answer_does_not_depend_on_how_the_index_is_cut(plan in prop::collection::vec(any::<(u8, u8, bool)>(), 1..30)) {
        let cut = in_batches(&plan);
        let whole = Town::of(&listings(&plan));
        let criteria = Criteria { question: Some("雪かき 本".into()), ..Default::default() };
        let order = Order { limit: 100, ..Default::default() };
        let told = |town: &Town| town.find(&criteria, &order).hits.iter().map(|h| (h.key, h.score)).collect::<Vec<_>>();
        prop_assert_eq!(told(&cut), told(&whole));
    }
}
