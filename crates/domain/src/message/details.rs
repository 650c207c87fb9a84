//! Looks for contact details the way people write them when they are not to: full width, with kanji for digits, with gaps.
//!
//! It keeps honest people from a slip, and tells a determined one that this is watched; it is no proof against somebody who spells out.

use crate::level::words;

words! {
    /// A sort of contact detail.
    Detail {
        /// An e-mail address.
        Mail = "email", "メールアドレス", "an e-mail address";
        /// A telephone number.
        Phone = "phone", "電話番号", "a telephone number";
        /// An address on the web.
        Url = "url", "URL", "a web address";
        /// An account of another service.
        Account = "account", "ほかのサービスのID", "an account of another service";
    }
}

/// Fewest digits in a row, whatever stands between them, that look like a telephone number.
const PHONE_DIGITS: usize = 9;
/// Most signs between two digits of one number.
const GAP: usize = 3;

/// Endings of names on the web that are no words of a sentence.
const ENDINGS: [&str; 26] = [
    "com", "net", "org", "info", "biz", "jp", "io", "ee", "gg", "tv", "cc", "ly", "gl", "app", "dev", "xyz", "edu", "gov", "kr", "cn", "tw", "uk", "de", "fr",
    "ne", "ac",
];
/// Endings that are words of a sentence as well: they count before a slash only.
const ENDINGS_WITH_PATH: [&str; 14] = ["me", "to", "us", "be", "is", "it", "in", "at", "so", "co", "page", "site", "link", "online"];

/// The first sort of contact detail that stands in a text.
pub fn find(text: &str) -> Option<Detail> {
    let signs = folded(text);
    if has_mail(&signs) {
        Some(Detail::Mail)
    } else if has_url(&signs) {
        Some(Detail::Url)
    } else if has_phone(&signs) {
        Some(Detail::Phone)
    } else if has_account(&signs) {
        Some(Detail::Account)
    } else {
        None
    }
}

/// The text in small letters of one width, its digits as digits, its gaps as blanks; signs that nobody sees are left out.
fn folded(text: &str) -> Vec<char> {
    let mut spoken = text.to_lowercase();
    for (said, meant) in [
        ("アットマーク", "@"),
        ("あっとまーく", "@"),
        ("アット", "@"),
        ("あっと", "@"),
        ("(at)", "@"),
        ("[at]", "@"),
        ("（at）", "@"),
        ("（ａｔ）", "@"),
        ("ドット", "."),
        ("どっと", "."),
        ("(dot)", "."),
        ("[dot]", "."),
    ] {
        // 「あっという間」 is a phrase of its own.
        spoken = spoken.replace("あっという", "\u{0}").replace(said, meant).replace('\u{0}', "あっという");
    }
    spoken.chars().filter(|c| !is_unseen(*c)).map(fold).collect()
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}' | '\u{20e3}')
}

fn fold(c: char) -> char {
    if let Some(digit) = digit(c) {
        return digit;
    }
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '‐'..='―' | '−' | 'ー' | 'ｰ' | '─' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// A digit in whatever shape.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '０'..='９' => u32::from(c) - u32::from('０'),
        '①'..='⑨' => u32::from(c) - u32::from('①') + 1,
        '⓪' | '〇' | '零' => 0,
        '❶'..='❾' => u32::from(c) - u32::from('❶') + 1,
        '\u{1d7ce}'..='\u{1d7ff}' => (u32::from(c) - 0x1d7ce) % 10,
        '₀'..='₉' => u32::from(c) - u32::from('₀'),
        _ => ['一', '二', '三', '四', '五', '六', '七', '八', '九'].iter().position(|kanji| *kanji == c).map(|n| n as u32 + 1)?,
    };
    char::from_digit(value, 10)
}

/// Digits with not too much between them. Dates are none: `2026-12-05 10:00` is no number to call.
fn has_phone(signs: &[char]) -> bool {
    let (mut digits, mut gap) = (0, 0);
    let mut at = 0;
    while at < signs.len() {
        let date = date_at(signs, at);
        if date > 0 {
            (digits, gap, at) = (0, 0, at + date);
            continue;
        }
        let c = signs[at];
        if c.is_ascii_digit() {
            (digits, gap) = (digits + 1, 0);
            if digits >= PHONE_DIGITS {
                return true;
            }
        } else if matches!(c, '-' | ' ' | '.' | '(' | ')' | '_' | '・' | 'の' | '+') && gap < GAP {
            gap += 1;
        } else {
            (digits, gap) = (0, 0);
        }
        at += 1;
    }
    false
}

