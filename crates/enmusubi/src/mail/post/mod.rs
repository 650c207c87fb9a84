//! How letters leave the house: to a mail server, or into the outbox.

use super::letter::Written;
use chrono::{DateTime, Utc};
use enmusubi_domain::account::Email;
use enmusubi_domain::text::Lang;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Body, Mailbox, Message};
use lettre::transport::smtp;
use lettre::{Address, SmtpTransport, Transport};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// How long a mail server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whom letters come from: an address, perhaps with a name before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl FromStr for Sender {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "write it like no-reply@example.jp, or Enmusubi <no-reply@example.jp>".into())
    }
}

/// Why a letter did not leave. Never says to whom it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// It may go well later.
    #[error("{0}")]
    Later(String),
    /// This letter will never arrive.
    #[error("{0}")]
    Never(String),
}

/// The way out.
pub struct Post {
    from: Mailbox,
    way: Way,
}

enum Way {
    Outbox(PathBuf),
    Server(SmtpTransport),
}

impl std::fmt::Debug for Post {
    /// A server's address holds a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.way {
            Way::Outbox(_) => "Post(outbox)",
            Way::Server(_) => "Post(server)",
        })
    }
}

impl Post {
    /// Letters go into a directory, one `.eml` file each; it is made if it is not there, for its owner only.
    pub fn outbox(dir: &Path, from: &Sender) -> Result<Self, String> {
        crate::private::directory(dir).map_err(|e| format!("the outbox {} cannot be used: {e}", dir.display()))?;
        Ok(Self { from: from.0.clone(), way: Way::Outbox(dir.to_owned()) })
    }

    /// Letters go to a mail server: `smtps://user:password@host:465`, or `smtp://…?tls=required` for STARTTLS.
    pub fn server(url: &str, from: &Sender) -> Result<Self, String> {
        if sends_its_password_in_the_clear(url) {
            return Err("--smtp-url: the password would travel in the clear: write smtps://…, or add ?tls=required".into());
        }
        // What was written is not repeated: there is a password in it.
        let builder = SmtpTransport::from_url(url).map_err(|e| {
            let why = if e.is_tls() { "the system's certificates cannot be read" } else { "it cannot be read" };
            format!("--smtp-url: {why}: write it like smtps://user:password@host:465, special characters as %XX")
        })?;
        Ok(Self { from: from.0.clone(), way: Way::Server(builder.timeout(Some(PATIENCE)).build()) })
    }

    /// Sends a letter. The same `id` gives the same Message-ID: whoever gets it twice can tell.
    pub fn send(&self, id: Uuid, to: &Email, letter: &Written, now: DateTime<Utc>) -> Result<(), PostError> {
        let message = self.message(id, to, letter, now)?;
        match &self.way {
            Way::Outbox(dir) => put(dir, id, &message.formatted())
                .map_err(|e| PostError::Later(format!("the outbox cannot be written ({}): check the disk and its permissions", e.kind()))),
            Way::Server(server) => server.send(&message).map(drop).map_err(|e| refusal(&e)),
        }
    }

    fn message(&self, id: Uuid, to: &Email, letter: &Written, now: DateTime<Utc>) -> Result<Message, PostError> {
        let to: Address = to.as_str().parse().map_err(|_| PostError::Never("the address cannot be written to".into()))?;
        let builder = Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .date(SystemTime::from(now))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .header(AutoSubmitted)
            .header(ContentLanguage(letter.lang))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN);
        let builder = match &letter.stop {
            Some(address) => builder.header(ListUnsubscribe(address.clone())).header(ListUnsubscribePost),
            None => builder,
        };
        builder.body(self.body(&letter.body)).map_err(|_| PostError::Never("the letter cannot be put together".into()))
    }

    /// What lies in the outbox is read as it is, so its text stands there as it is; a server gets what every server takes.
    fn body(&self, text: &str) -> Body {
        // RFC 5322, 2.1.1, and RFC 2045, 2.8.
        let is_plain = text.lines().all(|line| line.len() <= 998) && !text.contains(['\r', '\0']);
        match self.way {
            Way::Outbox(_) if is_plain => Body::dangerous_pre_encoded(text.replace('\n', "\r\n").into_bytes(), ContentTransferEncoding::EightBit),
            Way::Outbox(_) | Way::Server(_) => Body::new(text.to_owned()),
        }
    }
}

/// A whole file or none, for its owner only. A letter that is sent twice stands there once.
fn put(dir: &Path, id: Uuid, message: &[u8]) -> std::io::Result<()> {
    crate::private::write(&dir.join(format!("{id}.eml")), message)
}

/// A server's answer may repeat the address: only its code is told.
fn refusal(error: &smtp::Error) -> PostError {
    match error.status().map(|code| code.to_string()) {
        // No such mailbox: it will not be there tomorrow either.
        Some(code) if matches!(code.as_str(), "550" | "551" | "553") => PostError::Never(format!("the mail server knows no such mailbox ({code})")),
        Some(code) if code == "535" => PostError::Later("the mail server does not accept our user and password (535)".into()),
        Some(code) => PostError::Later(format!("the mail server refused ({code})")),
        None if error.is_timeout() => PostError::Later("the mail server did not answer in time".into()),
        None if error.is_tls() => PostError::Later("no encrypted connection to the mail server is possible: check its certificate".into()),
        None if error.is_response() => PostError::Later("the mail server's answer cannot be understood".into()),
        None => PostError::Later("the mail server cannot be reached".into()),
    }
}

fn sends_its_password_in_the_clear(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("smtp://") else { return false };
    let Some((_, host)) = rest.rsplit_once('@') else { return false };
    let is_here = ["localhost", "127.0.0.1", "[::1]"].iter().any(|h| host.strip_prefix(h).is_some_and(|r| r.is_empty() || r.starts_with([':', '/', '?'])));
    !is_here && !host.ends_with("tls=required")
}

/// Says that no person wrote this: nobody's holiday notice answers it (RFC 3834, 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}

/// The language of the letter.
#[derive(Clone)]
struct ContentLanguage(Lang);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(if text == "en" { Lang::En } else { Lang::Ja }))
    }

    fn display(&self) -> HeaderValue {
        let code = match self.0 {
            Lang::Ja => "ja",
            Lang::En => "en",
        };
        HeaderValue::new(Self::name(), code.into())
    }
}

/// Where letters of this sort are stopped (RFC 2369, 3.2).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.trim_matches(['<', '>']).into()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

/// One click is enough: a mail program may do it for its reader (RFC 8058).
#[derive(Clone)]
struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".into())
    }
}

#[cfg(test)]
mod tests;
