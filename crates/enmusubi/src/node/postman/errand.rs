use crate::mail::Letter;
use chrono::{DateTime, TimeDelta, Utc};
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::id::{AccountId, InvitationId};
use enmusubi_domain::text::Lang;
use enmusubi_http::secret::Opaque;
use enmusubi_persistence::{Purpose, StoreError, Tx};
use serde_json::Value;
use uuid::Uuid;

/// Which letter to whom, as a job says it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Errand {
    Verify { registration: Uuid },
    AlreadyRegistered { account: AccountId },
    Reset { whose: Whose },
    ConfirmEmail { account: AccountId, security_version: i64, email: Email },
    EmailChanged { account: AccountId, email: Email },
    Invite { invitation: InvitationId, lang: Option<Lang> },
    LoginReuse { account: AccountId },
    PasswordChanged { account: AccountId },
}

/// An account, or an address that may have one: whoever asks for a reset is answered before anybody has looked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Whose {
    Account(AccountId),
    Address(Email),
}

/// A letter that is ready to be sent.
pub(super) struct Prepared {
    pub to: Email,
    pub lang: Lang,
    pub letter: Letter,
}

impl Errand {
    /// Reads the payload of a job.
    pub fn read(payload: &Value) -> Option<Self> {
        let id = |name: &str| payload[name].as_str().and_then(|text| Uuid::try_parse(text).ok());
        let account = || id("account").map(AccountId);
        let email = || payload["email"].as_str().and_then(|text| Email::parse("email", text).ok());
        let lang = payload["lang"].as_str().and_then(|code| match code {
            "ja" => Some(Lang::Ja),
            "en" => Some(Lang::En),
            _ => None,
        });
        Some(match payload["letter"].as_str()? {
            "verify_account" => Self::Verify { registration: id("registration")? },
            "already_registered" => Self::AlreadyRegistered { account: account()? },
            "reset_password" => Self::Reset { whose: account().map(Whose::Account).or_else(|| email().map(Whose::Address))? },
            "confirm_email" => Self::ConfirmEmail { account: account()?, security_version: payload["security_version"].as_i64()?, email: email()? },
            "email_changed" => Self::EmailChanged { account: account()?, email: email()? },
            "invitation" => Self::Invite { invitation: InvitationId(id("invitation")?), lang },
            "login_reuse" => Self::LoginReuse { account: account()? },
            "password_changed" => Self::PasswordChanged { account: account()? },
            _ => return None,
        })
    }

    /// Looks up who gets the letter and what it says, and keeps the hash of its token. Nothing if there is nobody to write to any more.
    pub fn prepare(&self, tx: &mut Tx<'_>, token: &Opaque) -> Result<Option<Prepared>, StoreError> {
        let token_text = || token.reveal().to_owned();
        match self {
            Self::Verify { registration } => verify(tx, *registration, token),
            Self::AlreadyRegistered { account } => Ok(tx.account(*account)?.map(|a| to(a, Letter::AlreadyRegistered))),
            Self::Reset { whose } => {
                let account = match whose {
                    Whose::Account(id) => tx.account(*id)?,
                    Whose::Address(email) => tx.account_by_email(email)?,
                };
                let Some(account) = account.filter(|a| a.disabled_at.is_none()) else { return Ok(None) };
                tx.void_letters(account.id, Purpose::ResetPassword)?;
                keep(tx, token, Purpose::ResetPassword, TimeDelta::minutes(30), |l| l.account = Some(account.id))?;
                Ok(Some(to(account, Letter::ResetPassword { token: token_text() })))
            }
            Self::ConfirmEmail { account, security_version, email } => {
                // Whoever changed the password since did not mean that somebody else's wish for another address should stand.
                let still = |a: &Account| a.disabled_at.is_none() && a.security_version == *security_version;
                let Some(account) = tx.account(*account)?.filter(still) else { return Ok(None) };
                if let Some(other) = tx.account_by_email(email)? {
                    return Ok((other.id != account.id).then(|| to(other, Letter::AlreadyRegistered)));
                }
                // Of several addresses the last one counts.
                tx.void_letters(account.id, Purpose::ConfirmEmail)?;
                keep(tx, token, Purpose::ConfirmEmail, TimeDelta::hours(24), |l| {
                    l.account = Some(account.id);
                    l.email = Some(email.clone());
                })?;
                Ok(Some(Prepared { to: email.clone(), lang: account.lang, letter: Letter::ConfirmEmail { token: token_text() } }))
            }
            Self::EmailChanged { account, email } => {
                let prepared = |a: Account| Prepared { to: email.clone(), lang: a.lang, letter: Letter::EmailChanged };
                Ok(tx.account(*account)?.map(prepared))
            }
            Self::Invite { invitation, lang } => invite(tx, *invitation, *lang, token),
            Self::LoginReuse { account } => Ok(tx.account(*account)?.map(|a| to(a, Letter::LoginReuse))),
            Self::PasswordChanged { account } => Ok(tx.account(*account)?.map(|a| to(a, Letter::PasswordChanged))),
        }
    }
}

