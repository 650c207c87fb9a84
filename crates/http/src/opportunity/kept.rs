use super::view::{CapacityView, OpportunityView, ScheduleView, SessionView};
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// Stands before the sessions of a view; within a text its quotation marks would be escaped.
const SESSIONS: &str = "\"sessions\":[";
/// Stands before the places of a view.
const PLACES: &str = "\"capacity\":";
/// Seats that nobody counts.
const UNCOUNTED: u32 = u32::MAX;

/// An opportunity as everybody may see it at a moment, written as JSON already.
///
/// The index keeps views in pieces, cut where they depend on the moment: at each session, and at the places. To show one is to put together
/// the pieces that hold; nothing of it is read.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Shown(Box<RawValue>);

impl Shown {
    /// What of a kept document holds at a moment: sessions that are over are left out, places are those of the sessions ahead.
    pub fn stored(document: &[u8], now: DateTime<Utc>) -> Result<Self, Problem> {
        let shown = Kept::read(document).map(|kept| kept.at(now.timestamp_millis())).and_then(|json| RawValue::from_string(json).ok());
        shown.map(Self).ok_or_else(|| {
            tracing::error!("a stored opportunity cannot be read: the index must be rebuilt");
            Problem::Index
        })
    }

    /// Its JSON.
    pub fn json(&self) -> &str {
        self.0.get()
    }

    /// The same as a value.
    pub fn view(&self) -> Result<OpportunityView, Problem> {
        serde_json::from_str(self.json()).map_err(|error| {
            tracing::error!(error = %error, "a stored opportunity cannot be read: the index must be rebuilt");
            Problem::Index
        })
    }
}

/// In the document it is the view it shows.
impl PartialSchema for Shown {
    fn schema() -> RefOr<Schema> {
        OpportunityView::schema()
    }
}

impl ToSchema for Shown {
    fn name() -> Cow<'static, str> {
        OpportunityView::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        OpportunityView::schemas(schemas);
    }
}

/// What the index keeps of a view: all of it, every session included.
pub fn keep(view: &OpportunityView) -> Vec<u8> {
    let bare = OpportunityView { schedule: ScheduleView { sessions: vec![], ..view.schedule.clone() }, ..view.clone() };
    let (text, places) = (json(&bare), json(&view.capacity));
    let behind = |text: &str, mark: &str| text.find(mark).map_or(0, |at| at + mark.len());
    let (before, rest) = text.split_at(behind(&text, SESSIONS));
    let (between, rest) = rest.split_at(behind(rest, PLACES));
    let texts: Vec<String> = view.schedule.sessions.iter().map(json).collect();
    let sessions = view.schedule.sessions.iter().zip(&texts).map(|(session, text)| Piece::of(session, text)).collect();
    let dated = !texts.is_empty() || view.schedule.recurrence.is_some();
    Kept { dated, before, sessions, between, places: &places, after: rest.get(places.len()..).unwrap_or_default() }.write()
}

/// Strings, numbers and lists only: nothing in a view can fail to be written.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A view in pieces.
#[derive(Debug, PartialEq, Eq)]
struct Kept<'a> {
    /// Whether the places are those of the sessions ahead; otherwise they are as kept.
    dated: bool,
    before: &'a str,
    sessions: Vec<Piece<'a>>,
    between: &'a str,
    places: &'a str,
    after: &'a str,
}

/// A session, and what decides whether it is shown and counted.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    /// Milliseconds since 1970.
    starts_at: i64,
    ends_at: i64,
    seats: u32,
    left: u32,
    text: &'a str,
}

impl<'a> Piece<'a> {
    fn of(session: &SessionView, text: &'a str) -> Self {
        Self {
            starts_at: session.starts_at.timestamp_millis(),
            ends_at: session.ends_at.timestamp_millis(),
            seats: session.seats.unwrap_or(UNCOUNTED),
            left: session.seats_left.unwrap_or(UNCOUNTED),
            text,
        }
    }
}

impl<'a> Kept<'a> {
    fn write(&self) -> Vec<u8> {
        let mut out = vec![u8::from(self.dated)];
        let text = |out: &mut Vec<u8>, text: &str| {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        };
        [self.before, self.between, self.places, self.after].into_iter().for_each(|piece| text(&mut out, piece));
        for session in &self.sessions {
            out.extend_from_slice(&session.starts_at.to_le_bytes());
            out.extend_from_slice(&session.ends_at.to_le_bytes());
            out.extend_from_slice(&session.seats.to_le_bytes());
            out.extend_from_slice(&session.left.to_le_bytes());
            text(&mut out, session.text);
        }
        out
    }

    fn read(document: &'a [u8]) -> Option<Self> {
        let mut rest = document;
        let [dated] = bytes(&mut rest)?;
        let [before, between, places, after] = [text(&mut rest)?, text(&mut rest)?, text(&mut rest)?, text(&mut rest)?];
        let mut sessions = vec![];
        while !rest.is_empty() {
            sessions.push(Piece {
                starts_at: i64::from_le_bytes(bytes(&mut rest)?),
                ends_at: i64::from_le_bytes(bytes(&mut rest)?),
                seats: u32::from_le_bytes(bytes(&mut rest)?),
                left: u32::from_le_bytes(bytes(&mut rest)?),
                text: text(&mut rest)?,
            });
        }
        Some(Self { dated: dated != 0, before, sessions, between, places, after })
    }

