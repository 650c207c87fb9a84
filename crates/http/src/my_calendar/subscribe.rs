use super::entries::{SHOWN_AFTER, calendar};
use crate::answer::{Answer, Keep};
use crate::context::Context;
use crate::ical;
use crate::input::{Asked, Nothing};
use crate::problem::{ObjectRefusals, Problem};
use crate::secret::{Kind, Opaque};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, get};
use std::future::{Ready, ready};

/// The key at the end of a calendar's address. What cannot be one of ours names nothing, and is looked up nowhere.
pub struct CalendarKey(Opaque);

impl FromRequest for CalendarKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = request.match_info().get("key").and_then(|text| Opaque::read(Kind::Calendar, text));
        ready(key.map(Self).ok_or(Problem::NotFound))
    }
}

/// Subscribe to a calendar
///
/// What somebody takes part in, as iCalendar, at the secret address they made with `POST /v1/me/calendar`: sessions to come and those of the last
/// 60 days. Seats that are offered are tentative until they are taken; what was called off is cancelled. Made for calendar programs that ask
/// again and again (`ETag`). An address that was renewed or taken back is not there.
///
/// 秘密のURLで、参加予定を iCalendar 形式で返します（カレンダーアプリの購読用）。確認待ちの席は「仮の予定」、中止は「取り消し」です。
#[utoipa::path(
    tag = "Me",
    operation_id = "read_calendar",
    params(("key" = String, Path, description = "The secret part of the address.\n\nURLの秘密の部分。", example = "enc_000000000000000000000000000000000000000000000000000", pattern = "^enc_[0-9A-Za-z]{49}$", max_length = 53), Asked<Nothing>),
    responses(
        (status = 200, description = "The calendar. カレンダー。", body = String, content_type = "text/calendar", headers(("ETag" = String, description = "Tells whether anything has changed.")), example = json!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…")),
        (status = 304, description = "Unchanged since `If-None-Match`. 変更なし。"),
        ObjectRefusals,
    )
)]
#[get("/v1/calendars/{key}.ics")]
pub async fn read_calendar(context: Data<Context>, key: CalendarKey, _: Asked<Nothing>) -> Result<Answer, Problem> {
    let city = context.shelf()?.city.clone();
    let hash = key.0.hash();
    let found = context.look(move |tx| {
        let Some(account) = tx.calendar_of(&hash)? else { return Ok(None) };
        let Some(person) = tx.account(account)? else { return Ok(None) };
        let now = tx.clock()?;
        let entries = tx.calendar_entries(account, now - SHOWN_AFTER)?;
        let mut groups: Vec<_> = entries.iter().map(|e| e.opportunity.group).collect();
        groups.sort_unstable();
        groups.dedup();
        Ok(Some((person.lang, entries, tx.groups(&groups)?, now)))
    });
    let (lang, entries, groups, now) = found.await?.ok_or(Problem::NotFound)?;
    let text = calendar(&entries, &groups, &city, lang, now);
    Ok(Answer::new(ical::MEDIA, text.into_bytes()).keep(Keep::Own(300)))
}