fn to(account: Account, letter: Letter) -> Prepared {
    Prepared { to: account.email, lang: account.lang, letter }
}

/// Whoever registers is answered the same whether there is an account or not; the difference is seen by the owner of the address alone.
fn verify(tx: &mut Tx<'_>, id: Uuid, token: &Opaque) -> Result<Option<Prepared>, StoreError> {
    let now = tx.clock()?;
    let Some(registration) = tx.registration(id)?.filter(|r| now < r.expires_at) else { return Ok(None) };
    if tx.account_by_email(&registration.email)?.is_some() {
        tx.delete_registration(id)?;
        return Ok(Some(Prepared { to: registration.email, lang: registration.lang, letter: Letter::AlreadyRegistered }));
    }
    keep(tx, token, Purpose::VerifyAccount, TimeDelta::hours(24), |l| {
        l.registration = Some(id);
        l.expires_at = l.expires_at.min(registration.expires_at);
    })?;
    let letter = Letter::VerifyAccount { token: token.reveal().to_owned() };
    Ok(Some(Prepared { to: registration.email, lang: registration.lang, letter }))
}

fn invite(tx: &mut Tx<'_>, id: InvitationId, lang: Option<Lang>, token: &Opaque) -> Result<Option<Prepared>, StoreError> {
    let now = tx.clock()?;
    let Some(invitation) = tx.invitation(id)?.filter(|i| i.is_open(now)) else { return Ok(None) };
    let Some(group) = tx.group(invitation.group)? else { return Ok(None) };
    let by = tx.account(invitation.invited_by)?.map(|a| a.name);
    // Whoever has an account is written to in their own language.
    let lang = tx.account_by_email(&invitation.email)?.map(|a| a.lang).or(lang).unwrap_or_default();
    keep(tx, token, Purpose::Invitation, TimeDelta::days(7), |l| {
        l.invitation = Some(id);
        l.expires_at = l.expires_at.min(invitation.expires_at);
    })?;
    let letter = Letter::Invitation { token: token.reveal().to_owned(), group: group.details.name, role: invitation.role, by };
    Ok(Some(Prepared { to: invitation.email, lang, letter }))
}

/// Keeps the hash of a token.
fn keep(tx: &mut Tx<'_>, token: &Opaque, purpose: Purpose, life: TimeDelta, about: impl FnOnce(&mut enmusubi_persistence::Letter)) -> Result<(), StoreError> {
    let now: DateTime<Utc> = tx.clock()?;
    let mut letter = enmusubi_persistence::Letter {
        hash: token.hash(),
        purpose,
        account: None,
        registration: None,
        invitation: None,
        email: None,
        created_at: now,
        expires_at: now + life,
        used_at: None,
    };
    about(&mut letter);
    tx.insert_letter(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_job_that_names_too_little_is_no_errand() {
        let id = Uuid::now_v7().to_string();
        for bad in [
            json!(null),
            json!({}),
            json!({"letter": "love"}),
            json!({"letter": "verify_account", "account": id}),
            json!({"letter": "confirm_email", "account": id}),
            json!({"letter": "confirm_email", "account": id, "email": "a@b.jp"}),
            json!({"letter": "confirm_email", "account": id, "security_version": 1, "email": "a@b.jp\nBcc: c@d.jp"}),
            json!({"letter": "reset_password"}),
            json!({"letter": "invitation", "invitation": "x"}),
        ] {
            assert_eq!(Errand::read(&bad), None, "{bad}");
        }
        let lang = Some(Lang::En);
        let invitation = InvitationId(Uuid::try_parse(&id).unwrap());
        assert_eq!(Errand::read(&json!({"letter": "invitation", "invitation": id, "lang": "en"})), Some(Errand::Invite { invitation, lang }));
        assert!(matches!(Errand::read(&json!({"letter": "reset_password", "email": "a@b.jp"})), Some(Errand::Reset { whose: Whose::Address(_) })));
    }
}
