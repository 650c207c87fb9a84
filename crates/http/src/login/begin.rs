use super::Minter;
use super::request::{Comer, LoginRequest};
use super::view::TokensView;
use crate::account::note;
use crate::asking::Asking;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, LoginRefusals, Problem};
use crate::secret::{Hasher, Kind, Opaque, Secret, SecretError, Verdict};
use crate::tries::Tries;
use crate::writing::Reply;
use actix_web::web::Data;
use actix_web::{HttpRequest, post};
use enmusubi_domain::access::Operation;
use enmusubi_domain::account::{Account, Email};
use enmusubi_domain::audit::{Actor, ObjectKind};
use enmusubi_domain::id::{AccountId, LoginId};
use enmusubi_domain::login::{Ending, Lifetime, Login};
use enmusubi_persistence::{StoreError, Tx};
use uuid::Uuid;

/// Log in
///
/// Address and password for an access token (10 minutes) and a refresh token. Whether the address is unknown, the password wrong or the account
/// closed, the answer is the same. Wrong passwords are counted: after some, 429 says when to try again.
///
/// ログインして、アクセストークンとリフレッシュトークンを受け取ります。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "log_in",
    params(Asked<Nothing>),
    request_body(content = LoginRequest, content_type = "application/json", description = "Address and password. メールアドレスとパスワード。", example = json!(super::examples::comer())),
    responses(
        (status = 200, description = "Logged in. ログインした。", body = TokensView, example = json!(super::examples::tokens())),
        LoginRefusals,
        BodyRefusals,
    )
)]
#[post("/v1/logins")]
pub async fn log_in(context: Data<Context>, asking: Asking, request: HttpRequest, _: Asked<Nothing>, body: Body<LoginRequest>) -> Result<Reply, Problem> {
    // Always in this order, whoever it is: count, fetch, hash, decide.
    let Comer { email, password, device } = body.0.read()?;
    let tries = Tries::to_log_in(&context, &email, context.household(&request));
    tries.take(&context).await?;
    let (account, phc) = context.look(move |tx| known(tx, &email)).await?;
    let enabled = account.filter(|a| a.disabled_at.is_none());
    let (stored, may_renew) = (phc.clone(), enabled.is_some());
    let (verdict, renewed) = context.hash(move |hasher| compare(hasher, &password, stored.as_deref(), may_renew)).await??;
    let (Some(account), Some(phc), Verdict::Right { .. }) = (enabled, phc, verdict) else {
        tracing::info!("a login was refused");
        return Err(Problem::WrongLogin);
    };

    let (id, refresh, minter) = (LoginId::new(), Opaque::new(Kind::Refresh)?, Minter::of(&context));
    let view = context
        .change(move |tx| {
            // It may have been closed, or got another password, while the old one was compared.
            let account = tx.account(account.id)?.filter(|a| a.disabled_at.is_none()).ok_or(Problem::WrongLogin)?;
            if tx.password_of(account.id)?.as_ref() != Some(&phc) {
                return Err(Problem::WrongLogin);
            }
            let login = begun(tx, id, account.id, &device)?;
            // Nobody has so many devices; the one that signed in longest ago gives way.
            for oldest in tx.logins_of(account.id)?.iter().skip(DEVICES_MAX - 1) {
                tx.end_login(oldest.id, Ending::Secured)?;
            }
            tx.insert_login(&login, &refresh.hash())?;
            if let Some(renewed) = &renewed {
                tx.set_password(account.id, renewed)?;
            }
            tries.give_back(tx)?;
            note(tx, Actor::Person(account.id, id), Operation::LogIn, (ObjectKind::Login, id.0), &[], &asking.trace_id)?;
            minter.view(&account, &login, &refresh)
        })
        .await?;
    Reply::done(&view)
}

/// Most devices of one account that are signed in.
const DEVICES_MAX: usize = 50;

/// The account with an address, and the hash of its password. For nobody the same is asked as for somebody.
fn known(tx: &mut Tx<'_>, email: &Email) -> Result<(Option<Account>, Option<String>), StoreError> {
    let account = tx.account_by_email(email)?;
    let phc = tx.password_of(account.as_ref().map_or(AccountId(Uuid::nil()), |a| a.id))?;
    Ok((account, phc))
}

/// Compares a password, and hashes it anew where that is due and it is at hand.
fn compare(hasher: &Hasher, password: &Secret, phc: Option<&str>, may_renew: bool) -> Result<(Verdict, Option<String>), SecretError> {
    let verdict = hasher.verify(password.reveal(), phc);
    let renewed = match verdict {
        Verdict::Right { outdated: true } if may_renew => Some(hasher.hash(password.reveal())?),
        Verdict::Right { .. } | Verdict::Wrong => None,
    };
    Ok((verdict, renewed))
}

/// A login that begins now and lasts as long as its account's roles allow.
fn begun(tx: &mut Tx<'_>, id: LoginId, account: AccountId, device: &str) -> Result<Login, StoreError> {
    let now = tx.clock()?;
    let roles: Vec<_> = tx.grants_of(account)?.into_iter().map(|grant| grant.role).collect();
    let lifetime = Lifetime::of(&roles);
    Ok(Login {
        id,
        account,
        device: device.to_owned(),
        created_at: now,
        used_at: now,
        idle_expires_at: now + lifetime.idle,
        absolute_expires_at: now + lifetime.absolute,
        ended: None,
    })
}
