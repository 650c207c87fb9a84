use super::view::TokensView;
use crate::account::AccountView;
use crate::context::Context;
use crate::problem::Problem;
use crate::secret::Opaque;
use crate::token::{AccessToken, Ring, Subject, mint};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::account::Account;
use enmusubi_domain::login::Login;
use std::sync::Arc;

/// Makes access tokens for people, within the transaction that gives them the right: if no token can be made, nothing has happened.
pub struct Minter {
    ring: Arc<Ring>,
    issuer: String,
    now: DateTime<Utc>,
    tz: Tz,
}

impl Minter {
    /// The keys in force at this moment.
    pub fn of(context: &Context) -> Self {
        Self { ring: context.ring(), issuer: context.settings().issuer.clone(), now: context.now(), tz: context.tz() }
    }

    /// An access token for a device of somebody.
    pub fn token(&self, account: &Account, login: &Login) -> Result<AccessToken, Problem> {
        let subject = Subject::User { account: account.id, login: login.id, security_version: account.security_version, auth_time: login.created_at };
        mint(&self.ring, &self.issuer, &subject, self.now).map_err(|error| {
            tracing::error!(error = %error, "no token could be made");
            Problem::Internal
        })
    }

    /// What a login brings.
    pub(super) fn view(&self, account: &Account, login: &Login, refresh: &Opaque) -> Result<TokensView, Problem> {
        let token = self.token(account, login)?;
        Ok(TokensView {
            access_token: token.text.reveal().to_owned(),
            token_type: "Bearer",
            expires_in: token.expires_in,
            refresh_token: refresh.reveal().to_owned(),
            account: AccountView::of(account, self.tz),
        })
    }
}
