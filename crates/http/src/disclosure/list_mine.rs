use super::stage::{Standing, standing};
use super::view::{Around, DisclosedToView, DisclosureView, LOOKS, LookView, OnlookerView};
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::page::{self, Listing, Page, Paged};
use crate::problem::{ListRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::{RoleKind, op};
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::disclosure::{Disclosure, Field, Stage, fields_at, ticks_are_own};
use enmusubi_domain::id::{DisclosureId, GroupId};

/// List to whom one's contact was opened
///
/// Newest first: to which group and which of its people, what for, what of it, since when and until when; and who looked at it, when, and at what.
/// `DELETE /v1/me/disclosures/{id}` ends one at once.
///
/// 自分の連絡先がどの団体のだれに、何のために、いつまで開示されているかと、閲覧の記録（新しい順）。DELETE /v1/me/disclosures/{id} でいつでも終了できます。
#[utoipa::path(
    tag = "Me",
    operation_id = "list_my_disclosures",
    params(Asked<Paged>),
    responses(
        (status = 200, description = "One page of disclosures. 開示の一覧。", body = Listing<DisclosureView>, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::disclosures())),
        ListRefusals,
    )
)]
#[get("/v1/me/disclosures")]
pub async fn list_my_disclosures(context: Data<Context>, may: May<op::ListMyDisclosures>, asked: Asked<Paged>) -> Result<Answer, Problem> {
    let page = Page::<DisclosureId>::only(&asked, &context, page::LIMIT)?;
    let (after, limit, home) = (page.after, page.limit, context.clone());
    let found = context.read(&may, move |act| {
        let at = home.circumstances(act.now()?);
        let account = act.account()?;
        let found = act.tx.disclosures_page(account, after, limit + 1)?;
        // One more than is shown tells whether there is another page; it is not looked at.
        let mut shown = vec![];
        for (n, disclosure) in found.iter().enumerate() {
            shown.push((disclosure.id, if n < limit { Some(told(act, disclosure, &at)?) } else { None }));
        }
        Ok(shown)
    });
    let found: Vec<(DisclosureId, Option<DisclosureView>)> = found.await?;
    let ids: Vec<DisclosureId> = found.iter().map(|(id, _)| *id).collect();
    let listing = Listing::keyed(&ids, &page, |id| *id, |id| id.0, &asked, &context);
    let listing = Listing { metadata: listing.metadata, facets: None, results: found.into_iter().filter_map(|(_, view)| view).collect::<Vec<_>>() };
    Ok(listing.answer(&asked)?.keep(Keep::Never))
}

/// A disclosure as whose contact it is sees it.
fn told(act: &mut Act<'_, '_>, d: &Disclosure, at: &Circumstances) -> Result<DisclosureView, Problem> {
    let application = act.tx.application(d.application)?.ok_or(Problem::Internal)?;
    let opportunity = act.tx.opportunity(application.opportunity)?.map(|o| o.details.title).unwrap_or_default();
    let Standing { stage, age, .. } = if d.is_live(at.now) { standing(act, &application, at)? } else { over() };
    let contact = act.tx.contact(d.account)?.map(|kept| kept.contact).unwrap_or_default();
    let mut open_now = fields_at(stage, contact.ticks(ticks_are_own(age, &at.rules)), true);
    open_now.retain(|field| match field {
        Field::NameKana => contact.name_kana.is_some(),
        Field::Phone => contact.phone.is_some(),
        Field::Emergency => contact.emergency.is_some(),
        _ => true,
    });
    let people = if open_now.is_empty() { vec![] } else { people(act, d.group)? };
    let name = act.tx.group(d.group)?.map(|g| g.details.name).unwrap_or_default();
    let mut looks = vec![];
    for look in act.tx.looks_at(d.id, LOOKS)? {
        let by = look.viewer.map(|viewer| act.tx.account(viewer)).transpose()?.flatten().map(|account| account.name);
        looks.push(LookView::of(&look, by, at.tz));
    }
    let group = DisclosedToView { id: d.group.0, name, people };
    let around = Around { opportunity, group, stage, open_now, looks, looks_in_all: act.tx.looks_in_all(d.id)? };
    Ok(DisclosureView::of(d, around, at.tz))
}

/// Nothing is disclosed any more.
fn over() -> Standing {
    Standing { stage: Stage::Closed, disclosure: None, minor: false, age: None }
}

/// Those of a group's people who can look.
fn people(act: &mut Act<'_, '_>, group: GroupId) -> Result<Vec<OnlookerView>, Problem> {
    let speak = |kind: RoleKind| matches!(kind, RoleKind::Owner | RoleKind::Manager);
    let all = act.tx.members_of(group)?.into_iter().filter(|(grant, account)| speak(grant.role.kind()) && account.disabled_at.is_none());
    Ok(all.map(|(grant, account)| OnlookerView::of(account.name, grant.role.kind())).collect())
}
