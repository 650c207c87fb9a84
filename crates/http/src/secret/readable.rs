/// Digits and letters that nobody mistakes for one another when they are read aloud or copied by hand (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Writes bytes as so many characters, five bits each, from the first bit on. There must be enough of them.
pub fn written(bytes: &[u8], characters: usize) -> String {
    let bit = |n: usize| bytes.get(n / 8).is_some_and(|byte| byte >> (7 - n % 8) & 1 == 1);
    let character = |c: usize| (c * 5..c * 5 + 5).fold(0, |value, n| value << 1 | usize::from(bit(n)));
    (0..characters).map(|c| char::from(ALPHABET[character(c)])).collect()
}

/// Reads so many characters as people type them: small letters, spaces and hyphens do not matter, and what looks alike is taken for the one that
/// is meant.
pub fn read(text: &str, characters: usize) -> Option<String> {
    let mut read = String::with_capacity(characters);
    for c in text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{3000}')) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if read.len() == characters || !c.is_ascii() || !ALPHABET.iter().any(|known| char::from(*known) == c) {
            return None;
        }
        read.push(c);
    }
    (read.len() == characters).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_however_it_is_typed() {
        let text = written(&[0xff, 0x00, 0xf0, 0x0f, 0x55], 8);
        assert_eq!(text, "ZW0F03TN");
        for typed in ["ZW0F03TN", "zw0f-03tn", " zwof o3tn", "ZWOFO3TN"] {
            assert_eq!(read(typed, 8).as_deref(), Some("ZW0F03TN"), "{typed}");
        }
        assert_eq!(read("1l1i 1I1L", 8).as_deref(), Some("11111111"));
        for foreign in ["", "ZW0F03T", "ZW0F03TNN", "ZW0F03TU", "ZW0F03T!", "ＺW0F03TN", "ZW0F03T雪"] {
            assert_eq!(read(foreign, 8), None, "{foreign}");
        }
    }

    #[test]
    fn every_bit_counts() {
        let bytes = [0u8; 18];
        for n in 0..140 {
            let mut other = bytes;
            other[n / 8] |= 0x80 >> (n % 8);
            assert_ne!(written(&other, 28), written(&bytes, 28), "{n}");
        }
    }
}
