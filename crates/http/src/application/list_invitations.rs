use super::view::{ApplicationView, BudgetView, InvitationsView, shown};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::opportunity::local;
use crate::problem::{PlainRefusals, Problem};
use crate::writing::Reply;
use actix_web::get;
use actix_web::web::Data;
use chrono::TimeDelta;
use enmusubi_domain::access::{Ground, op};
use enmusubi_domain::application::State;
use enmusubi_persistence::Of;

/// Most open proposals that are shown; the budget keeps them few.
const MOST: usize = 100;

/// See what one is invited to, and how often one may still be asked
///
/// Open proposals by groups, coordinators and companies, and the budget: how many one gets within seven days, by the city's rule or one's own
/// (`PUT /v1/me/limits`), and how many are left.
///
/// 自分への提案・誘いの一覧と、7日間に受ける回数の上限・残り。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "list_my_invitations",
    params(Asked<Nothing>),
    responses(
        (status = 200, description = "Open proposals and the budget. 提案と残り回数。", body = InvitationsView, example = json!(super::examples::invitations())),
        PlainRefusals,
    )
)]
#[get("/v1/me/invitations")]
pub async fn list_my_invitations(context: Data<Context>, may: May<op::ListMyInvitations>, _: Asked<Nothing>) -> Result<Reply, Problem> {
    let city = context.shelf()?.city.clone();
    let home = context.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let (account, now) = (act.account()?, act.now()?);
        let week = TimeDelta::days(7);
        let asked = act.tx.proposals_since(account, now - week)?;
        let at = home.circumstances(now);
        let limit = act.tx.proposals_allowed(account, &at)?;
        let budget = BudgetView {
            per_week: limit,
            used: asked.len(),
            left: usize::from(limit).saturating_sub(asked.len()),
            next_leaves_at: asked.first().map(|at| local(*at + week, city.calendar.tz)),
        };
        let found = act.tx.applications_page(Of::Volunteer(account), &[State::Proposed], None, MOST)?;
        let results: Vec<ApplicationView> = found.iter().map(|a| shown(act, a.id, Ground::Itself, &city, &at, true)).collect::<Result<_, _>>()?;
        Ok(InvitationsView { budget, results })
    };
    Reply::done(&context.read(&may, work).await?)
}
