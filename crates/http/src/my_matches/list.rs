use super::mine::Mine;
use super::page::Pages;
use super::parameters::{AskedOfMine, Filters, Unseen, cursor, read};
use super::view::{MyMatchView, MyMatchesView};
use crate::access::May;
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::Asked;
use crate::matching::{Among, LOOKED_AT, Teller};
use crate::opportunity::local;
use crate::page::{Metadata, Resultset};
use crate::problem::{ListRefusals, Problem, RuleRefusals};
use crate::profile::DroppedView;
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;

/// List what fits one
///
/// Matched by one's profile, as `POST /v1/matches` matches a wish: best first, what one has not seen yet before what one has (see
/// `POST /v1/me/matches/seen`). Words and filters leave some over; the order is that of fit. The first page also tells what nearly fits and
/// what would open more. The list goes 1,000 deep and stays the same for a day, as long as nothing changes; what one notes as seen in between
/// does not move it. A level that was earned by taking part (`GET /v1/me/ladder`) counts where it is higher than what the profile says.
///
/// 自分のプロフィールに合う募集を、理由つきで返します。まだ見ていないものが先です。最初のページには、惜しい募集と、どこが変われば参加できる募集が増えるかも付きます。
#[utoipa::path(
    tag = "Me",
    operation_id = "list_my_matches",
    params(Asked<Filters>),
    responses(
        (status = 200, description = "One page of what fits. 自分に合う募集。", body = MyMatchesView, headers(("Link" = String, description = "`rel=\"next\"`: the next page, if there is one.")), example = json!(super::examples::matches())),
        ListRefusals,
        RuleRefusals,
    )
)]
#[get("/v1/me/matches")]
pub async fn list_my_matches(context: Data<Context>, may: May<op::ListMyMatches>, asked: Asked<Filters>) -> Result<Answer, Problem> {
    let account = may.caller().account().ok_or(Problem::Forbidden)?;
    let shelf = context.shelf()?;
    let AskedOfMine { criteria, unseen, limit, after } = read(&asked, &shelf.city, account, &context)?;
    let city = shelf.city.clone();
    let (ladder, rules) = (context.settings().ladder.clone(), context.settings().rules);
    let by = ladder.clone();
    let mine = context.read(&may, move |act| Mine::of(act, &city, &by, rules)?.with_seen(act)).await?;
    let (now, lang, home) = (context.now(), may.lang(), context.clone());
    let work = move || {
        let question = mine.question(&shelf.city, shelf.matches.policy(), now)?;
        let among = Among::of(&shelf, &criteria, now)?;
        let begun = after.map_or(mine.asked_at, |a| a.begun);
        let seen = if unseen == Unseen::Any { Default::default() } else { mine.seen_by(begun) };
        let page = Pages { shelf: &shelf, question: &question, among: &among, seen: &seen, unseen }.page(after, limit, begun);
        let missed = if after.is_none() { among.search(&shelf, &question, 0, LOOKED_AT).near_misses } else { vec![] };
        let teller = Teller::new(&shelf, &question, now, lang, ladder);
        let tz = shelf.city.calendar.tz;
        let results = teller.shown(&page.matched, |matched, view| MyMatchView {
            shown: teller.result(matched, view),
            seen_at: mine.seen.get(&matched.offer.id).map(|at| local(*at, tz)),
        })?;
        let next_cursor = page.next.map(|position| cursor(&asked, account, &home, &position));
        let (total, total_is_exact) = page.total;
        let resultset = Resultset { count: results.len(), limit, total, total_is_exact };
        let next = next_cursor.as_ref().map(|cursor| asked.with_cursor(cursor));
        let answer = MyMatchesView {
            metadata: Metadata { resultset, next_cursor },
            results,
            near_misses: teller.near_misses(&missed)?,
            opens_more: teller.opens_more(&missed),
            among: among.view(),
            dropped: mine.gone.into_iter().map(DroppedView::of).collect(),
            engine: teller.engine(),
        };
        Ok(Answer::json(&answer)?.next(next).keep(Keep::Never).lang(lang))
    };
    context.run(work).await?
}
