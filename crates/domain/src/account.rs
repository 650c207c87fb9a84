//! Somebody who signs in: one account per e-mail address, opened once the address has been proved.

use crate::id::AccountId;
use crate::invalid::{Invalid, Why};
use crate::text::{self, Lang};
use chrono::{DateTime, Utc};

/// Longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3).
pub const EMAIL_MAX: usize = 254;
/// Longest name of a person, in characters.
pub const NAME_MAX: usize = 80;

/// An e-mail address as it is compared: lower case. Two accounts never share one.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

impl Email {
    /// Reads an address: something, an at sign, and a domain with a dot. Whether it exists only a letter can tell.
    pub fn parse(field: &str, raw: &str) -> Result<Self, Invalid> {
        const FORM: &str = "name@example.jp";
        let malformed = || Invalid::new(field, Why::Malformed(FORM));
        let text = raw.trim();
        if text.is_empty() {
            return Err(Invalid::new(field, Why::Required));
        }
        if text.len() > EMAIL_MAX {
            return Err(Invalid::new(field, Why::TooLong { max: EMAIL_MAX }));
        }
        let (local, domain) = text.rsplit_once('@').ok_or_else(malformed)?;
        // The atoms of RFC 5322, 3.2.3. Quoted names and names outside of ASCII are accepted by hardly any mail server.
        let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b);
        let local_is_fine = local.len() <= 64 && local.split('.').all(|part| !part.is_empty() && part.bytes().all(atom));
        let label =
            |l: &str| !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !l.starts_with('-') && !l.ends_with('-');
        if !local_is_fine || !domain.contains('.') || !domain.split('.').all(label) {
            return Err(malformed());
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Email {
    /// Addresses are personal: they do not get into logs by way of a debug print.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

/// Reads the name of a person.
pub fn name(field: &str, raw: &str) -> Result<String, Invalid> {
    text::line(field, raw, NAME_MAX)
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Counts its changes.
    pub version: i64,
    /// Where letters reach this person.
    pub email: Email,
    /// What the person wants to be called.
    pub name: String,
    /// The language of letters.
    pub lang: Lang,
    /// Counts what ends every access token at once: another password, another address, "log out everywhere".
    pub security_version: i64,
    /// Since when the account may not be used, if an administrator closed it.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Account {
    /// An account that is opened now.
    pub fn open(id: AccountId, email: Email, name: String, lang: Lang, now: DateTime<Utc>) -> Self {
        Self { id, version: 1, email, name, lang, security_version: 1, disabled_at: None, created_at: now, updated_at: now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_compared_in_lower_case() {
        assert_eq!(Email::parse("email", " Yuki@Example.JP ").unwrap().as_str(), "yuki@example.jp");
        assert_eq!(Email::parse("email", "a.b+c@x-y.example.jp").unwrap().as_str(), "a.b+c@x-y.example.jp");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for raw in [
            "yuki",
            "@example.jp",
            "yuki@",
            "yuki@example",
            "yu ki@example.jp",
            "yuki@exa mple.jp",
            "a@@b.jp",
            ".a@b.jp",
            "a..b@c.jp",
            "a@-b.jp",
            "a@b..jp",
            "雪@example.jp",
            "a@b.jp\nBcc: c@d.jp",
            "<a@b.jp>",
            "a,b@c.jp",
        ] {
            assert_eq!(Email::parse("email", raw).unwrap_err().why, Why::Malformed("name@example.jp"), "{raw}");
        }
        assert_eq!(Email::parse("email", "  ").unwrap_err().why, Why::Required);
        assert!(matches!(Email::parse("email", &format!("{}@b.jp", "a".repeat(300))).unwrap_err().why, Why::TooLong { .. }));
        assert!(Email::parse("email", &format!("{}@b.jp", "a".repeat(65))).is_err());
    }

    #[test]
    fn an_address_does_not_print_itself() {
        assert!(!format!("{:?}", Email::parse("email", "yuki@example.jp").unwrap()).contains("yuki"));
    }
}
