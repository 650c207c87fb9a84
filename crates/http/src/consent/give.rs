use super::request::{Asked as Wanted, ConsentRequest};
use super::view::ConsentView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::guardian::facts_of_ward;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, Conflict, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::consent::{Consent, Purpose};
use enmusubi_domain::guardian::may_be_ward;
use enmusubi_domain::id::{AccountId, ConsentId};
use enmusubi_domain::invalid::{Invalid, Why};

/// Agree for a minor
///
/// A confirmed guardian, for a school year (`guardian_year`, until the next 31 March; from 16 on) or for one application (`guardian_application`: below 16 always,
/// and later for leading, night hours and work with machines or snow). What one agrees to stands in `GET /v1/consent-texts`. A coordinator of the minor's area
/// writes down what a guardian signed or said, with `method` and `reason`.
///
/// 保護者として同意する。年度ごと（16歳以上、3月31日まで）か、応募ごと（16歳未満は毎回。16歳以上でも、責任者・夜間・除雪などは応募ごと）。コーディネーターは、書面や窓口・電話での同意を理由つきで記録できます。
#[utoipa::path(
    tag = "Guardians",
    operation_id = "give_ward_consent",
    params(("id" = Uuid, Path, description = "The minor's account.\n\n本人のアカウントID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e91"), Asked<Nothing>, Once),
    request_body(content = ConsentRequest, content_type = "application/json", description = "To what. 同意の内容。", example = json!(super::examples::request())),
    responses(
        (status = 201, description = "It is written down. 記録しました。", body = ConsentView, example = json!(super::examples::consent())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/wards/{id}/consents")]
pub async fn give_ward_consent(
    context: Data<Context>,
    may: May<op::GiveWardConsent>,
    ward: Id<AccountId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<ConsentRequest>,
) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let (wanted, id, home) = (body.0.read(may.lang())?, ConsentId::new(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        // Whoever ends the tie meanwhile waits, or was faster: under the lock it is certain who may speak.
        act.tx.lock_account(ward.0)?;
        let found = act.tx.account(ward.0)?;
        act.there(found)?;
        let guardians = act.tx.guardians_of(ward.0)?;
        let facts = facts_of_ward(act, ward.0, guardians, &city)?;
        let ground = act.on(&facts)?;
        let now = act.now()?;
        let (at, by) = (home.circumstances(now), act.account()?);
        let given = wanted.given(ground)?;
        is_needed(act, ward.0, &wanted, &at)?;
        let (giver, recorder) = if ground == Ground::Guardian { (Some(by), None) } else { (None, Some(by)) };
        let same = |c: &Consent| (c.purpose, c.application, c.giver) == (given.purpose, given.application, giver) && c.is_live(now);
        if act.tx.consents_about(ward.0)?.iter().any(same) {
            return Err(Conflict::AlreadyAgreed.into());
        }
        let consent = Consent::give(id, ward.0, giver, recorder, given, now, at.tz);
        act.tx.insert_consent(&consent)?;
        act.audit((ObjectKind::Consent, id.0), &["subject", "purpose", "method"], wanted.reason())?;
        Reply::new_here(&ConsentView::of(&consent, now, at.tz))
    };
    context.write_by_locks_once(key, &may, work).await
}

/// Whether such a word is needed: of a minor, old enough for a word for the year, or for an application of theirs that goes on.
fn is_needed(act: &mut Act<'_, '_>, ward: AccountId, wanted: &Wanted, at: &Circumstances) -> Result<(), Problem> {
    let age = act.tx.age_of(ward, at)?;
    may_be_ward(age, &at.rules).map_err(Conflict::from)?;
    if wanted.purpose() == Purpose::GuardianYear && age.is_some_and(|age| age < at.rules.consent_each_age) {
        return Err(Conflict::NeededEachTime.into());
    }
    let Some(id) = wanted.application() else { return Ok(()) };
    let found = act.tx.application(id)?.filter(|a| a.volunteer == Some(ward));
    let missing = || Problem::wrong_members(vec![Invalid::new("application_id", Why::UnknownCode(id.to_string()))]);
    if found.ok_or_else(missing)?.is_live() { Ok(()) } else { Err(Conflict::ApplicationOver.into()) }
}