    /// The view as it is shown at a moment, in milliseconds since 1970.
    fn at(&self, now: i64) -> String {
        let sessions: usize = self.sessions.iter().map(|s| s.text.len() + 1).sum();
        let mut out = String::with_capacity(self.before.len() + sessions + self.between.len() + self.after.len() + 48);
        out.push_str(self.before);
        for (i, session) in self.sessions.iter().filter(|s| s.ends_at > now).enumerate() {
            if i > 0 {
                out.push(',');
            }
            out.push_str(session.text);
        }
        out.push_str(self.between);
        if self.dated {
            out.push_str(&json(&self.ahead(now)))
        } else {
            out.push_str(self.places)
        }
        out.push_str(self.after);
        out
    }

    /// Places of the sessions ahead, summed; null where nobody counts those of one of them.
    fn ahead(&self, now: i64) -> CapacityView {
        let counted = |n: u32| (n != UNCOUNTED).then_some(n);
        let ahead = self.sessions.iter().filter(|s| s.starts_at > now).map(|s| counted(s.seats).zip(counted(s.left)));
        let sum = ahead.into_iter().try_fold((0u32, 0u32), |(seats, left), s| s.map(|(a, b)| (seats.saturating_add(a), left.saturating_add(b))));
        let (seats, seats_left) = sum.unzip();
        CapacityView { seats, seats_left }
    }
}

/// So many bytes from the front.
fn bytes<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (front, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*front)
}

/// A text from the front.
fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = u32::from_le_bytes(bytes(rest)?) as usize;
    let (front, left) = rest.split_at_checked(length)?;
    *rest = left;
    std::str::from_utf8(front).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::examples::{city, domain_group, domain_opportunity, now};
    use crate::opportunity::opportunity_document;
    use chrono::TimeDelta;
    use enmusubi_domain::opportunity::Opportunity;
    use enmusubi_domain::schedule::Schedule;

    /// What is shown, and what would be if the view were read and mended.
    fn shown(o: &Opportunity, now: DateTime<Utc>) -> (OpportunityView, OpportunityView) {
        let document = opportunity_document(o, &domain_group(), &city());
        let all = Shown::stored(&document, DateTime::UNIX_EPOCH).unwrap().view().unwrap();
        let mut mended = all.clone();
        if !all.schedule.sessions.is_empty() || all.schedule.recurrence.is_some() {
            mended.schedule.sessions.retain(|s| s.ends_at > now);
            let ahead = || all.schedule.sessions.iter().filter(|s| s.starts_at > now);
            let seats: Option<u32> = ahead().map(|s| s.seats).sum();
            mended.capacity = CapacityView { seats, seats_left: seats.and_then(|_| ahead().map(|s| s.seats_left).sum()) };
        }
        (Shown::stored(&document, now).unwrap().view().unwrap(), mended)
    }

    #[test]
    fn the_pieces_put_together_are_the_view_of_that_moment() {
        let mut o = domain_opportunity();
        // Texts that look like the places where a view is cut, and all that JSON escapes.
        o.details.title = "\"sessions\":[\"capacity\":{} \\ \n 雪かき 🎿".into();
        let sessions = o.details.schedule.sessions.clone();
        assert!(sessions.len() > 1);
        // Before all of them, while each is on, at its very beginning and end, and after all of them.
        let moments = sessions.iter().flat_map(|s| [s.starts_at, s.starts_at + TimeDelta::minutes(1), s.ends_at, s.ends_at + TimeDelta::minutes(1)]);
        for at in moments.chain([now(), DateTime::UNIX_EPOCH]) {
            let (got, wanted) = shown(&o, at);
            assert_eq!(got, wanted, "{at}");
        }
        let over = shown(&o, now() + TimeDelta::days(10_000)).0;
        assert!(over.schedule.sessions.is_empty());
        assert_eq!(over.capacity, CapacityView { seats: Some(0), seats_left: Some(0) });
        o.details.schedule.sessions[1].seats = None;
        let (got, wanted) = shown(&o, DateTime::UNIX_EPOCH);
        assert_eq!((got.capacity, got.title.as_str()), (wanted.capacity, o.details.title.as_str()));
        assert_eq!(got.capacity.seats, None, "one that nobody counts");
    }

    #[test]
    fn places_without_dates_stand_as_they_are() {
        let mut o = domain_opportunity();
        o.details.schedule = Schedule { day_parts: o.details.schedule.day_parts_touched(&city().calendar), ..Schedule::default() };
        o.details.seats = Some(4);
        let (got, wanted) = shown(&o, now());
        assert_eq!((got.capacity.seats, &got), (Some(4), &wanted));
    }

    #[test]
    fn what_is_no_document_is_said_to_be_none() {
        let document = opportunity_document(&domain_opportunity(), &domain_group(), &city());
        for cut in 0..document.len() {
            if let Ok(shown) = Shown::stored(&document[..cut], now()) {
                assert!(shown.view().is_ok(), "a document without its last sessions is one still: {cut}");
            }
        }
        assert!(Shown::stored(b"{\"id\": 1}", now()).is_err(), "a document of earlier days");
    }
}
