use super::code::Code;
use super::request::ClaimRequest;
use super::view::{GuardianshipView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Conflict, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::guardian::{GUARDIANS_MAX, Guardianship, Refused, State, may_be_ward, may_guard};
use enmusubi_domain::id::{AccountId, GuardianshipId};

/// Come forward as a guardian
///
/// With the code that the minor has made, signed in with an account of one's own. It waits until a coordinator confirms it; before that, nothing can be seen or
/// done for the minor. A minor has at most two guardians.
///
/// 保護者として申し出る。お子さんが発行したコードを、保護者自身のアカウントで入力します。窓口などで確認されるまでは何もできません。保護者は2人までです。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "claim_guardianship",
    params(Asked<Nothing>, Once),
    request_body(content = ClaimRequest, content_type = "application/json", description = "The code, and what one is to the minor. コードと続柄。", example = json!(super::examples::claim())),
    responses(
        (status = 201, description = "It waits to be confirmed. 確認待ち。", body = GuardianshipView, headers(("ETag" = String, description = "The version, such as `\"v1\"`.")), example = json!(super::examples::pending())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/guardianships")]
pub async fn claim_guardianship(
    context: Data<Context>,
    may: May<op::ClaimGuardianship>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<ClaimRequest>,
) -> Result<Reply, Problem> {
    let (claim, id, home) = (body.0.read()?, GuardianshipId::new(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (guardian, now) = (act.account()?, act.now()?);
        let at = home.circumstances(now);
        may_guard(act.tx.age_of(guardian, &at)?, claim.of_age, &at.rules).map_err(Conflict::from)?;
        let ward = act.tx.use_guardian_code(&claim.code.hash())?.ok_or_else(Code::refused)?;
        // If it is refused, nothing is kept: the code still works for whom it was meant.
        let tie = Guardianship::claim(id, ward, guardian, claim.relation, now).map_err(Conflict::from)?;
        may_be_ward(act.tx.age_of(ward, &at)?, &at.rules).map_err(Conflict::from)?;
        has_room(act, ward, guardian)?;
        act.tx.insert_guardianship(&tie)?;
        act.audit((ObjectKind::Guardianship, id.0), &["ward", "guardian", "relation"], None)?;
        let view = shown(act, &tie, at.tz)?;
        Ok(Reply::new_here(&view)?.version(view.version))
    };
    context.write_once(key, &may, work).await
}

/// Whether a minor can have one more guardian, and this one.
fn has_room(act: &mut Act<'_, '_>, ward: AccountId, guardian: AccountId) -> Result<(), Problem> {
    let theirs: Vec<Guardianship> = act.tx.guardianships_of(ward)?.into_iter().filter(|tie| tie.ward == ward && tie.state != State::Ended).collect();
    let refused = if theirs.iter().any(|tie| tie.guardian == guardian) {
        Refused::Known
    } else if theirs.len() >= GUARDIANS_MAX {
        Refused::Enough
    } else {
        return Ok(());
    };
    Err(Conflict::from(refused).into())
}
