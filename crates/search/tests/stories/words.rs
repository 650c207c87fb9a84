use crate::cast::*;
use enmusubi_domain::criteria::Criteria;
use enmusubi_search::{Format, Highlight, Order, Words, suggest_themes};
use std::sync::Arc;

/// Neighbours that fill a town, so that a word is neither rare nor common by accident.
const OTHERS: &[&str] = &["写真の整理", "図書館の本棚", "川の生きもの調べ", "商店街の案内係", "演奏会の受付"];

fn among_others(titles: &[&str]) -> Town {
    Town::titled(&[titles, OTHERS].concat())
}

#[test]
fn any_two_characters_of_a_text_find_it() {
    let title = "真駒内の取り組みﾎﾞﾗﾝﾃｨｱ報告会・第３回";
    let town = among_others(&[title]);
    let plain: Vec<char> = "真駒内の取り組みボランティア報告会".chars().collect();
    for pair in plain.windows(2) {
        let pair: String = pair.iter().collect();
        assert!(town.ask(&pair).contains(&title.to_owned()), "{pair}");
    }
    for part in ["り組みボラ", "会・第3", "ランテ", "組み", "駒内の取"] {
        assert!(town.ask(part).contains(&title.to_owned()), "{part}");
    }
}

#[test]
fn spellings_of_one_word_are_one() {
    let town = among_others(&["障がい者の外出", "寄付のお願い", "子どもの遊び場"]);
    for (question, title) in
        [("障害者", "障がい者の外出"), ("障碍者", "障がい者の外出"), ("寄附", "寄付のお願い"), ("子供", "子どもの遊び場"), ("こども", "子どもの遊び場")]
    {
        assert_eq!(town.ask(question).first().map(String::as_str), Some(title), "{question}");
    }
}

#[test]
fn width_case_and_kana_make_no_difference() {
    let town = among_others(&["ＮＰＯのコンピューター教室"]);
    for question in ["npo", "ＮＰＯ", "ｺﾝﾋﾟｭｰﾀｰ", "コンピュータ", "こんぴゅーたー", "コンピュ−タ−"] {
        assert_eq!(town.ask(question).first().map(String::as_str), Some("ＮＰＯのコンピューター教室"), "{question}");
    }
}

#[test]
fn kana_and_romaji_are_read_as_the_words_of_the_town() {
    let town = among_others(&["避難所の運営訓練", "雪かきの応援"]);
    for (question, title) in [
        ("ひなんじょ", "避難所の運営訓練"),
        ("ヒナンジョ クンレン", "避難所の運営訓練"),
        ("hinanjo kunren", "避難所の運営訓練"),
        ("ﾕｷｶｷ", "雪かきの応援"),
        ("yukikaki", "雪かきの応援"),
    ] {
        assert_eq!(town.ask(question).first().map(String::as_str), Some(title), "{question}");
    }
}

#[test]
fn synonyms_find_but_never_come_before_the_word_itself() {
    let mut exact = listing("a", "冬の手伝い");
    exact.details.description = "玄関の前の雪はねをお願いします。".into();
    let mut synonym = listing("b", "除雪 除雪 除雪");
    synonym.details.summary = "除雪の手伝い".into();
    let town = Town::of(&[exact, synonym, listing("c", "写真の整理")]);
    assert_eq!(town.ask("雪はね"), ["冬の手伝い", "除雪 除雪 除雪"]);
}

#[test]
fn one_way_synonyms_go_one_way() {
    let own = words().with_synonyms("ゆるキャラ => 着ぐるみ", Format::Lines).unwrap();
    let town = Town::with_words(&[listing("a", "着ぐるみの係"), listing("b", "ゆるキャラの写真")], Arc::new(own));
    assert_eq!(town.ask("ゆるキャラ"), ["ゆるキャラの写真", "着ぐるみの係"]);
    assert_eq!(town.ask("着ぐるみ"), ["着ぐるみの係"]);
}

