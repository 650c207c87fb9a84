use crate::document::UNCOUNTED;
use crate::error::IndexError;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use enmusubi_domain::city::City;
use enmusubi_domain::criteria::{Criteria, ItemType};
use enmusubi_domain::opportunity::{Kind, State};
use enmusubi_domain::place::Point;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

type Check = Box<dyn Fn(DocId) -> bool>;

/// Whether the public may find a document: published, and not over.
pub(crate) struct Visible {
    state: Column<u64>,
    last_end: Column<i64>,
    now: i64,
}

impl Visible {
    pub(crate) fn new(reader: &SegmentReader, now: DateTime<Utc>) -> Result<Self, IndexError> {
        let fast = reader.fast_fields();
        Ok(Self { state: fast.u64("state")?, last_end: fast.i64("last_end")?, now: now.timestamp() })
    }

    pub(crate) fn sees(&self, doc: DocId) -> bool {
        self.state.first(doc) == Some(State::Published as u64) && self.last_end.first(doc).is_some_and(|end| end > self.now)
    }
}

/// All criteria but the question, as checks on the fast fields of one segment.
pub(crate) struct Filter {
    visible: Visible,
    checks: Vec<Check>,
}

impl Filter {
    pub(crate) fn passes(&self, doc: DocId) -> bool {
        self.visible.sees(doc) && self.checks.iter().all(|check| check(doc))
    }

    pub(crate) fn new(reader: &SegmentReader, criteria: &Criteria, city: &City, now: DateTime<Utc>) -> Result<Self, IndexError> {
        let mut f = Maker { reader, checks: vec![] };
        let c = criteria;
        if !c.types.is_empty() {
            f.one_of("item", c.types.iter().map(|t| u64::from(*t == ItemType::Opportunity)).collect())?;
        }
        if !c.kinds.is_empty() {
            f.one_of("kind", c.kinds.iter().map(|k| *k as u64).collect())?;
        }
        if !c.group_kinds.is_empty() {
            f.one_of("group_kind", c.group_kinds.iter().map(|k| *k as u64).collect())?;
        }
        for (field, codes) in [("themes", &c.themes), ("areas", &c.areas), ("languages", &c.languages)] {
            if !codes.is_empty() {
                f.any_code(field, codes)?;
            }
        }
        if let Some(level) = c.level {
            f.number("level", move |needed| needed <= level as u64)?;
        }
        if let Some(responsibility) = c.responsibility {
            f.number("responsibility", move |carried| carried <= responsibility as u64)?;
        }
        for (field, wanted) in [("remote", c.remote), ("beginner_friendly", c.beginner_friendly), ("company_ok", c.company_ok)] {
            if let Some(wanted) = wanted {
                f.number(field, move |value| value == u64::from(wanted))?;
            }
        }
        if let Some(trial) = c.trial {
            f.number("kind", move |kind| (kind == Kind::Trial as u64) == trial)?;
        }
        if let Some(age) = c.age.map(u64::from) {
            f.number("age_min", move |min| min <= age)?;
            f.number("age_max", move |max| age <= max)?;
        }
        if !c.audience.is_empty() {
            let wanted = c.audience.iter().fold(0, |bits, a| bits | 1 << *a as u64);
            f.number("audience", move |welcome| welcome & wanted != 0)?;
        }
        if !c.accessibility.is_empty() {
            let wanted = c.accessibility.iter().fold(0, |bits, a| bits | 1 << *a as u64);
            f.number("accessibility", move |offered| offered & wanted == wanted)?;
        }
        if !c.groups.is_empty() {
            f.groups(c.groups.iter().map(|g| g.0.as_u128()).collect())?;
        }
        if let (Some(point), Some(radius)) = (c.near, c.radius_metres) {
            f.radius(point, radius)?;
        }
        f.sessions(c, city, now)?;
        Ok(Self { visible: Visible::new(reader, now)?, checks: f.checks })
    }
}

struct Maker<'a> {
    reader: &'a SegmentReader,
    checks: Vec<Check>,
}

