//! The rule for passwords, proved by tables, by sentences and by random texts.

use super::*;
use crate::text::Lang;
use proptest::prelude::*;
use tables::{ACCEPTED, REFUSED};

/// Passwords and what becomes of them.
mod tables;

const NOBODY: About<'static> = About { email: "", name: "" };
const HANAKO: About<'static> = About { email: "hanako.suzuki@yukidaruma.example.jp", name: "鈴木 はなこ" };
const MIKE: About<'static> = About { email: "m1ke-o_brien@pinecone.example", name: "Michael O'Brien" };

fn why(password: &str, about: &About<'_>) -> Option<Why> {
    check("password", password, about).err().map(|invalid| invalid.why)
}

#[test]
fn what_is_tried_first_is_refused() {
    let slipped: Vec<&&str> = REFUSED.iter().filter(|password| why(password, &NOBODY) != Some(Why::TooCommon)).collect();
    let short: Vec<&&str> = slipped.iter().filter(|p| p.chars().count() < MIN).copied().collect();
    assert!(slipped.is_empty(), "{slipped:?}, of which too short {short:?}");
}

#[test]
fn what_nobody_tries_first_is_accepted() {
    let refused: Vec<_> = ACCEPTED.iter().filter_map(|password| why(password, &HANAKO).map(|why| (password, why))).collect();
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn capitals_and_full_width_make_nothing_stronger() {
    let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c };
    for password in REFUSED {
        let (upper, wider) = (password.to_uppercase(), password.chars().map(wide).collect::<String>());
        assert_eq!(why(&upper, &NOBODY), Some(Why::TooCommon), "{upper}");
        assert_eq!(why(&wider, &NOBODY), Some(Why::TooCommon), "{wider}");
    }
}

#[test]
fn what_nobody_sees_makes_nothing_stronger() {
    assert_eq!(why("pass\u{200b}word\u{feff}1234", &NOBODY), Some(Why::TooCommon));
    assert_eq!(why(&"\u{200b}".repeat(12), &NOBODY), Some(Why::TooCommon));
}

#[test]
fn twelve_characters_are_enough_and_eleven_are_not() {
    assert_eq!(why("vmqzxktwpbh", &NOBODY), Some(Why::TooShort { min: 12 }));
    assert_eq!(why("vmqzxktwpbhd", &NOBODY), None);
    assert_eq!(why("雪がとけたら川で会おう", &NOBODY), Some(Why::TooShort { min: 12 }));
    assert_eq!(why("🐻🌸⛄🍜🚲🐟🌽🥔🦀🎿🍺", &NOBODY), Some(Why::TooShort { min: 12 }));
    assert_eq!(why("", &NOBODY), Some(Why::Required));
}

#[test]
fn a_hundred_and_twenty_eight_characters_are_accepted_and_one_more_is_not() {
    let long = |n: usize| "雪がとけたら川べりで会おう、それまで元気でいてください。".chars().cycle().take(n).collect::<String>();
    assert_eq!(why(&long(128), &NOBODY), None);
    assert_eq!(why(&long(129), &NOBODY), Some(Why::TooLong { max: 128 }));
}

#[test]
fn the_longest_password_of_the_largest_characters_fits_into_the_bytes() {
    let emoji = |n: u32| (0..n).filter_map(|i| char::from_u32(0x1f300 + i * 7 % 700)).collect::<String>();
    assert_eq!(emoji(128).len(), BYTES_MAX);
    assert_eq!(why(&emoji(128), &NOBODY), None);
    assert_eq!(why(&emoji(129), &NOBODY), Some(Why::TooLong { max: 128 }));
    assert_eq!(why(&"x".repeat(10_000_000), &NOBODY), Some(Why::TooLong { max: 128 }));
}

#[test]
fn control_characters_are_refused_wherever_they_stand() {
    for control in ['\0', '\n', '\t', '\u{7f}', '\u{85}'] {
        assert_eq!(why(&format!("vmqzxk{control}twpbhd"), &NOBODY), Some(Why::ControlCharacter), "{control:?}");
        assert_eq!(why(&format!("{control}x"), &NOBODY), Some(Why::ControlCharacter), "{control:?}");
    }
}

#[test]
fn spaces_at_the_ends_are_part_of_the_password() {
    assert_eq!(why(" vmqzxktwpb ", &NOBODY), None);
    assert_eq!(why("vmqzxktwpb", &NOBODY), Some(Why::TooShort { min: 12 }));
}

#[test]
fn ones_own_name_and_address_are_refused() {
    for password in [
        "hanakosuzuki",
        "Hanako.Suzuki1985",
        "HANAKO-2026-08",
        "suzuki_hanako!!",
        "ikuzus.okanah",
        "yukidaruma2026",
        "Yukidaruma-xqzk",
        "hanako.suzuki@yukidaruma.example.jp",
        "鈴木はなこ鈴木ハナコ2026",
        "鈴木はなこ1985年4月1日",
        "スズキではなく鈴木はなこ鈴木はなこ",
        "hanakosuzukixqzvk",
    ] {
        assert_eq!(why(password, &HANAKO), Some(Why::TooCommon), "{password}");
    }
    for password in ["m1ke-o_brien-2026", "mike.brien.pinecone", "Michael O'Brien", "PineCone##2026", "mlkeobrien!!1", "mike0brienxqz"] {
        assert_eq!(why(password, &MIKE), Some(Why::TooCommon), "{password}");
    }
}

