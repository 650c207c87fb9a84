use super::mine_view::{MyLadderView, StandingView};
use super::suggest::Guide;
use crate::access::{Act, May};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::input::{Asked, Nothing};
use crate::participation::theme_name;
use crate::problem::{PlainRefusals, Problem};
use actix_web::get;
use actix_web::web::Data;
use enmusubi_domain::access::op;
use enmusubi_domain::id::OpportunityId;
use enmusubi_domain::ladder::Done;
use enmusubi_domain::opportunity::Kind;
use std::collections::HashSet;

/// Where one stands on the ladder
///
/// In each theme one took part in, or names in one's profile: the level one has earned, what the next one asks for and how much of it is missing, and
/// up to three open opportunities that count towards it. What was earned also counts in one's matches, where it is higher than what the profile says.
///
/// 自分の段階をテーマごとに返します。次の段階に足りないものと、そこに近づける募集を3件まで示します（講座が条件のときは講座が先）。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_my_ladder",
    params(Asked<Nothing>),
    responses((status = 200, description = "One's place. 自分の段階。", body = MyLadderView, example = json!(super::examples::mine())), PlainRefusals)
)]
#[get("/v1/me/ladder")]
pub async fn read_my_ladder(context: Data<Context>, may: May<op::ReadMyLadder>, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let shelf = context.shelf()?;
    let city = shelf.city.clone();
    let work = move |act: &mut Act<'_, '_>| {
        let account = act.account()?;
        let profile = act.tx.profile(account)?.map(|kept| kept.profile.known_in(&city).0);
        Ok((act.tx.participations_of_account(account)?, profile))
    };
    let (record, profile) = context.read(&may, work).await?;
    let (now, lang, ladder) = (context.now(), may.lang(), context.settings().ladder.clone());
    let work = move || {
        let taken: HashSet<OpportunityId> = record.iter().filter(|p| p.attended() && p.kind == Kind::Course).map(|p| p.opportunity).collect();
        let today = shelf.city.calendar.civil(now).date();
        let wish = profile.map(|profile| profile.wish_on(today)).unwrap_or_else(|| enmusubi_domain::matching::Wish { party: 1, ..Default::default() });
        let mut all = Done::by_theme(&record);
        for theme in &wish.themes {
            all.entry(theme.code.clone()).or_default();
        }
        let guide = Guide { shelf: &shelf, ladder: &ladder, wish: &wish, taken: &taken, now };
        let standing = |(theme, done): (&String, &Done)| {
            let name = theme_name(theme, &shelf.city, lang);
            Ok(StandingView::of(theme, name, done, &ladder, guide.suggestions(theme, done)?, lang))
        };
        let results = all.iter().map(standing).collect::<Result<Vec<_>, Problem>>()?;
        Ok(Answer::json(&MyLadderView { results })?.keep(Keep::Never).lang(lang))
    };
    context.run(work).await?
}
