//! A letter, and the page it may lead to.

use super::link::Link;
use super::words;
use enmusubi_domain::access::RoleKind;
use enmusubi_domain::text::Lang;

/// Longest name that is repeated in a letter, in characters.
const NAME_MAX: usize = 60;

/// A letter, with everything that stands in it.
#[derive(Clone)]
pub enum Letter {
    /// Somebody asked for an account with this address.
    VerifyAccount {
        /// Proves the address.
        token: String,
    },
    /// Somebody asked for an account with an address that has one.
    AlreadyRegistered,
    /// Somebody wants to choose another password.
    ResetPassword {
        /// Allows it.
        token: String,
    },
    /// To the new address of an account.
    ConfirmEmail {
        /// Proves the address.
        token: String,
    },
    /// To the old address of an account.
    EmailChanged,
    /// Somebody is invited into a group.
    Invitation {
        /// Accepts it.
        token: String,
        /// The group's name.
        group: String,
        /// As what.
        role: RoleKind,
        /// The name of the person who invites, if they still have an account.
        by: Option<String>,
    },
    /// A refresh token was used twice, and the device was logged out.
    LoginReuse,
    /// The password was changed.
    PasswordChanged,
}

impl std::fmt::Debug for Letter {
    /// Tokens and names do not get into logs by way of a debug print.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Letter({})", self.code())
    }
}

/// A letter as it is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// Its subject.
    pub subject: String,
    /// Its text, with `\n` between lines.
    pub body: String,
    /// Its language.
    pub lang: Lang,
    /// Where one click stops letters of its sort, if they can be stopped.
    pub stop: Option<String>,
}

/// What a letter says.
pub(super) struct Words {
    /// In the subject, after the name of the service.
    pub subject: &'static str,
    /// What happened.
    pub news: String,
    /// What to do: before a link, or before a code that is entered somewhere.
    pub act: Option<Act>,
    /// What to do if it was somebody else.
    pub not_you: &'static str,
}

/// The sentence before a link, and the one before a code.
pub(super) struct Act {
    pub open: &'static str,
    pub enter: &'static str,
}

impl Letter {
    /// Its code, which is also the purpose of its token.
    pub fn code(&self) -> &'static str {
        match self {
            Self::VerifyAccount { .. } => "verify_account",
            Self::AlreadyRegistered => "already_registered",
            Self::ResetPassword { .. } => "reset_password",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::EmailChanged => "email_changed",
            Self::Invitation { .. } => "invitation",
            Self::LoginReuse => "login_reuse",
            Self::PasswordChanged => "password_changed",
        }
    }

    fn token(&self) -> Option<&str> {
        match self {
            Self::VerifyAccount { token } | Self::ResetPassword { token } | Self::ConfirmEmail { token } | Self::Invitation { token, .. } => Some(token),
            Self::AlreadyRegistered | Self::EmailChanged | Self::LoginReuse | Self::PasswordChanged => None,
        }
    }

    /// Puts it into words. The token stands in it once: in the link if there is one, otherwise by itself.
    pub fn written(&self, lang: Lang, link: Option<&Link>) -> Written {
        let words = match lang {
            Lang::Ja => words::japanese(self),
            Lang::En => words::english(self),
        };
        let (title, greeting, close) = words::frame(lang);
        let mut parts = vec![greeting.to_owned(), words.news];
        if let (Some(act), Some(token)) = (words.act, self.token()) {
            match link {
                Some(link) => parts.extend([act.open.to_owned(), format!("    {}", link.to(self.code(), token))]),
                None => parts.extend([act.enter.to_owned(), format!("    {token}")]),
            }
        }
        parts.extend([words.not_you.to_owned(), close.to_owned()]);
        Written { subject: format!("{title} {}", words.subject), body: parts.join("\n\n") + "\n", lang, stop: None }
    }
}

/// A name that somebody chose, as a stranger's letter box may show it: on one line, not too long, and nothing that a mail
/// program would make a link of. Nothing if nothing is left.
pub(super) fn shown(name: &str) -> Option<String> {
    let is_fine = |c: &char| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let line: String = name.chars().filter(is_fine).collect();
    let line = line.trim();
    if line.is_empty() || leads_somewhere(line) {
        return None;
    }
    Some(if line.chars().count() > NAME_MAX { line.chars().take(NAME_MAX - 1).chain(['…']).collect() } else { line.to_owned() })
}