#[test]
fn somebody_elses_rare_name_is_a_word_like_any_other() {
    assert_eq!(why("Yukidaruma-xqzk", &MIKE), None);
    assert_eq!(why("Yukidaruma-xqzk", &NOBODY), None);
}

#[test]
fn ones_own_name_may_stand_in_a_phrase() {
    assert_eq!(why("Suzuki rides the red bicycle home", &HANAKO), None);
    assert_eq!(why("はなこは毎朝パンを焼いて食べる", &HANAKO), None);
    assert_eq!(why("michael never eats cold porridge", &MIKE), None);
}

#[test]
fn next_to_nothing_known_of_the_person_is_nothing_to_refuse_for() {
    for (email, name) in [("a@b.jp", "李"), ("@", " "), ("x", ""), ("@@@", "・・・"), ("1@2.3", "\u{200b}")] {
        assert_eq!(why("a long and lazy river bends", &About { email, name }), None, "{email} {name}");
    }
}

#[test]
fn sixteen_digits_that_are_no_walk_can_stand_alone_and_fifteen_cannot() {
    assert_eq!(why("8302617493820164", &NOBODY), None);
    assert_eq!(why("830261749382016", &NOBODY), Some(Why::TooCommon));
    assert_eq!(why("password1234567890123456", &NOBODY), Some(Why::TooCommon));
}

#[test]
fn two_listed_words_are_too_few_and_four_are_enough() {
    assert_eq!(why("elephant umbrella", &NOBODY), Some(Why::TooCommon));
    assert_eq!(why("elephant umbrella 42!", &NOBODY), Some(Why::TooCommon));
    assert_eq!(why("elephant umbrella orange tiger", &NOBODY), None);
    assert_eq!(why("elephant umbrella elephant umbrella", &NOBODY), Some(Why::TooCommon));
}

#[test]
fn the_complaint_names_the_field_and_never_repeats_the_password() {
    for password in ["", "short-zzz", "password1234", "control\u{7}control", &"x".repeat(200)] {
        let invalid = check("new_password", password, &NOBODY).unwrap_err();
        assert_eq!(invalid.field, "new_password");
        for said in [invalid.why.sentence(Lang::Ja), invalid.why.sentence(Lang::En), invalid.to_string(), format!("{invalid:?}")] {
            assert!(password.is_empty() || !said.contains(password), "{said}");
        }
    }
}

#[test]
fn the_list_is_sorted_small_and_read_as_it_is_compared() {
    let common = words::common();
    assert!(common.len() >= 10_000, "{}", common.len());
    assert!(common.is_sorted_by(|a, b| a < b));
    let bare = |word: &str| word.chars().count() >= 4 && fold::plain(word) == word && fold::readings(word).contains(&word.to_owned());
    let odd: Vec<_> = common.iter().filter(|word| !bare(word)).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn a_listed_word_stays_weak_with_digits_and_signs_around() {
    let letters = |word: &&&str| word.chars().filter(char::is_ascii_alphabetic).count() >= 4;
    for word in words::common().iter().filter(letters).step_by(7) {
        assert_eq!(why(&format!("4071{word}!?.925"), &NOBODY), Some(Why::TooCommon), "{word}");
    }
}

#[test]
fn words_of_this_place_in_latin_letters_are_long_enough_to_mean_something() {
    let short: Vec<_> = words::local().iter().filter(|w| w.is_ascii() && w.len() < 3).collect();
    assert!(short.is_empty(), "{short:?}");
}

proptest! {
    #[test]
    fn any_text_at_all_gets_an_answer(password in any::<String>(), email in any::<String>(), name in any::<String>()) {
        let _ = check("password", &password, &About { email: &email, name: &name });
    }

    #[test]
    fn any_text_of_the_right_length_gets_an_answer(password in "\\PC{12,128}", name in "\\PC{0,20}") {
        let _ = check("password", &password, &About { email: "a@b.jp", name: &name });
    }

    #[test]
    fn awkward_texts_get_an_answer(password in "[a1!lİßſ０Ａ　ｱァヶー゛札\u{200b}\u{3099}😀-]{12,128}") {
        let _ = check("password", &password, &About { email: &password, name: &password });
    }

    // Of a million of these, none is refused; of twelve characters, seven in a hundred thousand are, for the words that chance makes.
    #[test]
    fn random_letters_and_digits_are_accepted(password in "[a-zA-Z0-9]{24}") {
        prop_assert_eq!(why(&password, &HANAKO), None, "{}", password);
    }
}
