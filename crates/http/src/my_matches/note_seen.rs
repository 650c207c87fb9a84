use super::view::SeenRequest;
use crate::access::May;
use crate::context::Context;
use crate::input::{Asked, Body, Nothing, Wrong};
use crate::problem::{BodyRefusals, Problem};
use crate::writing::Reply;
use actix_web::post;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::invalid::{Invalid, Why};

/// Most ids at once.
const MOST: usize = 100;

/// Note what one has seen
///
/// From then on, others come before them in one's matches. The first time counts; noting the same again changes nothing. Forgotten after 180
/// days, or by `DELETE`.
///
/// 見た募集を記録します。以後、まだ見ていない募集が先に表示されます。180日で消えます。
#[utoipa::path(
    tag = "Me",
    operation_id = "note_seen_matches",
    params(Asked<Nothing>),
    request_body(content = SeenRequest, content_type = "application/json", description = "Which. 見た募集のID。", example = json!(super::examples::seen())),
    responses((status = 204, description = "Noted. 記録した。"), BodyRefusals)
)]
#[post("/v1/me/matches/seen")]
pub async fn note_seen_matches(context: Data<Context>, may: May<op::NoteSeenMatches>, _: Asked<Nothing>, body: Body<SeenRequest>) -> Result<Reply, Problem> {
    let ids = read(&body.0)?;
    let shelf = context.shelf()?;
    let there: Vec<OpportunityId> = ids.into_iter().filter(|id| shelf.matches.get(id).is_some()).collect();
    let note = context.write(&may, move |act| {
        let (account, now) = (act.account()?, act.now()?);
        Ok(act.tx.note_seen(account, &there, now)?)
    });
    note.await?;
    Ok(Reply::gone())
}

fn read(request: &SeenRequest) -> Result<Vec<OpportunityId>, Problem> {
    let mut wrong = Wrong::default();
    if request.opportunity_ids.len() > MOST {
        wrong.add(Invalid::new("opportunity_ids", Why::TooMany { max: MOST }));
        wrong.finish()?;
        return Ok(vec![]);
    }
    let ids = request.opportunity_ids.iter().enumerate().filter_map(|(i, text)| wrong.id(&format!("opportunity_ids/{i}"), text)).collect();
    wrong.finish().map(|()| ids)
}
