//! How somebody can be reached, in their own words. Nobody sees it but by a [disclosure](crate::disclosure).

use crate::account::NAME_MAX;
use crate::invalid::{Invalid, Why};
use crate::text;

/// Longest telephone number, in characters.
pub const PHONE_MAX: usize = 20;
/// Fewest digits of a telephone number.
pub const PHONE_DIGITS_MIN: usize = 6;
/// Longest name of a relation, in characters.
pub const RELATION_MAX: usize = 40;

/// How somebody can be reached, and what of it they tick to be shown earlier than it must be.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// How the name is read.
    pub name_kana: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// Whether the number is shown from acceptance on; otherwise only around the day itself.
    pub share_phone: bool,
    /// Whether the account's e-mail address is shown from acceptance on; otherwise messages go through the service.
    pub share_email: bool,
    /// Whether a group that is asked learns what the person needs to take part.
    pub share_needs: bool,
    /// Whom to call if something happens.
    pub emergency: Option<Emergency>,
}

/// Whom to call if something happens.
#[derive(Clone, PartialEq, Eq)]
pub struct Emergency {
    /// Their name.
    pub name: String,
    /// Their telephone number.
    pub phone: String,
    /// What they are to the person.
    pub relation: Option<String>,
}

impl std::fmt::Debug for Contact {
    /// Says nothing of how to reach anybody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(…)")
    }
}

impl std::fmt::Debug for Emergency {
    /// Says nothing of how to reach anybody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Emergency(…)")
    }
}

/// What a person has ticked to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ticks {
    /// The telephone number, from acceptance on.
    pub phone: bool,
    /// The e-mail address, from acceptance on.
    pub email: bool,
    /// What they need, to a group that is asked.
    pub needs: bool,
}

impl Contact {
    /// What is ticked. `own` says whether the person is old enough for a tick of theirs to count.
    pub fn ticks(&self, own: bool) -> Ticks {
        Ticks { phone: own && self.share_phone, email: own && self.share_email, needs: own && self.share_needs }
    }
}

/// Reads a telephone number: digits, and what people put between them.
pub fn phone(field: &str, raw: &str) -> Result<String, Invalid> {
    let number = text::line(field, raw, PHONE_MAX)?;
    let fits = number.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
    if fits && number.bytes().filter(u8::is_ascii_digit).count() >= PHONE_DIGITS_MIN {
        Ok(number)
    } else {
        Err(Invalid::new(field, Why::Malformed("090-1234-5678")))
    }
}

/// Reads how a name is read: kana, and what stands between parts of a name.
pub fn kana(field: &str, raw: &str) -> Result<String, Invalid> {
    let line = text::line(field, raw, NAME_MAX)?;
    let is_kana = |c: char| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ');
    let fits = line.chars().all(|c| is_kana(c) || matches!(c, '・' | ' ' | '\u{3000}'));
    if fits && line.chars().any(is_kana) { Ok(line) } else { Err(Invalid::new(field, Why::Malformed("hiragana or katakana"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_digits_and_what_people_put_between_them() {
        for raw in ["090-1234-5678", "+81 (0)90 1234 5678", "011(222)3333", "110110", " 0112223333 "] {
            assert_eq!(phone("phone", raw).unwrap(), raw.trim(), "{raw}");
        }
        for raw in ["11011", "------", "090-1234-567x", "０９０１２３４５６７８", "090_1234_5678", "090\u{3000}1234\u{3000}5678"] {
            assert_eq!(phone("phone", raw).unwrap_err().why, Why::Malformed("090-1234-5678"), "{raw}");
        }
        assert_eq!(phone("phone", " ").unwrap_err().why, Why::Required);
        assert_eq!(phone("phone", "090\u{0}1234").unwrap_err().why, Why::ControlCharacter);
        assert_eq!(phone("phone", &"1".repeat(21)).unwrap_err().why, Why::TooLong { max: 20 });
    }

    #[test]
    fn how_a_name_is_read_is_said_in_kana() {
        for raw in ["きたの ゆき", "キタノ・ユキ", "ジョン　スミス", "ｷﾀﾉ ﾕｷ", "おーの"] {
            assert_eq!(kana("name_kana", raw).unwrap(), raw);
        }
        for raw in ["北野 ゆき", "Kitano", "・", "ゆき1"] {
            assert!(matches!(kana("name_kana", raw).unwrap_err().why, Why::Malformed(_)), "{raw}");
        }
        assert_eq!(kana("name_kana", "").unwrap_err().why, Why::Required);
    }

    #[test]
    fn a_contact_does_not_print_itself() {
        let emergency = Emergency { name: "北野はる".into(), phone: "011-222-3333".into(), relation: Some("母".into()) };
        let contact = Contact { name_kana: Some("ゆき".into()), phone: Some("090-1234-5678".into()), emergency: Some(emergency), ..Contact::default() };
        let printed = format!("{contact:?} {:?}", contact.emergency);
        for said in ["ゆき", "090", "はる", "011", "母"] {
            assert!(!printed.contains(said), "{printed}");
        }
    }

    #[test]
    fn a_tick_counts_only_where_it_is_ones_own_to_make() {
        let contact = Contact { share_phone: true, share_email: true, share_needs: true, ..Contact::default() };
        assert_eq!(contact.ticks(true), Ticks { phone: true, email: true, needs: true });
        assert_eq!(contact.ticks(false), Ticks::default());
    }
}
