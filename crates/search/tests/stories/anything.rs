use crate::cast::*;
use enmusubi_domain::criteria::{Criteria, Sort};
use enmusubi_search::{After, Order, suggest_themes};
use enmusubi_search::{Format, Words};
use proptest::prelude::*;
use std::sync::LazyLock;

static WORDS: LazyLock<Words> = LazyLock::new(Words::built_in);
static TOWN: LazyLock<Town> = LazyLock::new(|| {
    let mut odd = listing("odd", "👩‍👩‍👧 ｶﾞ㌔㍿ﷺ \u{feff}ー々〆ヶ");
    odd.details.description = "\u{e000}\u{f0001}\u{f00ff}私用領域\n\n".repeat(50) + &"長".repeat(9_000);
    Town::of(&[odd, listing("a", "雪かきの応援"), listing("b", "volunteer 100 café naïve"), flexible("c", "", &["sun_evening"])])
});

fn survives(question: &str) {
    let criteria = Criteria { question: Some(question.to_owned()), ..Default::default() };
    let found = TOWN.find(&criteria, &Order { limit: 10, ..Default::default() });
    assert!(found.total >= found.hits.len() as u64);
    TOWN.index.suggest(question, 10, now());
    suggest_themes(&WORDS, &city(), question);
}

#[test]
fn strange_questions_get_an_answer() {
    let long = ["雪".repeat(10_000), "ァ".repeat(10_000), "a".repeat(10_000), "か゛".repeat(5_000), "\u{301}".repeat(10_000), "ﷺ".repeat(5_000)];
    for question in long.iter().map(String::as_str).chain([
        "\u{0}",
        "\\ud800",
        "👩‍👩‍👧",
        "\u{200d}\u{200d}",
        "\"AND OR NOT\" title:x^9 (((",
        "*",
        "?~2",
        "/.*/",
        "[a TO z]",
        "％＿'; DROP",
        "ー",
        "ーーーーーー",
        "々々",
        "・・・",
        "\u{f0000}\u{f0001}\u{f00ff}",
        "ab\u{fe0f}cd",
        "1234567890",
        "゛゜",
        "ｶﾞｷﾞｸﾞ",
        "ゟヿ",
        "𠮷野家",
        "العربية",
        "한국어",
        "ไทย",
    ]) {
        survives(question);
    }
}

#[test]
fn a_question_without_a_word_asks_for_everything() {
    for question in ["", "  \u{3000}\t\n", "！？…", "👍"] {
        assert_eq!(TOWN.ask(question).len(), 4, "{question:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..Default::default() })]

    #[test]
    fn any_string_gets_an_answer(question: String) {
        survives(&question);
    }

    #[test]
    fn any_string_of_the_languages_people_type_gets_an_answer(question in "[ぁ-んァ-ヶー一-龠a-zA-Z0-9ａ-ｚｦ-ﾟ 　、。・「」!-/]{0,80}") {
        survives(&question);
    }

    #[test]
    fn any_listing_can_be_indexed_and_highlighted(title in "\\PC{1,60}", body: String) {
        let mut o = listing("x", &title);
        o.details.description = body;
        let town = Town::of(&[o]);
        let criteria = Criteria { question: Some(title.clone()), ..Default::default() };
        let found = town.find(&criteria, &Order { limit: 1, ..Default::default() });
        prop_assert!(found.total <= 1);
        prop_assert_eq!(town.matching(&Criteria::default()).len(), 1);
    }

    #[test]
    fn any_title_in_the_scripts_of_the_town_finds_its_listing(title in "[ぁ-んァ-ヶ一-龠a-zA-Z0-9ａ-ｚｦ-ﾟ]{1,40}") {
        let town = Town::of(&[listing("x", &title)]);
        let criteria = Criteria { question: Some(title.clone()), ..Default::default() };
        prop_assert_eq!(town.find(&criteria, &Order { limit: 1, ..Default::default() }).total, 1);
    }

    #[test]
    fn any_position_is_only_a_position(rank: u64, key: String, sort in 0usize..4) {
        let sort = [Sort::Relevance, Sort::Soonest, Sort::Newest, Sort::Nearest][sort];
        TOWN.find(&Criteria::default(), &Order { sort, limit: 3, after: Some(After { rank, key }), ..Default::default() });
    }

    #[test]
    fn any_file_of_synonyms_is_read_or_refused(file: String) {
        let _read = WORDS.with_synonyms(&file, Format::Lines);
        let _read = WORDS.with_synonyms(&file, Format::Sudachi);
    }
}
