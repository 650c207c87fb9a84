//! What somebody's own judgement lets through, and sets of what was found.

use crate::cast::*;
use enmusubi_domain::criteria::{Criteria, Facet, Sort};
use enmusubi_domain::id::OpportunityId;
use enmusubi_search::{Key, Order};

fn town() -> Town {
    let listings: Vec<_> = (0..12)
        .map(|n| {
            let mut o = listing(&format!("o{n}"), if n % 2 == 0 { "雪かき" } else { "絵本" });
            o.details.themes = vec![if n % 3 == 0 { "sports" } else { "culture" }.into()];
            o
        })
        .collect();
    Town::of(&listings)
}

fn named(keys: impl IntoIterator<Item = Key>) -> Vec<String> {
    let name = |key: Key| (0..12).map(|n| format!("o{n}")).find(|n| Key::Opportunity(id(n)) == key).unwrap();
    keys.into_iter().map(name).collect()
}

#[test]
fn what_is_judged_away_is_in_no_page_no_total_and_no_facet() {
    let town = town();
    let judge = |judged: &OpportunityId| (0..8).find(|n| id(&format!("o{n}")) == *judged).map(|n| 100 - n);
    let criteria = Criteria { question: Some("雪かき".into()), ..Criteria::default() };
    let mut order = Order { sort: Sort::Relevance, limit: 3, after: None, facets: vec![Facet::Theme] };
    let first = town.index.search_judged(&criteria, &order, now(), &judge).unwrap();
    assert_eq!((first.total, first.total_is_exact), (4, true));
    assert_eq!(first.facets, [(Facet::Theme, vec![("culture".to_owned(), 2), ("sports".to_owned(), 2)])]);
    assert_eq!(named(first.hits.iter().map(|h| h.key)), ["o6", "o4", "o2"], "in the judge's own order");
    order.after = first.next;
    let second = town.index.search_judged(&criteria, &order, now(), &judge).unwrap();
    assert_eq!((named(second.hits.iter().map(|h| h.key)), second.total, second.next), (vec!["o0".to_owned()], 4, None));
    let newest = Order { sort: Sort::Newest, limit: 100, ..Order::default() };
    let usual = named(town.index.search(&criteria, &newest, now()).unwrap().hits.iter().map(|h| h.key));
    let judged = named(town.index.search_judged(&criteria, &newest, now(), &judge).unwrap().hits.iter().map(|h| h.key));
    let kept: Vec<String> = usual.into_iter().filter(|n| ["o0", "o2", "o4", "o6"].contains(&n.as_str())).collect();
    assert_eq!(judged, kept, "other orders stay as they are");
}

#[test]
fn a_set_is_capped_at_the_best_and_says_so() {
    let town = town();
    let criteria = Criteria { question: Some("雪かき".into()), ..Criteria::default() };
    let all = town.index.matching_ids(&criteria, now(), 100).unwrap();
    assert_eq!((all.ids.len(), all.found), (6, 6));
    let some = town.index.matching_ids(&criteria, now(), 2).unwrap();
    assert_eq!((some.ids.len(), some.found), (2, 6));
    assert!(some.ids.iter().all(|id| all.ids.contains(id)));
    let newest = town.index.matching_ids(&Criteria::default(), now(), 5).unwrap();
    let mut latest: Vec<OpportunityId> = (0..12).map(|n| id(&format!("o{n}"))).collect();
    latest.sort_unstable();
    assert_eq!((newest.ids, newest.found), (latest[7..].to_vec(), 12));
    assert_eq!(town.index.matching_ids(&criteria, now(), 0).unwrap().ids, []);
}
