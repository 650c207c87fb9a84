use super::reference::{Partner, Reference};
use crate::access::{Act, May};
use crate::application::follow;
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::problem::{ListRefusals, ObjectRefusals, Problem};
use crate::writing::Reply;
use actix_web::delete;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::opportunity::State;

/// Withdraw an opportunity that was brought in
///
/// It is called off, or, if it was a draft, never seen. Once more does no harm. The reference stays taken: what was withdrawn does not come back.
///
/// 提携サイトが登録した募集を取り下げる（中止になります）。
#[utoipa::path(
    tag = "Partners",
    operation_id = "withdraw_partner_opportunity",
    params(("client_ref" = String, Path, description = "The partner's own reference.\n\n提携サイトの参照番号。", example = "event-2031", pattern = "^[A-Za-z0-9._~:-]{1,100}$", max_length = 100), Asked<Nothing>),
    responses((status = 204, description = "It is withdrawn. 取り下げた。"), ListRefusals, ObjectRefusals)
)]
#[delete("/v1/partner/opportunities/{client_ref}")]
pub async fn withdraw_partner_opportunity(
    context: Data<Context>,
    may: May<op::WithdrawPartnerOpportunity>,
    reference: Reference,
    _: Asked<Nothing>,
) -> Result<Reply, Problem> {
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let partner = Partner::of(act)?;
        let found = act.tx.opportunity_by_source(&partner.source(&reference.0))?;
        let opportunity = act.there(found)?;
        partner.may(act)?;
        if matches!(opportunity.state, State::Draft | State::Published) {
            let now = act.now()?;
            let gone = opportunity.withdraw(now);
            act.tx.put_opportunity(&gone)?;
            follow(act, gone.id, &home.circumstances(now))?;
            act.audit((ObjectKind::Opportunity, gone.id.0), &["state"], None)?;
        }
        Ok(Reply::gone())
    };
    context.write(&may, work).await
}