/// How many signs a civil date takes that begins here: four digits, two, two, with the same sign between them, and no digit around.
fn date_at(signs: &[char], at: usize) -> usize {
    let is_digit = |n: usize| signs.get(n).is_some_and(char::is_ascii_digit);
    let run = |from: usize| (from..signs.len()).take_while(|n| is_digit(*n)).count();
    if (at > 0 && is_digit(at - 1)) || run(at) != 4 || !matches!(signs[at..at + 2], ['1', '9'] | ['2', '0']) {
        return 0;
    }
    let Some(joint) = signs.get(at + 4).filter(|c| matches!(c, '-' | '.')) else { return 0 };
    let month = run(at + 5);
    if !(1..=2).contains(&month) || signs.get(at + 5 + month) != Some(joint) {
        return 0;
    }
    let day = run(at + 6 + month);
    let end = at + 6 + month + day;
    let goes_on = signs.get(end) == Some(joint) && is_digit(end + 1);
    if (1..=2).contains(&day) && !goes_on { end - at } else { 0 }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// The text without the blanks around a sign: `yuki @ example . jp` is an address.
fn without_gaps(signs: &[char], around: char) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(signs.len());
    for (n, c) in signs.iter().enumerate() {
        let before = signs[..n].iter().rev().find(|c| **c != ' ');
        let after = signs[n..].iter().find(|c| **c != ' ');
        if *c != ' ' || (before != Some(&around) && after != Some(&around)) {
            out.push(*c);
        }
    }
    out
}

/// Something, an at sign, and a name on the web.
fn has_mail(signs: &[char]) -> bool {
    let close = |signs: &[char], strict: bool| {
        let is_address = |n: &usize| {
            let before = n.checked_sub(1).and_then(|n| signs.get(n)).is_some_and(|c| is_word(*c) || matches!(c, '.' | '+' | '%'));
            let domain: String = signs[n + 1..].iter().take_while(|c| is_word(**c) || **c == '.').collect();
            let domain = domain.trim_end_matches('.');
            before && (if strict { ends_as_a_name(domain, false) } else { domain.split('.').filter(|label| !label.is_empty()).count() > 1 })
        };
        (0..signs.len()).filter(|n| signs[*n] == '@').any(|n| is_address(&n))
    };
    // With blanks around the signs it may be a sentence: the ending has to be one of the web.
    close(signs, false) || close(&without_gaps(&without_gaps(signs, '@'), '.'), true)
}

/// `https://`, `www.`, or a name with an ending of the web.
fn has_url(signs: &[char]) -> bool {
    let text: String = signs.iter().collect();
    if ["http://", "https://", "ttp://", "ttps://", "hxxp", "www."].iter().any(|begin| text.contains(begin)) {
        return true;
    }
    let mut rest = text.as_str();
    while let Some(from) = rest.find(|c: char| is_word(c) || c == '.') {
        let begun = &rest[from..];
        let length = begun.find(|c: char| !(is_word(c) || c == '.')).unwrap_or(begun.len());
        let (name, after) = begun.split_at(length);
        // Names on the web may begin with any letter: 「例え.jp」
        let foreign = name.starts_with('.') && rest[..from].chars().next_back().is_some_and(char::is_alphabetic);
        let name = if foreign { format!("x{name}") } else { name.to_owned() };
        if ends_as_a_name(name.trim_end_matches('.'), after.starts_with('/')) {
            return true;
        }
        rest = after;
    }
    false
}

fn ends_as_a_name(name: &str, with_path: bool) -> bool {
    let Some((before, ending)) = name.rsplit_once('.') else { return false };
    before.ends_with(is_word) && (ENDINGS.contains(&ending) || (with_path && ENDINGS_WITH_PATH.contains(&ending)))
}

