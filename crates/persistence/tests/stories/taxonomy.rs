//! Themes and areas.

use crate::backends::{in_every_place, on_every_backend};
use enmusubi_domain::area::{Area, AreaKind};
use enmusubi_domain::place::Point;
use enmusubi_domain::text::Names;
use enmusubi_domain::theme::Theme;
use enmusubi_persistence::Written::{Created, Unchanged, Updated};

fn theme(code: &str) -> Theme {
    Theme { code: code.into(), names: Names { ja: format!("{code} 👶"), en: "'\"".into() }, fields: vec![1, 20, 255], sdgs: vec![17] }
}

fn area(code: &str) -> Area {
    Area {
        code: code.into(),
        names: Names { ja: "中央区".into(), en: "Chuo".into() },
        kind: AreaKind::Ward,
        parent: Some("011002".into()),
        point: Some(Point { lat: 43_055_000, lon: -141_341_000 }),
        adjacent: vec!["011029".into(), "011037".into()],
        postal_prefixes: vec!["060".into(), "0640".into()],
    }
}

fn plain_area(code: &str) -> Area {
    Area { kind: AreaKind::District, parent: None, point: None, adjacent: vec![], postal_prefixes: vec![], ..area(code) }
}

#[test]
fn themes_and_areas_come_back_as_they_were_given_and_in_order() {
    on_every_backend(|store| {
        let themes = vec![theme("welfare"), Theme { fields: vec![], sdgs: vec![], ..theme("arts") }, theme("childcare")];
        assert_eq!(store.write(|tx| tx.put_themes(&themes)), Ok(vec![Created; 3]));
        assert_eq!(store.read(|tx| tx.themes()), Ok(themes));
        let areas = vec![area("011011"), plain_area("z-9"), area("011002")];
        assert_eq!(store.write(|tx| tx.put_areas(&areas)), Ok(vec![Created; 3]));
        assert_eq!(store.read(|tx| tx.areas()), Ok(areas));
        let counts = store.read(|tx| tx.counts()).unwrap();
        assert_eq!((counts.themes, counts.areas), (3, 3));
    });
}

#[test]
fn what_stands_already_is_not_touched() {
    in_every_place(|place| {
        let (store, mut raw) = (place.store(), place.raw());
        let (themes, areas) = (vec![theme("a"), theme("b")], vec![area("1"), area("2")]);
        store.write(|tx| tx.put_themes(&themes).and(tx.put_areas(&areas))).unwrap();
        let entries = raw.entries();
        assert_eq!(store.write(|tx| tx.put_themes(&themes)), Ok(vec![Unchanged; 2]));
        assert_eq!(store.write(|tx| tx.put_areas(&areas[1..])), Ok(vec![Unchanged]));
        assert_eq!(raw.entries(), entries, "nothing in the log");
        let renamed = Area { names: Names { ja: "新".into(), en: "new".into() }, ..area("2") };
        assert_eq!(store.write(|tx| tx.put_areas(&[area("1"), renamed.clone()])), Ok(vec![Unchanged, Updated]));
        assert_eq!(raw.entries(), entries + 1);
        assert_eq!(store.read(|tx| tx.areas()), Ok(vec![area("1"), renamed]));
    });
}

#[test]
fn a_new_order_is_a_change_and_a_part_of_the_list_keeps_the_rest() {
    on_every_backend(|store| {
        let put = |codes: &[&str]| store.write(|tx| tx.put_themes(&codes.iter().map(|c| theme(c)).collect::<Vec<_>>())).unwrap();
        let order = || store.read(|tx| tx.themes()).unwrap().into_iter().map(|t| t.code).collect::<Vec<_>>();
        put(&["a", "b", "c"]);
        assert_eq!(put(&["c", "a", "b"]), [Updated; 3]);
        assert_eq!(order(), ["c", "a", "b"]);
        assert_eq!(put(&["x"]), [Created]);
        assert_eq!(order(), ["c", "a", "b", "x"]);
        assert_eq!(put(&["a", "a"]), [Unchanged; 2], "named twice is there once");
        let put = |codes: &[&str]| store.write(|tx| tx.put_areas(&codes.iter().map(|c| area(c)).collect::<Vec<_>>())).unwrap();
        let order = || store.read(|tx| tx.areas()).unwrap().into_iter().map(|t| t.code).collect::<Vec<_>>();
        put(&["a", "b", "c"]);
        assert_eq!(put(&["x", "c", "b", "a"]), [Created, Updated, Updated, Updated]);
        assert_eq!(order(), ["x", "c", "b", "a"]);
    });
}

#[test]
fn a_whole_country_of_areas_is_kept() {
    on_every_backend(|store| {
        let areas: Vec<Area> = (0..5_000).map(|n| area(&format!("{n}"))).collect();
        assert_eq!(store.write(|tx| tx.put_areas(&areas)).unwrap().len(), 5_000);
        assert_eq!(store.read(|tx| tx.areas()), Ok(areas));
    });
}
