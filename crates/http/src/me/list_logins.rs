use super::view::MyLoginView;
use crate::access::May;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Field, Parameters};
use crate::page::{self, Listing};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// What can be asked of the list.
pub struct Filters;

impl Parameters for Filters {
    const FIELDS: &'static [&'static [Field]] = &[page::FIELDS];
}

/// List one's devices
///
/// Where one is signed in, the newest first; the device that asks is marked.
///
/// ログイン中の端末の一覧。
#[utoipa::path(
    tag = "Signing in",
    operation_id = "list_my_logins",
    params(Asked<Filters>),
    responses(
        (status = 200, description = "The devices. ログイン中の端末。", body = Listing<MyLoginView>, example = json!(super::examples::logins())),
        ListRefusals,
    )
)]
#[get("/v1/me/logins")]
pub async fn list_my_logins(context: Data<Context>, may: May<op::ListMyLogins>, asked: Asked<Filters>) -> Result<Answer, Problem> {
    let read = context.read(&may, |act| {
        let this = act.caller.person().map(|p| p.login).ok_or(Problem::Forbidden)?;
        Ok((act.tx.logins_of(act.account()?)?, this))
    });
    let ((logins, this), tz) = (read.await?, context.tz());
    let listing = Listing::slice(&logins, |login| MyLoginView::of(login, this, tz), page::LIMIT, &asked, &context)?;
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
