use super::note::{Desk, note};
use super::request::AttendanceListRequest;
use super::view::{AttendanceListView, AttendanceView};
use crate::access::{Act, May};
use crate::context::Context;
use crate::input::{Asked, Body, Id, Nothing};
use crate::opportunity::reached;
use crate::problem::{At, BodyRefusals, Fault, ObjectRefusals, Problem, RuleRefusals};
use crate::writing::{Once, Reply};
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::application::{Application, Refused};
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::text::Lang;
use std::collections::HashMap;

/// Note who was there
///
/// The list of one session, or of one date: up to 200 entries, all of them or none. Every entry that is wrong is named; what is noted already,
/// and differs, needs a `reason` in its entry.
///
/// 出欠をまとめて記録します（1回200件まで）。1件でも誤りがあれば何も記録せず、誤りのある行をすべて示します。すでに記録がある行を変えるには、その行に reason が必要です。
#[utoipa::path(
    tag = "Taking part",
    operation_id = "record_attendance_list",
    params(("id" = Uuid, Path, description = "The opportunity's id.\n\n募集のID。", example = "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"), Asked<Nothing>, Once),
    request_body(content = AttendanceListRequest, content_type = "application/json", description = "Who was there. 出欠の一覧。", example = json!(super::examples::list_request())),
    responses(
        (status = 200, description = "All of it is noted. すべて記録した。", body = AttendanceListView, example = json!(super::examples::attendance_list())),
        BodyRefusals,
        ObjectRefusals,
        RuleRefusals,
    )
)]
#[post("/v1/opportunities/{id}/attendance")]
pub async fn record_attendance_list(
    context: Data<Context>,
    may: May<op::RecordAttendanceList>,
    id: Id<OpportunityId>,
    key: Once,
    _: Asked<Nothing>,
    body: Body<AttendanceListRequest>,
) -> Result<Reply, Problem> {
    let entries = body.0.read()?;
    let (city, home) = (context.shelf()?.city.clone(), context.clone());
    let work = move |act: &mut Act<'_, '_>| {
        let (opportunity, group, _) = reached(act, id.0, &city)?;
        act.tx.lock_opportunity(opportunity.id)?;
        let ids: Vec<_> = entries.iter().map(|(id, _)| *id).collect();
        let found = act.tx.applications(&ids)?.into_iter().filter(|a| a.opportunity == opportunity.id);
        let applications: HashMap<_, Application> = found.map(|a| (a.id, a)).collect();
        let at = home.circumstances(act.now()?);
        let desk = Desk { opportunity: &opportunity, group_name: &group.details.name, by: act.account()?, at, by_code: false };
        let (mut results, mut faults) = (vec![], vec![]);
        for (i, (id, entry)) in entries.iter().enumerate() {
            let Some(application) = applications.get(id) else {
                faults.push(unknown(i));
                continue;
            };
            match note(act, &desk, application, entry) {
                Ok(written) => {
                    let version = act.tx.application(*id)?.ok_or(Problem::Internal)?.version;
                    results.push(AttendanceView::of(&written, version));
                }
                Err(problem) => faults.extend(of_entry(i, problem)?),
            }
        }
        if faults.is_empty() { Reply::done(&AttendanceListView { results }) } else { Err(Problem::Wrong(faults)) }
    };
    context.write_by_locks_once(key, &may, work).await
}

fn unknown(i: usize) -> Fault {
    let (ja, en) = ("この募集への応募ではありません。", "This is no application for this opportunity.");
    Fault::new(At::Pointer(format!("/entries/{i}/application_id")), "unknown_code", ja, en)
}

/// What is wrong with an entry. Session, date and begin are the same for all of them.
fn of_entry(i: usize, problem: Problem) -> Result<Vec<Fault>, Problem> {
    match problem {
        Problem::Wrong(faults) => Ok(faults.into_iter().map(|fault| below(i, fault)).collect()),
        Problem::Refused(hindrance) if hindrance.refused != Refused::NotYet => {
            let (ja, en) = hindrance.words();
            Ok(vec![Fault::new(At::Pointer(format!("/entries/{i}/application_id")), hindrance.refused.code(), ja, en)])
        }
        other => Err(other),
    }
}

fn below(i: usize, fault: Fault) -> Fault {
    let at = match &fault.at {
        At::Pointer(pointer) if pointer == "/session_id" => format!("/entries/{i}/application_id"),
        At::Pointer(pointer) if pointer == "/date" => "/date".to_owned(),
        At::Pointer(pointer) | At::Parameter(pointer) => format!("/entries/{i}{pointer}"),
    };
    let (ja, en) = (fault.detail(Lang::Ja).to_owned(), fault.detail(Lang::En).to_owned());
    Fault::new(At::Pointer(at), fault.code, ja, en)
}
