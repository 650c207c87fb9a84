use crate::secret::{SecretError, hash, readable};
use enmusubi_domain::certificate::plain_name;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Characters of a code, of five bits each: 140 bits, which nobody guesses.
const CHARACTERS: usize = 28;
/// Characters of a group, as people read them out.
const GROUP: usize = 4;
/// Random bytes it takes.
const BYTES: usize = 18;

/// The code of a certificate: whoever has it can check the certificate, and nobody else can. It is kept nowhere, only its hash.
pub struct Code(Zeroizing<String>);

impl Code {
    /// Makes a new one.
    pub fn new() -> Result<Self, SecretError> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| SecretError::NoRandomness)?;
        Ok(Self(Zeroizing::new(readable::written(bytes.as_slice(), CHARACTERS))))
    }

    /// Reads one as people type it; nothing if it cannot be one.
    pub fn read(typed: &str) -> Option<Self> {
        readable::read(typed, CHARACTERS).map(|text| Self(Zeroizing::new(text)))
    }

    /// What is kept of it.
    pub fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }

    /// In groups, as it is shown.
    pub fn reveal(&self) -> String {
        let characters: Vec<char> = self.0.chars().collect();
        characters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    /// What is kept of the holder's name. It is made with the code, so that nobody who has the database alone can try names.
    pub fn holder(&self, name: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("a MAC takes keys of any length");
        mac.update(b"enmusubi holder 1");
        mac.update(plain_name(name).as_bytes());
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_shown_and_as_it_is_typed() {
        let code = Code::new().unwrap();
        let shown = code.reveal();
        assert_eq!((shown.len(), shown.matches('-').count()), (34, 6));
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), shown.replace('-', "")] {
            assert_eq!(Code::read(&typed).unwrap().hash(), code.hash());
        }
        assert!(Code::read(&shown[1..]).is_none() && Code::read("").is_none());
        assert_ne!(Code::new().unwrap().hash(), code.hash());
    }

    #[test]
    fn a_name_is_known_by_its_code_only() {
        let (one, two) = (Code::new().unwrap(), Code::new().unwrap());
        assert_eq!(one.holder("山田　花子"), one.holder("山田花子"));
        assert_ne!(one.holder("山田花子"), two.holder("山田花子"));
        assert_ne!(one.holder("山田花子"), one.holder("山田華子"));
    }
}
