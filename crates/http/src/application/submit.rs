use super::request::ApplicationRequest;
use super::view::{ApplicationView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::message::fitting;
use crate::problem::{BodyRefusals, Hindrance, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::application::{Origin, Side, State, Way};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::consent::TextLang;
use enmusubi_domain::group::Standing;
use enmusubi_domain::id::{ApplicationId, ConsentId, OpportunityId};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::text::Lang;
use enmusubi_persistence::Asking;
use enmusubi_search::Key;
use uuid::Uuid;

/// Similar opportunities that are named where there is no seat.
const SIMILAR: usize = 3;

/// Apply for an opportunity
///
/// For some of its sessions, or for all that lie ahead. The group is asked; until it answers it sees no name. Where there is no seat the answer is 409 `full`
/// with similar opportunities that have seats; with `"waitlist": true` the application goes on all the same, and the group's yes puts it on the waiting list.
/// A guardian applies for a ward with `for`.
///
/// 応募する。日程を選ばなければ、これからの全日程が対象です。満席のときは 409 full と、空きのある似た募集を返します。"waitlist": true を付けるとキャンセル待ちに進めます。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "submit_application",
    params(Asked<Nothing>, Once),
    request_body(content = ApplicationRequest, content_type = "application/json", description = "For what, and how. 応募の内容。", example = json!(super::examples::request())),
    responses(
        (status = 201, description = "It waits for the group. 応募しました。", body = ApplicationView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "Its address.")), example = json!(super::examples::submitted())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/applications")]
pub async fn submit_application(
    context: Data<Context>,
    may: May<op::SubmitApplication>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<ApplicationRequest>,
) -> Result<Reply, Problem> {
    let shelf = context.shelf()?;
    let (city, home) = (shelf.city.clone(), context.clone());
    let asked = body.0.read()?;
    let (opportunity, id, consent) = (asked.opportunity, ApplicationId::new(), ConsentId::new());
    let work = move |act: &mut Act<'_, '_>| {
        let caller = act.account()?;
        let person = asked.ward.unwrap_or(caller);
        if person != caller && !act.tx.is_guardian(caller, person)? {
            return Err(Problem::wrong_members(vec![Invalid::new("for", Why::UnknownCode(person.to_string()))]));
        }
        // What nobody may see is answered like what is not there.
        let found = act.tx.opportunity(opportunity)?.filter(|o| o.published_at.is_some());
        let group = found.as_ref().map(|o| act.tx.group(o.group)).transpose()?.flatten();
        let public = found.filter(|_| group.is_some_and(|group| group.standing == Standing::Active));
        let missing = || Problem::wrong_members(vec![Invalid::new("opportunity_id", Why::UnknownCode(opportunity.to_string()))]);
        let public = public.ok_or_else(missing)?;
        asked.wish.check(&public).map_err(Problem::wrong_members)?;
        fitting(asked.wish.message.as_deref(), "/message", Side::Volunteer, State::Applied, false)?;
        let at = home.circumstances(act.now()?);
        let asking = Asking { origin: Origin::Volunteer, begun_by: (person != caller).then_some(caller), waitlist: asked.waitlist, of_age: asked.of_age };
        let application =
            act.tx.submit_application(id, person, opportunity, &asked.wish, asking, &at).map_err(|e| Problem::of_step(e, at.tz, Side::Volunteer))?;
        if person != caller {
            let lang = if act.lang() == Lang::En { TextLang::En } else { TextLang::Ja };
            act.tx.agree_by_applying(consent, caller, &application, lang, &at)?;
        }
        act.audit((ObjectKind::Application, id.0), &["opportunity"], None)?;
        let view = shown(act, id, if person == caller { Ground::Itself } else { Ground::Guardian }, &city, &at, false)?;
        Ok(Reply::made(format!("/v1/applications/{id}"), &view)?.version(view.version))
    };
    match context.write_by_locks_once(key, &may, work).await {
        Err(Problem::Refused(hindrance)) if hindrance.refused.ways().contains(&Way::Similar) => Err(with_similar(&context, opportunity, *hindrance).await?),
        answer => answer,
    }
}

/// The same refusal, with what is alike and has seats.
async fn with_similar(context: &Data<Context>, id: OpportunityId, hindrance: Hindrance) -> Result<Problem, Problem> {
    let (shelf, now) = (context.shelf()?, context.now());
    let found = context.run(move || -> Result<Vec<Uuid>, Problem> {
        let hits = shelf.text.similar(&id, SIMILAR * 5, now)?;
        let minute = shelf.city.calendar.civil(now).and_utc().timestamp() / 60;
        let free = |id: &OpportunityId| shelf.matches.get(id).is_some_and(|offer| offer.has_seats(minute));
        Ok(hits
            .into_iter()
            .filter_map(|hit| if let Key::Opportunity(id) = hit.key { Some(id) } else { None })
            .filter(free)
            .map(|id| id.0)
            .take(SIMILAR)
            .collect())
    });
    // The refusal stands, whether or not anything alike was found.
    let similar = found.await?.unwrap_or_default();
    Ok(Problem::Refused(Box::new(Hindrance { similar: Some(similar), ..hindrance })))
}
