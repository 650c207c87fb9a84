use super::request::CompanyRequest;
use super::view::CompanyView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::problem::{BodyRefusals, ObjectRefusals, Problem, VersionRefusals};
use crate::writing::{IfMatch, Patch, Reply};
use actix_web::patch;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::company::Company;
use enmusubi_domain::id::CompanyId;
use enmusubi_persistence::Written;

type CompanyPatch = Patch<CompanyRequest>;

/// Change a company
///
/// A JSON merge patch (RFC 7396).
///
/// 企業の名前を変更します。
#[utoipa::path(
    tag = "Companies",
    operation_id = "update_company",
    params(("id" = Uuid, Path, description = "Its id.\n\n企業のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, IfMatch),
    request_body(
        description = "What is to change. 変更する項目。",
        content(
            (CompanyPatch = "application/json", example = json!({"name": "株式会社北の灯り"})),
            (CompanyPatch = "application/merge-patch+json", example = json!({"name": "株式会社北の灯り"})),
        ),
    ),
    responses(
        (status = 200, description = "The company as it stands now. 変更後の企業。", body = CompanyView, headers(("ETag" = String, description = "The version, such as `\"v2\"`.")), example = json!(super::examples::company())),
        BodyRefusals,
        ObjectRefusals,
        VersionRefusals,
    )
)]
#[patch("/v1/companies/{id}")]
pub async fn update_company(
    context: Data<Context>,
    may: May<op::UpdateCompany>,
    id: Id<CompanyId>,
    version: IfMatch,
    _: Asked<Nothing>,
    body: Body<CompanyPatch>,
) -> Result<Reply, Problem> {
    let tz = context.tz();
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.company(id.0)?;
        let company = act.there(found)?;
        act.on(&Facts { company: Some(id.0), ..Facts::default() })?;
        version.holds(company.version)?;
        let name = body.0.applied(&CompanyRequest::of(&company.name))?.name()?;
        let now = act.now()?;
        if act.tx.put_company(&Company { name, updated_at: now, ..company })? == Written::Updated {
            act.audit((ObjectKind::Company, id.0.0), &["name"], None)?;
        }
        let stands = act.tx.company(id.0)?.ok_or(Problem::NotFound)?;
        Ok(Reply::done(&CompanyView::of(&stands, tz))?.version(stands.version))
    };
    context.write(&may, work).await
}
