use super::{Secret, SecretError};
use sha2::{Digest, Sha256};

/// Digits and letters, in the order of their values.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Random characters: 62^43 is a little more than 2^256.
const RANDOM: usize = 43;
/// Characters of the checksum: 62^6 is more than 2^32.
const CHECK: usize = 6;
/// Characters of the prefix, with its underscore.
const PREFIX: usize = 4;
/// Bytes below this are spread evenly over the alphabet; the rest is drawn again.
const FAIR: u8 = 248;

/// What an opaque text opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The next access token of a login.
    Refresh,
    /// Public data, with a quota: the key of a front end.
    ApiKey,
    /// Access tokens of a client: the secret of a server.
    ClientSecret,
    /// One step that begins in a letter box: an address proved, a password reset, an invitation taken up.
    Letter,
    /// Somebody's calendar, at an address that programs ask again and again.
    Calendar,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Refresh, Self::ApiKey, Self::ClientSecret, Self::Letter, Self::Calendar];

    /// How its texts begin.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Refresh => "enr_",
            Self::ApiKey => "enk_",
            Self::ClientSecret => "ens_",
            Self::Letter => "enl_",
            Self::Calendar => "enc_",
        }
    }
}

/// An opaque text: `en[rkslc]_[0-9A-Za-z]{49}`, of which 43 characters are random (256 bits) and 6 a checksum.
///
/// The prefix lets scanners of public repositories find lost ones; the checksum lets a mistyped or foreign text be refused before the database
/// is asked.
#[derive(Debug, Clone)]
pub struct Opaque {
    kind: Kind,
    text: Secret,
}

impl Opaque {
    /// Makes a new one.
    pub fn new(kind: Kind) -> Result<Self, SecretError> {
        let mut text = String::with_capacity(PREFIX + RANDOM + CHECK);
        text.push_str(kind.prefix());
        let mut bytes = zeroize::Zeroizing::new([0u8; 64]);
        while text.len() < PREFIX + RANDOM {
            getrandom::fill(bytes.as_mut_slice()).map_err(|_| SecretError::NoRandomness)?;
            let missing = PREFIX + RANDOM - text.len();
            text.extend(bytes.iter().filter(|b| **b < FAIR).take(missing).map(|b| char::from(ALPHABET[usize::from(b % 62)])));
        }
        let check = checksum(text.as_bytes());
        text.extend(check.map(char::from));
        Ok(Self { kind, text: Secret::new(text) })
    }

    /// Reads one of ours of this kind; nothing if it cannot be one.
    pub fn read(kind: Kind, text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let well_formed = bytes.len() == PREFIX + RANDOM + CHECK
            && text.starts_with(kind.prefix())
            && bytes[PREFIX..].iter().all(u8::is_ascii_alphanumeric)
            && checksum(&bytes[..PREFIX + RANDOM]) == bytes[PREFIX + RANDOM..];
        well_formed.then(|| Self { kind, text: Secret::new(text.to_owned()) })
    }

    /// Reads one of ours of any kind.
    pub fn read_any(text: &str) -> Option<Self> {
        Kind::ALL.into_iter().find_map(|kind| Self::read(kind, text))
    }

    /// What it opens.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What is kept of it.
    pub fn hash(&self) -> [u8; 32] {
        hash(self.reveal())
    }

    /// Its last four characters, by which people tell two apart. They belong to the checksum: 24 bits of 256 are given away.
    pub fn hint(&self) -> &str {
        let text = self.reveal();
        &text[text.len() - 4..]
    }

    /// The text, for whoever it was made for.
    pub fn reveal(&self) -> &str {
        self.text.reveal()
    }
}

/// SHA-256 of a text.
pub fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// The CRC-32 (of IEEE 802.3) in base 62, most significant digit first.
fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let mut rest = crc32(bytes);
    let mut digits = [ALPHABET[0]; CHECK];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(rest % 62) as usize];
        rest /= 62;
    }
    digits
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & 0u32.wrapping_sub(crc & 1))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_new_text_reads_as_its_kind_and_no_other() {
        for kind in Kind::ALL {
            let made = Opaque::new(kind).unwrap();
            let text = made.reveal();
            assert_eq!(text.len(), 53);
            assert_eq!(&text[..4], kind.prefix());
            assert_eq!(Opaque::read_any(text).unwrap().kind(), kind);
            assert_eq!(Opaque::read(kind, text).unwrap().hash(), made.hash());
            assert_eq!(made.hint(), &text[49..]);
            for other in Kind::ALL.into_iter().filter(|k| *k != kind) {
                assert!(Opaque::read(other, text).is_none());
                assert!(Opaque::read(other, &text.replacen(kind.prefix(), other.prefix(), 1)).is_none(), "the checksum covers the prefix");
            }
        }
    }

    #[test]
    fn every_mistyped_character_and_every_two_exchanged_ones_are_noticed() {
        let made = Opaque::new(Kind::ApiKey).unwrap();
        for at in 0..53 {
            for wrong in ALPHABET.iter().chain(b"-_ .\n") {
                let mut bytes = made.reveal().as_bytes().to_vec();
                let right = std::mem::replace(&mut bytes[at], *wrong);
                assert!(right == *wrong || Opaque::read_any(std::str::from_utf8(&bytes).unwrap()).is_none(), "{at}");
            }
            for other in at + 1..53 {
                let mut bytes = made.reveal().as_bytes().to_vec();
                bytes.swap(at, other);
                assert!(bytes == made.reveal().as_bytes() || Opaque::read_any(std::str::from_utf8(&bytes).unwrap()).is_none(), "{at} {other}");
            }
        }
    }

    #[test]
    fn foreign_texts_are_refused() {
        let text = Opaque::new(Kind::Refresh).unwrap().reveal().to_owned();
        let foreign = [
            String::new(),
            "enr_".into(),
            format!("{text}0"),
            format!(" {text}"),
            format!("{text}\n"),
            text[..52].to_owned(),
            text.to_uppercase(),
            format!("enr_{}", "雪".repeat(49)),
            format!("enr_{}", "0".repeat(49)),
            "x".repeat(1_000_000),
        ];
        for foreign in foreign {
            assert!(Opaque::read_any(&foreign).is_none());
        }
    }

    #[test]
    fn the_checksum_is_the_usual_crc32() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(&checksum(b"123456789"), b"3jZRME");
    }

    #[test]
    fn no_two_are_alike_and_every_character_comes_up() {
        let made: Vec<_> = (0..2000).map(|_| Opaque::new(Kind::Letter).unwrap()).collect();
        assert_eq!(made.iter().map(Opaque::hash).collect::<HashSet<_>>().len(), 2000);
        let mut seen = [0u32; 62];
        for made in &made {
            made.reveal().bytes().skip(PREFIX).take(RANDOM).for_each(|b| seen[ALPHABET.iter().position(|a| *a == b).unwrap()] += 1);
        }
        // 86,000 characters, 1,387 of each on average with a spread of 37: six spreads are never left by chance.
        assert!(seen.iter().all(|n| (1160..1615).contains(n)), "{seen:?}");
    }

    #[test]
    fn it_does_not_print_itself() {
        let made = Opaque::new(Kind::ClientSecret).unwrap();
        assert!(!format!("{made:?}").contains(&made.reveal()[4..]));
    }
}