#[test]
fn a_city_adds_groups_and_replaces_them_by_their_first_word() {
    let own = words().with_synonyms("# 私たちの町の言葉\nちょボラ、単発ボランティア\n", Format::Lines).unwrap();
    let more = own.with_synonyms("ちょボラ,すきま活動", Format::Lines).unwrap();
    assert_eq!(own.synonym_groups(), more.synonym_groups(), "the same first word: replaced, not added");
    let town = Town::with_words(&[listing("a", "すきま活動の会"), listing("b", "本の整理")], Arc::new(more));
    assert_eq!(town.ask("ちょボラ")[0], "すきま活動の会");
    assert_eq!(words().with_synonyms("!clear\na,b", Format::Lines).unwrap().synonym_groups(), 1);
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let wrong = words().with_synonyms("a,b\n\nひとりだけ\nc,,d\na,b => c", Format::Lines).unwrap_err();
    assert_eq!(wrong.iter().map(|w| w.line).collect::<Vec<_>>(), [3, 4, 5]);
    assert!(words().with_synonyms("000001,1,0", Format::Sudachi).is_err());
}

#[test]
fn a_general_thesaurus_can_be_imported() {
    let file = "000001,1,0,1,0,0,0,(),曖昧模糊,,\n000001,1,0,2,0,0,0,(),あやふや,,\n000001,1,2,3,0,0,0,(),ぼやけ,,\n\n000002,1,0,1,0,0,0,(),一人,,\n";
    let own = words().with_synonyms(file, Format::Sudachi).unwrap();
    assert_eq!(own.synonym_groups(), words().synonym_groups() + 1, "a lone word is no group");
    let town = Town::with_words(&[listing("a", "あやふやな記憶の記録"), listing("b", "ぼやけ写真の展示")], Arc::new(own));
    assert_eq!(town.ask("曖昧模糊"), ["あやふやな記憶の記録"], "flag 2 keeps a word out");
}

#[test]
fn typing_errors_are_forgiven() {
    let town = among_others(&["プログラミング教室", "養蜂の一日", "volunteer day"]);
    for (question, title) in [
        ("プログミラング", "プログラミング教室"),
        ("プログラミグ", "プログラミング教室"),
        ("養峰", "養蜂の一日"),
        ("volunter", "volunteer day"),
        ("voluntere", "volunteer day"),
    ] {
        assert_eq!(town.ask(question).first().map(String::as_str), Some(title), "{question}");
    }
}

#[test]
fn a_question_is_never_all_or_nothing() {
    let town = among_others(&["雪かきの応援", "本の読み聞かせ"]);
    assert_eq!(town.ask("雪かき ドラゴン 宇宙船")[0], "雪かきの応援");
    let both = town.ask("雪かき 読み聞かせ");
    assert!(both.contains(&"雪かきの応援".to_owned()) && both.contains(&"本の読み聞かせ".to_owned()));
}

#[test]
fn whole_questions_are_understood() {
    let town = among_others(&["絵本の読み聞かせ会", "スマホの相談会", "公園のごみ拾い"]);
    for (question, title) in [
        ("子どもに絵本を読んであげるボランティアを探しています", "絵本の読み聞かせ会"),
        ("母のスマホの使い方を教えてくれるところはありますか？", "スマホの相談会"),
        ("公園のごみを拾いたいのですが", "公園のごみ拾い"),
    ] {
        assert_eq!(town.ask(question)[0], title, "{question}");
    }
}

#[test]
fn whole_words_come_before_pieces_of_words_and_phrases_before_scattered_words() {
    let town = among_others(&["東京都の防災訓練", "京都の観光案内"]);
    assert_eq!(town.ask("京都")[..2], ["京都の観光案内", "東京都の防災訓練"]);
    let town = among_others(&["冬の祭りと雪の話", "雪の祭りと冬の話"]);
    assert_eq!(town.ask("雪の祭り")[0], "雪の祭りと冬の話");
}

