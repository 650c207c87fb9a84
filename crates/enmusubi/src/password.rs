//! Passwords that nobody chose: shown once, to whoever runs the program.

use enmusubi_domain::password::{About, check};

/// Small letters and digits that are hard to mistake for one another.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Twenty characters in four groups: 100 random bits.
pub fn generated(about: &About<'_>) -> Result<String, String> {
    loop {
        let mut bytes = [0u8; 20];
        getrandom::fill(&mut bytes).map_err(|_| "the operating system gave no random bytes".to_owned())?;
        let letters: Vec<char> = bytes.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect();
        let password = letters.chunks(5).map(String::from_iter).collect::<Vec<_>>().join("-");
        // One in very many may be a walk over the keyboard.
        if check("password", &password, about).is_ok() {
            return Ok(password);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_password_may_be_used_and_no_two_are_alike() {
        let about = About { email: "admin@example.jp", name: "管理者" };
        let (a, b) = (generated(&about).unwrap(), generated(&about).unwrap());
        assert!(a != b && a.len() == 23);
        assert!(ALPHABET.iter().collect::<std::collections::BTreeSet<_>>().len() == 32);
        check("password", &a, &about).unwrap();
    }
}
