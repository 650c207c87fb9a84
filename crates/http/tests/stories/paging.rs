use crate::town::{LISTED, encode, town};
use proptest::prelude::*;

/// Walks from page to page by the links.
fn walk(first: &str) -> Vec<String> {
    let (mut ids, mut next) = (vec![], Some(first.to_owned()));
    while let Some(target) = next {
        let answer = town().get(&target).expect(200);
        let page: Vec<String> = answer.json()["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| (if r["item"].is_object() { &r["item"]["id"] } else { &r["id"] }).as_str().unwrap_or(r["code"].as_str().unwrap_or_default()).to_owned())
            .collect();
        ids.extend(page);
        let link = answer.header("link").map(|l| l.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned());
        assert_eq!(link.is_some(), answer.json()["metadata"]["next_cursor"].is_string());
        next = link;
        assert!(ids.len() <= 200, "pages without end");
    }
    ids
}

#[test]
fn pages_together_are_the_whole_list_in_every_order() {
    for filter in ["", "&theme=snow,culture", "&area=011002&beginner_friendly=true", "&q=%E5%86%AC%20%E9%9B%AA"] {
        for sort in ["relevance", "soonest", "newest", "nearest&near=43.06,141.35"] {
            let whole = town().get(&format!("/v1/opportunities?limit=100&sort={sort}{filter}")).expect(200).ids();
            for limit in [1, 7, 20] {
                let walked = walk(&format!("/v1/opportunities?limit={limit}&sort={sort}{filter}"));
                assert_eq!(walked, whole, "{sort} {filter} {limit}");
            }
            let mut unique = whole.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), whole.len(), "nothing twice: {sort} {filter}");
        }
    }
    assert_eq!(walk("/v1/opportunities?limit=7").len(), LISTED);
    assert_eq!(walk("/v1/groups?limit=4").len(), 6);
    assert_eq!(walk("/v1/search?limit=9").len(), LISTED + 6);
    assert_eq!(walk("/v1/themes?limit=4").len(), 6);
    assert_eq!(walk("/v1/areas?limit=2&kind=ward").len(), 4);
}

#[test]
fn the_link_keeps_every_filter() {
    let q = encode("冬 雪かき&<>\"");
    let answer = town().get(&format!("/v1/opportunities?q={q}&theme=snow,culture&limit=2&facets=theme")).expect(200);
    let link = answer.header("link").unwrap();
    for kept in ["theme=snow,culture", "limit=2", "facets=theme", "q=%E5%86%AC%20"] {
        assert!(link.contains(kept), "{link}");
    }
}

#[test]
fn a_cursor_is_good_for_its_own_list_only() {
    let cursor = town().get("/v1/opportunities?limit=2&theme=snow&sort=newest").json()["metadata"]["next_cursor"].as_str().unwrap().to_owned();
    let own = town().get(&format!("/v1/opportunities?limit=5&sort=newest&theme=snow&cursor={cursor}"));
    assert_eq!(own.status, 200, "another page size and another order of parameters are fine");
    for foreign in [
        format!("/v1/opportunities?cursor={cursor}"),
        format!("/v1/opportunities?theme=culture&sort=newest&cursor={cursor}"),
        format!("/v1/opportunities?theme=snow&sort=soonest&cursor={cursor}"),
        format!("/v1/groups?theme=snow&sort=newest&cursor={cursor}"),
        format!("/v1/search?theme=snow&cursor={cursor}"),
        format!("/v1/themes?cursor={cursor}"),
        "/v1/opportunities?cursor=".to_owned(),
        "/v1/opportunities?cursor=AAAA".to_owned(),
    ] {
        assert_eq!(town().get(&foreign).refusal(), (400, "invalid_cursor".into(), vec!["cursor".into()]), "{foreign}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cursor_that_was_touched_is_refused(at in 0usize..60, replacement in "[A-Za-z0-9_-]{0,3}", cut in any::<bool>()) {
        static CURSOR: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
            town().get("/v1/opportunities?limit=2").json()["metadata"]["next_cursor"].as_str().unwrap().to_owned()
        });
        let at = at % CURSOR.len();
        let rest = if cut { &CURSOR[at + 1..] } else { &CURSOR[at..] };
        let touched = format!("{}{replacement}{rest}", &CURSOR[..at]);
        prop_assume!(touched != *CURSOR);
        let answer = town().get(&format!("/v1/opportunities?limit=2&cursor={touched}"));
        prop_assert_eq!(answer.refusal(), (400, "invalid_cursor".to_owned(), vec!["cursor".to_owned()]));
    }
}
