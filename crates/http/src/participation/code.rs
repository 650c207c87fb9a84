use crate::secret::readable;
use chrono::NaiveDate;
use chrono_tz::Tz;
use enmusubi_domain::id::ApplicationId;
use enmusubi_domain::schedule::Session;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Characters of a code: 40 bits, good for one day.
pub const CHARACTERS: usize = 8;

/// The code by which somebody is known at the door of a session: made of the application, the civil date and the service's own key, so that nothing is kept
/// anywhere, every node knows it, and tomorrow's is another one.
pub fn code(key: &[u8; 32], application: ApplicationId, session: &Session, tz: Tz) -> String {
    let date: NaiveDate = session.starts_at.with_timezone(&tz).date_naive();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a MAC takes keys of any length");
    mac.update(b"enmusubi check-in 1");
    mac.update(application.0.as_bytes());
    mac.update(date.to_string().as_bytes());
    readable::written(&mac.finalize().into_bytes(), CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};
    use enmusubi_domain::id::SessionId;

    #[test]
    fn a_code_is_for_one_application_one_day_and_one_service() {
        let session = |hours: i64| {
            let starts_at = DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
            Session { id: SessionId::derived(0, "s"), starts_at, ends_at: starts_at + TimeDelta::hours(1), seats: None, seats_taken: 0, cancelled: false }
        };
        let (a, b) = (ApplicationId::derived(0, "a"), ApplicationId::derived(0, "b"));
        let tz = chrono_tz::Asia::Tokyo;
        let mine = code(&[7; 32], a, &session(0), tz);
        assert_eq!(readable::read(&mine, CHARACTERS), Some(mine.clone()));
        assert_eq!(code(&[7; 32], a, &session(14), tz), mine, "the same day in Sapporo");
        assert_ne!(code(&[7; 32], a, &session(15), tz), mine, "the next day there");
        assert_ne!(code(&[7; 32], b, &session(0), tz), mine);
        assert_ne!(code(&[8; 32], a, &session(0), tz), mine);
    }
}
