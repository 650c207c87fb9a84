use super::Office;
use crate::mail::Written;
use crate::mail::notice::{Item, Stops, letter};
use enmusubi_domain::account::Email;
use enmusubi_domain::application::Circumstances;
use enmusubi_domain::id::AccountId;
use enmusubi_domain::notice::{NoticeKind, Reader, Stop};
use enmusubi_domain::schedule::Session;
use enmusubi_domain::text::Lang;
use enmusubi_persistence::{Job, ReadyNotice, StoreError, Tx};
use serde_json::Value;
use uuid::Uuid;

/// Whose notices a job is about.
pub(super) fn whose(payload: &Value) -> Option<AccountId> {
    payload["account"].as_str()?.parse().ok()
}

/// A letter with everything somebody must know now, and where it goes; nothing if there is nothing, or nobody to write to.
///
/// What stands in it is noted under the job's id: if it is not certain whether it left the house, it is written once more and says the same.
pub(super) fn prepare(tx: &mut Tx<'_>, account: AccountId, id: Uuid, office: &Office) -> Result<Option<(Email, Written)>, StoreError> {
    let now = tx.clock()?;
    let Some(person) = tx.account(account)?.filter(|a| a.disabled_at.is_none()) else {
        tx.drop_notices(account, now)?;
        return Ok(None);
    };
    let at = Circumstances { rules: office.rules, tz: office.tz, now };
    let ready = tx.notices_for_letter(account, id, &at)?;
    if ready.is_empty() {
        return Ok(None);
    }
    let mut items: Vec<(Item, Key)> = vec![];
    for notice in &ready {
        let key = (notice.notice.kind, notice.opportunity.id, notice.notice.session);
        let group = match notice.notice.kind.reader() {
            Reader::Group => None,
            Reader::Volunteer | Reader::Guardian | Reader::Everyone => tx.group(notice.opportunity.group)?,
        };
        let group = group.map(|g| g.details.name_en.filter(|_| person.lang == Lang::En).unwrap_or(g.details.name));
        let item = item(notice, group, person.lang, &at);
        match items.iter_mut().find(|(_, earlier)| *earlier == key) {
            Some((earlier, _)) => {
                earlier.count += 1;
                earlier.answer_by = earlier.answer_by.into_iter().chain(item.answer_by).min();
            }
            None => items.push((item, key)),
        }
    }
    let items: Vec<Item> = items.into_iter().map(|(item, _)| item).collect();
    let stops = stops(&items, account, office);
    Ok(Some((person.email, letter(&items, &stops, person.lang, office.tz))))
}

/// What is told once, however many applications it is about.
type Key = (NoticeKind, enmusubi_domain::id::OpportunityId, Option<enmusubi_domain::id::SessionId>);

fn item(ready: &ReadyNotice, group: Option<String>, lang: Lang, at: &Circumstances) -> Item {
    let details = &ready.opportunity.details;
    let asks = matches!(
        ready.notice.kind,
        NoticeKind::Proposed | NoticeKind::SeatOffered | NoticeKind::ApplicationReceived | NoticeKind::AnswerDue | NoticeKind::ConsentNeeded
    );
    Item {
        kind: ready.notice.kind,
        title: details.title_en.clone().filter(|_| lang == Lang::En).unwrap_or_else(|| details.title.clone()),
        group,
        when: when(ready, at),
        answer_by: ready.application.as_ref().filter(|_| asks).and_then(|a| a.answer_by),
        count: 1,
    }
}

/// The next of its dates, and how many more lie ahead; of what is over or called off, the first.
fn when(ready: &ReadyNotice, at: &Circumstances) -> Option<(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>, usize)> {
    let ahead: Vec<&Session> = ready.sessions.iter().filter(|s| !s.cancelled && s.ends_at > at.now).collect();
    let first = ahead.first().copied().or(ready.sessions.first())?;
    Some((first.starts_at, first.ends_at, ahead.len().saturating_sub(1)))
}

fn stops(items: &[Item], account: AccountId, office: &Office) -> Stops {
    let mut kinds: Vec<NoticeKind> = vec![];
    items.iter().map(|item| item.kind).for_each(|kind| {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    });
    let address = |stop: Stop| office.stops.address(&office.public_url, account, &stop);
    Stops { header: Stop::of_letter(&kinds).map(address), kinds: kinds.iter().filter_map(|kind| Some((*kind, address(Stop::one(*kind)?)))).collect() }
}

/// What is done when nobody will ever read it: it is told to nobody.
pub(super) fn give_up(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    let now = tx.clock()?;
    tx.drop_notices(account, now).map(drop)
}

/// The letter left the house, or there was none to write: whatever waits is looked at in time.
pub(super) fn done(tx: &mut Tx<'_>, account: AccountId, job: &Job) -> Result<(), StoreError> {
    let now = tx.clock()?;
    tx.notices_sent(account, job.id, now)?;
    tx.finish_job(job.id)?;
    tx.wake_for_notices(account)
}
