use crate::cast::*;
use enmusubi_search::{Suggestion, SuggestionKind};

fn told(town: &Town, typed: &str) -> Vec<(SuggestionKind, String, u64)> {
    town.index.suggest(typed, 20, now()).into_iter().map(|s: Suggestion| (s.kind, s.text, s.count)).collect()
}

fn town() -> Town {
    let mut snow = listing("a", "ボランティアの雪かき");
    (snow.details.themes, snow.details.place.nearest_station) = (vec!["snow".into()], Some("北24条".into()));
    let mut closed = listing("b", "雪像づくり");
    closed.state = enmusubi_domain::opportunity::State::Closed;
    let town = Town::of(&[snow, closed, listing("c", "本の整理")]);
    town.index.apply(vec![put_group(&group("hokusei", "北星ボランティア会"))], &[], "2").unwrap();
    town
}

#[test]
fn completions_come_from_themes_areas_stations_words_groups_and_titles() {
    let town = town();
    let kita = told(&town, "北");
    for expected in [(SuggestionKind::Area, "北区", 3), (SuggestionKind::Area, "北24条", 1), (SuggestionKind::Group, "北星ボランティア会", 1)] {
        assert!(kita.contains(&(expected.0, expected.1.into(), expected.2)), "{expected:?} in {kita:?}");
    }
    assert!(told(&town, "除雪").contains(&(SuggestionKind::Theme, "除雪・冬のくらし".into(), 1)));
    assert!(told(&town, "雪か").contains(&(SuggestionKind::Title, "ボランティアの雪かき".into(), 1)), "the beginning of any word of a title");
}

#[test]
fn kana_on_their_way_complete_what_they_will_be() {
    let town = town();
    for typed in ["ぼらん", "ボラン", "ﾎﾞﾗﾝ", "ぼらnt"] {
        assert!(told(&town, typed).iter().any(|s| s.1 == "ボランティアの雪かき"), "{typed}");
    }
    assert!(told(&town, "せいり").is_empty() || told(&town, "せいり").iter().all(|s| s.2 > 0));
}

#[test]
fn nothing_is_suggested_that_leads_nowhere() {
    let town = town();
    assert!(told(&town, "雪像").iter().all(|s| s.1 != "雪像づくり"), "closed");
    for typed in ["", " ", "。。", "\u{0}", &"あ".repeat(10_000), "zzzzzz"] {
        assert!(told(&town, typed).is_empty(), "{typed}");
    }
    assert!(town.index.suggest("北", 1, now()).len() == 1);
}

#[test]
fn similar_listings_share_themes_words_and_area_and_are_others() {
    let themed = |name: &str, title: &str, theme: &str| {
        let mut o = listing(name, title);
        o.details.themes = vec![theme.into()];
        o
    };
    let mut over = themed("over", "雪かきの応援", "snow");
    over.details.schedule.sessions = vec![session(-1, 9, 60)];
    let town = Town::of(&[themed("a", "雪かきの応援", "snow"), themed("b", "玄関前の雪かき", "snow"), themed("c", "絵本の会", "childcare"), over]);
    town.index.apply(vec![put_group(&group("g", "雪かきの応援団"))], &[], "2").unwrap();
    let titles =
        |name: &str| -> Vec<String> { town.index.similar(&id(name), 5, now()).unwrap().iter().map(|h| String::from_utf8(h.view.clone()).unwrap()).collect() };
    assert_eq!(titles("a")[0], "玄関前の雪かき");
    assert!(!titles("a").contains(&"雪かきの応援".to_owned()), "neither itself nor what is over");
    assert!(!titles("a").contains(&"雪かきの応援団".to_owned()), "no groups");
    assert!(titles("unknown").is_empty());
    assert!(town.index.similar(&id("a"), 0, now()).unwrap().is_empty());
}
