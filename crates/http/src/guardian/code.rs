use crate::problem::{At, Fault, Problem};
use crate::secret::{Secret, SecretError, hash};
use enmusubi_domain::invalid::{Invalid, Why};

/// Digits and letters that nobody takes for one another, in the order of their values (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters: five random bits each, 80 in all, good for a week and for one use.
const LENGTH: usize = 16;
/// Characters of a group.
const GROUP: usize = 4;

/// A code that a child shows a guardian: short enough to be read aloud, and too long to be guessed.
#[derive(Clone)]
pub struct Code(Secret);

impl Code {
    /// Makes a new one.
    pub fn new() -> Result<Self, Problem> {
        let mut random = zeroize::Zeroizing::new([0u8; LENGTH]);
        getrandom::fill(random.as_mut_slice()).map_err(|_| SecretError::NoRandomness)?;
        // 256 is a multiple of 32: every character is as likely as every other.
        Ok(Self(Secret::new(random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())))
    }

    /// Reads one as people type it: in small letters, with blanks or hyphens or without, O for 0, I or L for 1.
    pub fn read(at: &str, text: &Secret) -> Result<Self, Invalid> {
        let malformed = || Invalid::new(at, Why::Malformed("7K2M-Q0XT-4B9D-HWZ3"));
        let mut plain = String::with_capacity(LENGTH);
        for typed in text.reveal().chars().filter(|c| !matches!(c, '-' | ' ')) {
            let meant = match typed.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let known = u8::try_from(meant).is_ok_and(|byte| ALPHABET.contains(&byte));
            if !known || plain.len() == LENGTH {
                return Err(malformed());
            }
            plain.push(meant);
        }
        if plain.len() == LENGTH { Ok(Self(Secret::new(plain))) } else { Err(malformed()) }
    }

    /// What is kept of it.
    pub fn hash(&self) -> [u8; 32] {
        hash(self.0.reveal())
    }

    /// The code in groups, for whoever it was made for.
    pub fn shown(&self) -> String {
        let text = self.0.reveal();
        (0..LENGTH).step_by(GROUP).filter_map(|at| text.get(at..at + GROUP)).collect::<Vec<_>>().join("-")
    }

    /// Used, expired, replaced, made up: nobody is told which.
    pub fn refused() -> Problem {
        let (ja, en) = (
            "使用済み、期限切れ、または正しくないコードです。新しいコードを発行してもらってください。",
            "Used, expired, or not a code of ours. Please ask for a new one.",
        );
        Problem::Wrong(vec![Fault::new(At::Pointer("/code".into()), "invalid_or_expired", ja, en)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn read(text: &str) -> Option<[u8; 32]> {
        Code::read("code", &Secret::new(text.to_owned())).ok().map(|code| code.hash())
    }

    #[test]
    fn a_code_reads_as_people_type_it() {
        let code = Code::new().unwrap();
        let shown = code.shown();
        assert_eq!((shown.len(), shown.matches('-').count()), (19, 3));
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            shown.replace('-', " "),
            format!(" {shown} "),
            shown.replace('0', "o").replace('1', "l"),
        ] {
            assert_eq!(read(&typed), Some(code.hash()), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let shown = Code::new().unwrap().shown();
        for wrong in [
            "",
            "-",
            "0000-0000-0000-000",
            "0000-0000-0000-00000",
            "0000-0000-0000-000U",
            "0000_0000_0000_0000",
            &format!("{shown}\n"),
            "雪",
            &"0".repeat(100_000),
        ] {
            assert_eq!(read(wrong), None, "{}", &wrong[..wrong.len().min(30)]);
        }
        assert_ne!(read("0000-0000-0000-0000"), read("0000-0000-0000-0001"));
    }

    #[test]
    fn no_two_are_alike_and_every_character_comes_up() {
        let made: Vec<String> = (0..2000).map(|_| Code::new().unwrap().shown()).collect();
        assert_eq!(made.iter().collect::<HashSet<_>>().len(), 2000);
        let seen: HashSet<char> = made.iter().flat_map(|text| text.chars()).collect();
        assert_eq!(seen.len(), 33, "32 characters and the hyphen");
    }
}
