use crate::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of a seal.
const SEAL: usize = 16;
/// Longest position, in bytes.
const POSITION_MAX: usize = 200;

/// Which list a cursor belongs to: the route and every filter.
#[derive(Debug, Clone, Default)]
pub struct Scope(Vec<u8>);

impl Scope {
    /// The list of a route.
    pub fn of(route: &str) -> Self {
        let mut scope = Self::default();
        scope.add(route);
        scope
    }

    /// Adds a filter; lengths go in as well, so that no two lists look alike.
    pub fn add(&mut self, text: &str) {
        self.0.extend_from_slice(&(text.len() as u64).to_be_bytes());
        self.0.extend_from_slice(text.as_bytes());
    }
}

/// Makes opaque cursors that only this service could have made, each good for one list.
pub struct Seal {
    key: [u8; 32],
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Seal {
    /// A seal with a key.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    fn mac(&self, scope: &Scope, position: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a MAC takes keys of any length");
        mac.update(b"enmusubi cursor 1");
        mac.update(&(scope.0.len() as u64).to_be_bytes());
        mac.update(&scope.0);
        mac.update(position.as_bytes());
        mac
    }

    /// The cursor of a position.
    pub fn close(&self, scope: &Scope, position: &str) -> String {
        let tag = self.mac(scope, position).finalize().into_bytes();
        let mut bytes = tag[..SEAL].to_vec();
        bytes.extend_from_slice(position.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position of a cursor that this service made for this list.
    pub fn open<P: std::str::FromStr>(&self, scope: &Scope, cursor: &str) -> Result<P, Problem> {
        if cursor.len() > POSITION_MAX * 2 {
            return Err(Problem::Cursor);
        }
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Problem::Cursor)?;
        let (tag, position) = bytes.split_at_checked(SEAL).ok_or(Problem::Cursor)?;
        let position = std::str::from_utf8(position).map_err(|_| Problem::Cursor)?;
        self.mac(scope, position).verify_truncated_left(tag).map_err(|_| Problem::Cursor)?;
        position.parse().map_err(|_| Problem::Cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_the_list_it_was_made_for_and_no_other() {
        let seal = Seal::new([7; 32]);
        let (mut here, mut there) = (Scope::of("/v1/opportunities"), Scope::of("/v1/opportunities"));
        here.add("theme=snow");
        there.add("theme=snow,culture");
        let cursor = seal.close(&here, "42");
        assert_eq!(seal.open::<u64>(&here, &cursor).unwrap(), 42);
        assert!(seal.open::<u64>(&there, &cursor).is_err());
        assert!(Seal::new([8; 32]).open::<u64>(&here, &cursor).is_err());
        assert!(seal.open::<u64>(&here, "").is_err());
        assert!(seal.open::<u64>(&here, &cursor[1..]).is_err());
    }
}
