use crate::mail::{Link, Post, Sender};
use crate::node::Office;
use chrono_tz::Tz;
use clap::Args;
use enmusubi_domain::application::Rules;
use enmusubi_http::StopSeal;
use std::path::Path;

/// How letters look and how they leave.
#[derive(Clone, Args)]
pub struct Mail {
    /// Mail server for letters: smtps://user:password@host:465, or smtp://…?tls=required [default: files in <data-dir>/outbox]
    #[arg(long, env = "ENMUSUBI_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Whom letters come from: an address, perhaps with a name before it
    #[arg(long, env = "ENMUSUBI_MAIL_FROM", default_value = "enmusubi@localhost", value_name = "ADDRESS")]
    pub mail_from: Sender,

    /// Page of a front end where the code of a letter is entered, such as https://www.example.jp/enmusubi/{purpose}#{token}
    #[arg(long, env = "ENMUSUBI_LETTER_LINK", value_name = "URL")]
    pub letter_link: Option<Link>,
}

impl std::fmt::Debug for Mail {
    /// A server's address holds a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let way = if self.smtp_url.is_some() { "server" } else { "outbox" };
        f.debug_struct("Mail").field("way", &way).field("letter_link", &self.letter_link).finish_non_exhaustive()
    }
}

impl Mail {
    /// The office the settings describe, of a service that is known under an address, with the key that seals what stops letters, in a zone
    /// and under the rules of taking part.
    pub fn office(&self, data: &Path, public_url: String, stops: StopSeal, tz: Tz, rules: Rules) -> Result<Office, String> {
        let post = match &self.smtp_url {
            Some(url) => Post::server(url, &self.mail_from)?,
            None => Post::outbox(&data.join("outbox"), &self.mail_from)?,
        };
        Ok(Office { post, link: self.letter_link.clone(), public_url, stops, tz, rules })
    }
}
