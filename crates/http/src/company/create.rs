use super::request::CompanyRequest;
use super::view::CompanyView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Nothing};
use crate::problem::{BodyRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::company::Company;
use enmusubi_domain::id::CompanyId;

/// Enter a company
///
/// Its people act for it once they have the role `company_manager`, its server once it is a client with the scope `company`.
///
/// 企業を登録します。
#[utoipa::path(
    tag = "Companies",
    operation_id = "create_company",
    params(Asked<Nothing>, Once),
    request_body(content = CompanyRequest, content_type = "application/json", description = "The company. 企業。", example = json!({"name": "株式会社北の灯り"})),
    responses(
        (status = 201, description = "The company. 登録した企業。", body = CompanyView, headers(("ETag" = String, description = "The version, such as `\"v1\"`."), ("Location" = String, description = "The company.")), example = json!(super::examples::company())),
        BodyRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/companies")]
pub async fn create_company(
    context: Data<Context>,
    may: May<op::CreateCompany>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<CompanyRequest>,
) -> Result<Reply, Problem> {
    let (name, id, tz) = (body.0.name()?, CompanyId::new(), context.tz());
    let work = move |act: &mut Act<'_, '_>| {
        let now = act.now()?;
        let company = Company { id, version: 1, name: name.clone(), created_at: now, updated_at: now };
        act.tx.insert_company(&company)?;
        act.audit((ObjectKind::Company, id.0), &["name"], None)?;
        Ok(Reply::made(format!("/v1/companies/{id}"), &CompanyView::of(&company, tz))?.version(1))
    };
    context.write_once(key, &may, work).await
}
