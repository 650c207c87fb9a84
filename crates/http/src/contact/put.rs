use super::request::ContactRequest;
use super::view::ContactView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{At, BodyRefusals, Fault, Problem, VersionRefusals};
use crate::writing::{IfPut, Reply};
use actix_web::put;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::contact::Contact;
use enmusubi_domain::disclosure::ticks_are_own;
use enmusubi_persistence::Written;

/// Keep one's contact
///
/// All of it: what is left out is taken away. Where there is something already, `If-Match` names its version. Nobody sees it until a group and
/// oneself have both said yes; then its owners and managers see what the stage and the ticks allow, and `GET /v1/me/disclosures` shows who looked.
///
/// 連絡先を登録・更新します。省略した項目は消えます。参加が決まるまで団体には見えません。だれがいつ見たかは /v1/me/disclosures で確かめられます。
#[utoipa::path(
    tag = "Me",
    operation_id = "put_my_contact",
    params(Asked<Nothing>, IfPut),
    request_body(content = ContactRequest, content_type = "application/json", description = "All of it. 全項目。", example = json!(super::examples::request())),
    responses(
        (status = 200, description = "It was there, and stands so now. 更新した、または変更なし。", body = ContactView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::contact())),
        (status = 201, description = "It is new. 新規登録。", body = ContactView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Its address.")), example = json!(super::examples::contact())),
        BodyRefusals,
        VersionRefusals,
    )
)]
#[put("/v1/me/contact")]
pub async fn put_my_contact(
    context: Data<Context>,
    may: May<op::PutMyContact>,
    meant_for: IfPut,
    _: Asked<Nothing>,
    body: Body<ContactRequest>,
) -> Result<Reply, Problem> {
    let contact = body.0.read()?;
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let account = act.account()?;
        let stands = act.tx.contact(account)?;
        meant_for.holds(stands.as_ref().map(|kept| kept.version))?;
        let at = home.circumstances(act.now()?);
        if !ticks_are_own(act.tx.age_of(account, &at)?, &at.rules) {
            nothing_ticked(&contact)?;
        }
        let written = act.tx.put_contact(account, &contact, at.now)?;
        if written != Written::Unchanged {
            act.audit((ObjectKind::Account, account.0), &["contact"], None)?;
        }
        Ok((written, act.tx.contact(account)?.ok_or(Problem::Internal)?))
    };
    let (written, kept) = context.write(&may, work).await?;
    let view = ContactView::of(kept, context.tz());
    let reply = match written {
        Written::Created => Reply::made("/v1/me/contact", &view)?,
        Written::Updated | Written::Unchanged => Reply::done(&view)?,
    };
    Ok(reply.version(view.version))
}

/// The youngest show nothing before they must: a tick would be their guardian's to make.
fn nothing_ticked(contact: &Contact) -> Result<(), Problem> {
    let (ja, en) = ("この年齢では、自分で公開範囲を広げることはできません。", "At this age one does not show more than one must.");
    let ticks = [("/share_phone", contact.share_phone), ("/share_email", contact.share_email), ("/share_needs", contact.share_needs)];
    let ticked: Vec<Fault> = ticks.iter().filter(|(_, on)| *on).map(|(at, _)| Fault::new(At::Pointer((*at).into()), "too_young", ja, en)).collect();
    if ticked.is_empty() { Ok(()) } else { Err(Problem::Wrong(ticked)) }
}