impl Maker<'_> {
    fn column(&self, field: &str) -> Result<Column<u64>, IndexError> {
        Ok(self.reader.fast_fields().u64(field)?)
    }

    /// What does not have the field does not pass.
    fn number(&mut self, field: &str, holds: impl Fn(u64) -> bool + 'static) -> Result<(), IndexError> {
        let column = self.column(field)?;
        self.checks.push(Box::new(move |doc| column.first(doc).is_some_and(&holds)));
        Ok(())
    }

    fn one_of(&mut self, field: &str, wanted: Vec<u64>) -> Result<(), IndexError> {
        self.number(field, move |value| wanted.contains(&value))
    }

    fn any_code(&mut self, field: &str, codes: &[String]) -> Result<(), IndexError> {
        let Some(column) = self.reader.fast_fields().str(field)? else {
            self.checks.push(Box::new(|_| false));
            return Ok(());
        };
        let mut wanted = vec![];
        for code in codes {
            wanted.extend(column.dictionary().term_ord(code)?);
        }
        self.checks.push(Box::new(move |doc| column.term_ords(doc).any(|ord| wanted.contains(&ord))));
        Ok(())
    }

    fn groups(&mut self, wanted: Vec<u128>) -> Result<(), IndexError> {
        let (high, low) = (self.column("group_high")?, self.column("group_low")?);
        self.checks.push(Box::new(move |doc| match (high.first(doc), low.first(doc)) {
            (Some(h), Some(l)) => wanted.contains(&(u128::from(h) << 64 | u128::from(l))),
            _ => false,
        }));
        Ok(())
    }

    fn radius(&mut self, point: Point, radius: u32) -> Result<(), IndexError> {
        let places = Places::new(self.reader)?;
        let ruler = point.ruler();
        self.checks.push(Box::new(move |doc| places.point(doc).is_some_and(|p| ruler.metres(p) <= radius)));
        Ok(())
    }

    /// One session that lies ahead must satisfy the period, the day parts, the seats and the minutes together:
    /// a free seat on a day one cannot come is none. A flexible offer passes every period.
    fn sessions(&mut self, c: &Criteria, city: &City, now: DateTime<Utc>) -> Result<(), IndexError> {
        if c.day_parts.is_empty() && c.from.is_none() && c.to.is_none() && c.seats.is_none() && c.max_minutes.is_none() {
            return Ok(());
        }
        let (flexible, parts_of_offer) = (self.column("flexible")?, self.column("day_parts")?);
        let sessions = Sessions::new(self.reader)?;
        let midnight = |date: NaiveDate| city.calendar.instant(date.and_time(NaiveTime::MIN)).map(|t| t.timestamp());
        let from = c.from.and_then(midnight).unwrap_or(i64::MIN);
        let to = c.to.and_then(|d| d.checked_add_days(Days::new(1))).and_then(midnight).unwrap_or(i64::MAX);
        let parts = u64::from(c.day_parts.0);
        let seats = c.seats.map(u64::from);
        let minutes = c.max_minutes.map(u64::from);
        let now = now.timestamp();
        let fits = move |session_parts: u64, seats_left: u64, stay: u64| {
            (parts == 0 || session_parts & parts != 0)
                && seats.is_none_or(|wanted| seats_left == UNCOUNTED || seats_left >= wanted)
                && minutes.is_none_or(|most| stay <= most)
        };
        self.checks.push(Box::new(move |doc| {
            if flexible.first(doc) == Some(1) {
                let (Some(seats), Some(stay)) = (sessions.seats.first(doc), sessions.stay.first(doc)) else {
                    return false;
                };
                return fits(parts_of_offer.first(doc).unwrap_or(0), seats, stay);
            }
            sessions.of(doc).any(|s| s.end > now && s.start >= from && s.start < to && fits(s.parts, s.seats, s.stay))
        }));
        Ok(())
    }
}

/// Where documents are.
pub(crate) struct Places {
    lat: Column<i64>,
    lon: Column<i64>,
}

impl Places {
    pub(crate) fn new(reader: &SegmentReader) -> Result<Self, IndexError> {
        let fast = reader.fast_fields();
        Ok(Self { lat: fast.i64("lat")?, lon: fast.i64("lon")? })
    }

    pub(crate) fn point(&self, doc: DocId) -> Option<Point> {
        Some(Point { lat: i32::try_from(self.lat.first(doc)?).ok()?, lon: i32::try_from(self.lon.first(doc)?).ok()? })
    }
}

/// One session of a document.
pub(crate) struct Occurrence {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) parts: u64,
    seats: u64,
    stay: u64,
}

/// The sessions of documents: columns whose values stand in the same order.
pub(crate) struct Sessions {
    starts: Column<i64>,
    ends: Column<i64>,
    parts: Column<u64>,
    seats: Column<u64>,
    stay: Column<u64>,
}

impl Sessions {
    pub(crate) fn new(reader: &SegmentReader) -> Result<Self, IndexError> {
        let fast = reader.fast_fields();
        Ok(Self { starts: fast.i64("starts")?, ends: fast.i64("ends")?, parts: fast.u64("session_parts")?, seats: fast.u64("seats")?, stay: fast.u64("stay")? })
    }

    pub(crate) fn of(&self, doc: DocId) -> impl Iterator<Item = Occurrence> + '_ {
        let times = self.starts.values_for_doc(doc).zip(self.ends.values_for_doc(doc));
        let rest = self.parts.values_for_doc(doc).zip(self.seats.values_for_doc(doc)).zip(self.stay.values_for_doc(doc));
        times.zip(rest).map(|((start, end), ((parts, seats), stay))| Occurrence { start, end, parts, seats, stay })
    }
}
