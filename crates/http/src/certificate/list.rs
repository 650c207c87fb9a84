use super::digest::is_superseded;
use super::view::IssuedView;
use crate::access::May;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{self, Listing, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// List one's certificates
///
/// The latest first, without their codes, which nobody knows any more; with those that were taken back.
///
/// 自分が発行した証明書の一覧（新しい順）。コードは表示されません。取り消したものも含みます。
#[utoipa::path(
    tag = "Me",
    operation_id = "list_my_certificates",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "One page of certificates. 証明書の一覧。", body = Listing<IssuedView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::certificates())),
        ListRefusals,
    )
)]
#[get("/v1/me/certificates")]
pub async fn list_my_certificates(context: Data<Context>, may: May<op::ListMyCertificates>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let tz = context.tz();
    let (certificates, record) = context
        .read(&may, |act| {
            let who = act.account()?;
            Ok((act.tx.certificates_of_account(who)?, act.tx.participations_of_account(who)?))
        })
        .await?;
    let listing = Listing::slice(&certificates, |c| IssuedView::of(c, is_superseded(c, &record), tz), page::LIMIT, &asked, &context)?;
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}
