use super::view::ConsentTextView;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{LIMIT_MAX, Listing, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::consent::TEXTS;

/// What people agree to
///
/// Word for word, in Japanese, easy Japanese and English, with the hash of each. A text that was published never changes; another wording is another version.
///
/// 同意の文面（日本語・やさしい日本語・英語）。公開した文面は変わりません。言い回しが変わるときは新しい版になります。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "list_consent_texts",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "The texts. 同意の文面。", body = Listing<ConsentTextView>, example = json!(super::examples::texts())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ListRefusals,
    )
)]
#[get("/v1/consent-texts")]
pub async fn list_consent_texts(context: Data<Context>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let listing = Listing::slice(TEXTS, ConsentTextView::of, LIMIT_MAX, &asked, &context)?;
    Ok(listing.answer(&asked)?.keep(Keep::Public(300)))
}
