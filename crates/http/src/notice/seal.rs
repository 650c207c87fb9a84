use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::notice::Stop;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// Bytes of whose notices, and of which.
const SAID: usize = 16 + 4;
/// Bytes of the seal.
const SEAL: usize = 16;

/// Makes and reads what a letter carries so that one click stops its kind: no login, no end, and nothing is kept of it.
///
/// It says whose notices and which, under a seal that only this service can make.
#[derive(Clone)]
pub struct StopSeal {
    key: [u8; 32],
}

impl std::fmt::Debug for StopSeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StopSeal(…)")
    }
}

impl StopSeal {
    /// A seal with the service's key, the one that cursors have ([`Settings::cursor_key`](crate::Settings)).
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The address that stops these kinds of somebody, at a service.
    pub fn address(&self, public_url: &str, account: AccountId, stop: &Stop) -> String {
        format!("{public_url}/v1/notice-stops/{}", self.token(account, stop))
    }

    /// What stands at the end of the address.
    pub fn token(&self, account: AccountId, stop: &Stop) -> String {
        let mut bytes = account.0.as_bytes().to_vec();
        bytes.extend_from_slice(&stop.bits().to_be_bytes());
        let seal = self.mac(&bytes).finalize().into_bytes();
        bytes.extend_from_slice(&seal[..SEAL]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads one of ours; nothing if it is none.
    pub fn read(&self, token: &str) -> Option<(AccountId, Stop)> {
        // One thing has one address: the letters that no whole byte needs are looked at as well.
        let bytes = URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == SAID + SEAL && URL_SAFE_NO_PAD.encode(bytes) == token)?;
        let (said, seal) = bytes.split_at_checked(SAID)?;
        self.mac(said).verify_truncated_left(seal).ok()?;
        let (account, bits) = said.split_at_checked(16)?;
        Some((AccountId(Uuid::from_slice(account).ok()?), Stop::from_bits(u32::from_be_bytes(bits.try_into().ok()?))?))
    }

    fn mac(&self, said: &[u8]) -> Hmac<Sha256> {
        // The key seals cursors too: neither is ever taken for the other.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a MAC takes keys of any length");
        mac.update(b"enmusubi notice stop 1");
        mac.update(said);
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use enmusubi_domain::notice::NoticeKind;

    #[test]
    fn what_was_made_is_read_and_nothing_else() {
        let seal = StopSeal::new([7; 32]);
        let account = AccountId::new();
        for stop in [Stop::one(NoticeKind::Message).unwrap(), Stop::of(NoticeKind::ALL).unwrap()] {
            let token = seal.token(account, &stop);
            assert!(token.len() == 48 && token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{token}");
            assert_eq!(seal.read(&token), Some((account, stop.clone())));
            assert_eq!(seal.address("https://enmusubi.example.jp", account, &stop), format!("https://enmusubi.example.jp/v1/notice-stops/{token}"));
            assert_eq!(StopSeal::new([8; 32]).read(&token), None);
            for at in 0..48 {
                let mut other = token.clone().into_bytes();
                other[at] = if other[at] == b'A' { b'B' } else { b'A' };
                assert_eq!(seal.read(std::str::from_utf8(&other).unwrap()), None, "{at}");
            }
        }
        let token = seal.token(account, &Stop::one(NoticeKind::Expired).unwrap());
        for other in ["", "AAAA", &token[1..], &format!("{token}A"), &format!("{token}="), &"A".repeat(48), "雪"] {
            assert_eq!(seal.read(other), None, "{other}");
        }
        let cursor = crate::cursor::Seal::new([7; 32]).close(&crate::cursor::Scope::of("/v1/notice-stops"), "aaaaaaaaaaaaaaaaaaaa");
        assert_eq!((cursor.len(), seal.read(&cursor)), (48, None), "a cursor is no stop");
    }
}