#[test]
fn the_title_weighs_more_than_the_description() {
    let mut low = listing("a", "冬の手伝い");
    low.details.description = "灯油を運ぶこともあります。".into();
    let town = Town::of(&[low, listing("b", "灯油を運ぶ"), listing("c", "本の整理")]);
    assert_eq!(town.ask("灯油"), ["灯油を運ぶ", "冬の手伝い"]);
}

#[test]
fn areas_stations_groups_and_facts_count_as_words() {
    let mut east = listing("a", "冬の手伝い");
    east.details.areas = vec!["011037".into()];
    east.details.place.nearest_station = Some("環状通東".into());
    east.details.remote = true;
    let town = Town::of(&[east, listing("b", "本の整理")]);
    for question in ["東区", "環状通東駅", "Higashi-ku", "在宅"] {
        assert_eq!(town.ask(question)[0], "冬の手伝い", "{question}");
    }
    assert_eq!(town.ask("北星").len(), 2, "the group's name");
}

#[test]
fn english_finds_english_and_through_the_dictionary_japanese() {
    let mut both = listing("a", "雪だるま");
    both.details.title_en = Some("Building snowmen with kids".into());
    let town = Town::of(&[both, listing("b", "除雪の応援"), listing("c", "本の整理")]);
    assert_eq!(town.ask("snowman builders or kid")[0], "雪だるま");
    assert!(town.ask("snow").contains(&"除雪の応援".to_owned()));
}

#[test]
fn a_word_that_half_of_the_town_says_weighs_little() {
    let titles: Vec<String> = (0..20).map(|n| format!("なかまの会の{n}番目の集い")).collect();
    let mut titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    titles.push("灯油を運ぶ");
    assert_eq!(Town::titled(&titles).ask("なかまの会 灯油")[0], "灯油を運ぶ");
}

#[test]
fn what_matched_is_marked_and_everything_else_is_escaped() {
    let mut o = listing("a", "<b>ﾎﾞﾗﾝﾃｨｱ</b> & 雪かき");
    o.details.description = "あ".repeat(200) + "ここで雪かきをします。" + &"い".repeat(200);
    let town = Town::of(&[o]);
    let marked = |question: &str| {
        let criteria = Criteria { question: Some(question.into()), ..Default::default() };
        town.find(&criteria, &Order { limit: 1, ..Default::default() }).hits.remove(0).highlight
    };
    let title = |text: &str| Highlight { field: "title", text: text.into() };
    assert_eq!(marked("ボランティア")[0], title("&lt;b&gt;<em>ﾎﾞﾗﾝﾃｨｱ</em>&lt;/b&gt; &amp; 雪かき"));
    let snow = marked("雪かき");
    assert_eq!(snow[0], title("&lt;b&gt;ﾎﾞﾗﾝﾃｨｱ&lt;/b&gt; &amp; <em>雪かき</em>"));
    assert_eq!(snow[1].field, "description");
    assert!(snow[1].text.starts_with('…') && snow[1].text.ends_with('…') && snow[1].text.contains("ここで<em>雪かき</em>を"), "{}", snow[1].text);
    assert!(snow[1].text.chars().count() < 160);
}

#[test]
fn themes_are_suggested_for_listings_that_come_without() {
    let themes = suggest_themes(&words(), &city(), "通学路の雪かきと玄関先の除雪をします");
    assert_eq!(themes.first().map(|(code, _)| code.as_str()), Some("snow"));
    assert!(suggest_themes(&words(), &city(), "！？").is_empty());
}

#[test]
fn the_dictionary_is_known_by_its_hash_and_only_spellings_touch_the_index() {
    let built_in = words();
    assert_eq!(built_in.hash(), Words::built_in().hash());
    let more = built_in.with_synonyms("a,b", Format::Lines).unwrap();
    assert_ne!(built_in.hash(), more.hash());
    assert_eq!(built_in.index_hash(), more.index_hash());
}
