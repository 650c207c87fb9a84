use super::code::{CHARACTERS, code};
use super::note::{Desk, note};
use super::request::{CheckInRequest, Entry};
use super::view::AttendanceView;
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::opportunity::reached;
use crate::problem::{At, BodyRefusals, Conflict, Fault, ObjectRefusals, Problem, RuleRefusals};
use crate::secret::readable;
use crate::tries::Tries;
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use chrono_tz::Tz;
use enmusubi_domain::access::op;
use enmusubi_domain::id::{ApplicationId, OpportunityId, SessionId};
use enmusubi_domain::invalid::{Invalid, Why};
use enmusubi_domain::opportunity::Opportunity;
use enmusubi_domain::participation::{Outcome, Said, at_the_door};
use enmusubi_domain::schedule::Session;

/// Note by code that somebody is there
///
/// The volunteer shows the code of the day; all of the session is noted, from an hour before it begins. Showing it again changes nothing. Wrong
/// codes are counted, and few.
///
/// ボランティアが見せた受付コードで出席を記録します（開始1時間前から）。同じコードをもう一度使っても変わりません。誤ったコードを続けて試すことはできません。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "check_in",
    params(("id" = Uuid, Path, description = "The opportunity's id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once),
    request_body(content = CheckInRequest, content_type = "application/json", description = "The code. 受付コード。", example = json!({"code": "7K3M0QXZ"})),
    responses(
        (status = 200, description = "They were in already. すでに受付済み。", body = AttendanceView, example = json!(super::examples::attendance())),
        (status = 201, description = "It is noted. 記録した。", body = AttendanceView, example = json!(super::examples::attendance())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/opportunities/{id}/check-ins")]
pub async fn check_in(
    context: Data<Context>,
    may: May<op::CheckIn>,
    id: Id<OpportunityId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<CheckInRequest>,
) -> Result<Reply, Problem> {
    let (typed, session) = body.0.read()?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    // Who may not do this at all takes no try.
    let known = city.clone();
    context.read(&may, move |act| reached(act, id.0, &known).map(drop)).await?;
    let tries = Tries::to_check_in(&context, may.caller().account().ok_or(Problem::Forbidden)?, id.0);
    tries.take(&context).await?;
    let work = move |act: &mut Act<'_, '_>| {
        let (opportunity, group, _) = reached(act, id.0, &city)?;
        act.tx.lock_opportunity(opportunity.id)?;
        let at = home.circumstances(act.now()?);
        let typed = readable::read(&typed, CHARACTERS).ok_or_else(wrong_code)?;
        let mine = whose(act, &home.settings().cursor_key, &sessions(&opportunity, session, at.now, at.tz)?, &typed, at.tz)?;
        let application = act.tx.application(mine.0)?.ok_or(Problem::Internal)?;
        let session = at_the_door(mine.1.iter(), at.now, at.tz).ok_or(Conflict::NoSessionToday)?.id;
        let desk = Desk { opportunity: &opportunity, group_name: &group.details.name, by: act.account()?, at, by_code: true };
        let said = Said { outcome: Outcome::Attended, minutes: None, notice: None };
        let written = note(act, &desk, &application, &Entry { session: Some(session), date: None, said, reason: None })?;
        let view = AttendanceView::of(&written, act.tx.application(application.id)?.ok_or(Problem::Internal)?.version);
        if written.is_new { Reply::new_here(&view) } else { Reply::done(&view) }
    };
    let done = context.write_by_locks_once(key, &may, work).await;
    if !matches!(&done, Err(Problem::Wrong(faults)) if faults.iter().any(|fault| fault.code == WRONG)) {
        context.change(move |tx| Ok(tries.give_back(tx)?)).await?;
    }
    done
}

/// The code of the fault of a wrong code.
const WRONG: &str = "wrong_code";

fn wrong_code() -> Problem {
    let (ja, en) = ("今日の受付コードではありません。", "This is no code of today.");
    Problem::Wrong(vec![Fault::new(At::Pointer("/code".into()), WRONG, ja, en)])
}

/// The sessions at whose door a code may be shown now: the one that is named, or all of them.
fn sessions(opportunity: &Opportunity, named: Option<SessionId>, now: chrono::DateTime<chrono::Utc>, tz: Tz) -> Result<Vec<Session>, Problem> {
    let all = &opportunity.details.schedule.sessions;
    if let Some(id) = named.filter(|id| !all.iter().any(|s| s.id == *id)) {
        return Err(Problem::wrong_members(vec![Invalid::new("session_id", Why::UnknownCode(id.to_string()))]));
    }
    let open: Vec<Session> = all.iter().filter(|s| named.is_none_or(|id| id == s.id) && at_the_door([*s], now, tz).is_some()).cloned().collect();
    if open.is_empty() { Err(Conflict::NoSessionToday.into()) } else { Ok(open) }
}

/// Whose code it is, among those who are expected, and their sessions of the day.
fn whose(act: &mut Act<'_, '_>, key: &[u8; 32], sessions: &[Session], typed: &str, tz: Tz) -> Result<(ApplicationId, Vec<Session>), Problem> {
    let ids: Vec<SessionId> = sessions.iter().map(|s| s.id).collect();
    let expected = act.tx.expected_at(&ids)?;
    let session = |id: SessionId| sessions.iter().find(|s| s.id == id);
    let found = expected.iter().find(|(application, id)| session(*id).is_some_and(|s| code(key, *application, s, tz) == typed));
    let (application, _) = found.ok_or_else(wrong_code)?;
    let own = expected.iter().filter(|(other, _)| other == application).filter_map(|(_, id)| session(*id)).cloned().collect();
    Ok((*application, own))
}