/// `LINE ID`, `LINE: yuki`, or `@yuki`.
fn has_account(signs: &[char]) -> bool {
    let letter = |n: Option<&char>| n.is_some_and(char::is_ascii_alphanumeric);
    let after_at = |n: usize| signs[n] == '@' && signs.get(n + 1).is_some_and(char::is_ascii_alphabetic) && letter(signs.get(n + 2));
    if (0..signs.len()).any(after_at) {
        return true;
    }
    ["line", "ライン"].iter().any(|name| {
        let name: Vec<char> = name.chars().collect();
        let begins = |n: usize| signs[n..].starts_with(&name) && !letter(n.checked_sub(1).and_then(|n| signs.get(n)));
        (0..signs.len()).filter(|n| begins(*n)).any(|n| {
            let rest = &signs[n + name.len()..];
            let joint = rest.iter().take_while(|c| matches!(c, ' ' | 'の' | 'は' | ':' | '(' | ')' | '「' | '=' | '-')).count().min(GAP);
            let id = rest[joint..].starts_with(&['i', 'd']) && !rest.get(joint + 2).is_some_and(char::is_ascii_alphabetic);
            let told = rest[..joint].iter().any(|c| matches!(c, ':' | '=')) && letter(rest.get(joint));
            id || told
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contact_details_are_found_however_people_write_them() {
        for (text, found) in [
            ("yuki@example.jp へどうぞ", Detail::Mail),
            ("ＹＵＫＩ＠ＥＸＡＭＰＬＥ．ＪＰ", Detail::Mail),
            ("yuki @ example . com", Detail::Mail),
            ("yuki(at)example(dot)com", Detail::Mail),
            ("ゆきのメールは yuki アットマーク example ドット ne ドット jp です", Detail::Mail),
            ("a.b+c@mail.example.museum", Detail::Mail),
            ("yu\u{200b}ki@exa\u{200b}mple.jp", Detail::Mail),
            ("090-1234-5678", Detail::Phone),
            ("電話０９０１２３４５６７８まで", Detail::Phone),
            ("０９０ー１２３４ー５６７８", Detail::Phone),
            ("(011) 222-3333", Detail::Phone),
            ("+81 90 1234 5678", Detail::Phone),
            ("090.1234.5678", Detail::Phone),
            ("〇九〇の一二三四の五六七八", Detail::Phone),
            ("⓪⑨⓪①②③④⑤⑥⑦⑧", Detail::Phone),
            ("0️⃣9️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣", Detail::Phone),
            ("2026-12-05 の前に 011-222-3333", Detail::Phone),
            ("2011-22-3333-44", Detail::Phone),
            ("https://example.jp/a", Detail::Url),
            ("ｈｔｔｐｓ：／／example", Detail::Url),
            ("ttps://example", Detail::Url),
            ("www.example", Detail::Url),
            ("詳しくは example.com を見て", Detail::Url),
            ("lin.ee/abc", Detail::Url),
            ("t.me/yuki", Detail::Url),
            ("例え.jp", Detail::Url),
            ("LINE ID は yuki_1", Detail::Account),
            ("ラインのＩＤを送ります", Detail::Account),
            ("LINE: yuki", Detail::Account),
            ("インスタは @yuki_snow", Detail::Account),
        ] {
            assert_eq!(find(text), Some(found), "{text}");
        }
    }

    #[test]
    fn what_people_say_about_a_meeting_goes_through() {
        for text in [
            "12月5日（土）9時30分に北24条駅の2番出口で待ち合わせましょう。",
            "2026-12-05 10:00-12:00 と 2026-12-12 10:00-12:00 のどちらでも行けます。",
            "2026.12.5 10:00",
            "12/5 10:00〜12:00、12/12、12/19 も参加できます。",
            "〒001-0024 札幌市北区北24条西6丁目1-1",
            "参加費は1,000円、保険は30,000,000円まで。",
            "Thanks! See you at 10 a.m. on Saturday. I'll bring 2 shovels, e.g. small ones.",
            "Please come.It is fun.Be on time. Co., Ltd. No.5",
            "We stand in line with everyone; online is fine, too. The line is: long.",
            "集合＠北24条、@10時",
            "あっという間でした。どっと疲れました。",
            "アットホームな会です。",
            "一、二、三、四、五、六、七、八、九",
            "1. 手袋\n2. 長靴\n3. 帽子\n4. 水筒\n5. タオル",
            "定員10人、残り3人、年齢は20〜60歳。",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