/// Whether there is an address in it, or what may be taken for one: `://`, `@`, `example.jp`. Wide letters and dots count as narrow ones.
fn leads_somewhere(line: &str) -> bool {
    let narrow = |c: char| match c {
        '。' | '｡' => '.',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let chars: Vec<char> = line.chars().map(narrow).collect();
    let is_domain = |w: &[char]| matches!(w, [a, '.', b, c] if (a.is_alphanumeric() || *a == '-') && b.is_ascii_alphabetic() && c.is_ascii_alphabetic());
    chars.contains(&'@') || chars.windows(3).any(|w| w == [':', '/', '/']) || chars.windows(4).any(is_domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "enl_token0123456789";

    fn every() -> Vec<Letter> {
        let token = || TOKEN.to_owned();
        vec![
            Letter::VerifyAccount { token: token() },
            Letter::AlreadyRegistered,
            Letter::ResetPassword { token: token() },
            Letter::ConfirmEmail { token: token() },
            Letter::EmailChanged,
            Letter::Invitation { token: token(), group: "雪かき隊".into(), role: RoleKind::Manager, by: Some("藤野みどり".into()) },
            Letter::Invitation { token: token(), group: String::new(), role: RoleKind::Helper, by: None },
            Letter::LoginReuse,
            Letter::PasswordChanged,
        ]
    }

    #[test]
    fn every_letter_says_its_token_once_and_leaves_nothing_unfilled() {
        let link: Link = "https://www.example.jp/go/{purpose}#{token}".parse().unwrap();
        for letter in every() {
            for lang in [Lang::Ja, Lang::En] {
                for link in [None, Some(&link)] {
                    let Written { subject, body, .. } = letter.written(lang, link);
                    let whole = format!("{subject}\n{body}");
                    assert_eq!(whole.matches(TOKEN).count(), usize::from(letter.token().is_some()), "{whole}");
                    assert_eq!(whole.contains("https://"), link.is_some() && letter.token().is_some(), "{whole}");
                    assert!(!whole.contains(['{', '}']) && !whole.contains("「」") && !whole.contains("\"\""), "{whole}");
                    assert!(!subject.contains('\n') && body.ends_with('\n') && body.chars().count() < 600 * (1 + usize::from(lang == Lang::En)), "{whole}");
                }
            }
        }
    }

    #[test]
    fn every_letter_speaks_the_language_of_its_reader() {
        let is_japanese = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
        for letter in every() {
            assert!(letter.written(Lang::Ja, None).subject.chars().any(is_japanese));
            let english = letter.written(Lang::En, None);
            let own = |text: &str| text.replace("雪かき隊", "").replace("藤野みどり", "").replace("地域の縁結び", "");
            assert!(!own(&english.subject).chars().chain(own(&english.body).chars()).any(is_japanese), "{}", english.body);
        }
    }

    #[test]
    fn an_invitation_names_the_group_the_role_and_who_asks() {
        let letter = Letter::Invitation { token: TOKEN.into(), group: "雪かき隊".into(), role: RoleKind::Manager, by: Some("藤野みどり".into()) };
        let body = letter.written(Lang::Ja, None).body;
        assert!(body.contains("「雪かき隊」") && body.contains("団体の担当者") && body.contains("藤野みどりさん"), "{body}");
    }

    #[test]
    fn a_strangers_letter_box_gets_no_links_and_no_tricks_with_names() {
        for bad in [
            "",
            " \n\u{202e}",
            "賞金は http://evil.example へ",
            "WWW.evil.example",
            "賞金は evil.example へ",
            "evil.\u{200b}example",
            "evil-.jp/a",
            "詐欺.jp",
            "ｅｖｉｌ．ｊｐ",
            "evil。jp",
            "a@localhost",
            "yuki＠example",
        ] {
            assert_eq!(shown(bad), None, "{bad}");
        }
        for good in ["第1.5歩の会", "No. 5 Club", "雪。の会", "St. Mary's", "A.B.C. の会"] {
            assert_eq!(shown(good).as_deref(), Some(good));
        }
        assert_eq!(shown("雪\r\nかき\u{202e}隊").unwrap(), "雪かき隊");
        assert_eq!(shown(&"長".repeat(200)).unwrap().chars().count(), NAME_MAX);
    }

    #[test]
    fn a_letter_does_not_print_its_token() {
        assert_eq!(format!("{:?}", Letter::ResetPassword { token: TOKEN.into() }), "Letter(reset_password)");
    }
}
