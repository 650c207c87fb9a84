use super::view::CompanyView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Id, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::{Facts, op};
use enmusubi_domain::id::CompanyId;

/// Read one company
///
/// Its name. Its people and servers see their own company, and no other.
///
/// 企業を1件読みます。
#[utoipa::path(
    tag = "Companies",
    operation_id = "read_company",
    params(("id" = Uuid, Path, description = "Its id.\n\n企業のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>),
    responses(
        (status = 200, description = "The company. 企業。", body = CompanyView, headers(("ETag" = String, description = "The version, such as `\"v1\"`.")), example = json!(super::examples::company())),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/companies/{id}")]
pub async fn read_company(context: Data<Context>, may: May<op::ReadCompany>, id: Id<CompanyId>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let tz = context.tz();
    let work = move |act: &mut Act<'_, '_>| {
        let found = act.tx.company(id.0)?;
        let company = act.there(found)?;
        act.on(&Facts { company: Some(id.0), ..Facts::default() })?;
        Ok(Reply::done(&CompanyView::of(&company, tz))?.version(company.version))
    };
    context.read(&may, work).await
}
