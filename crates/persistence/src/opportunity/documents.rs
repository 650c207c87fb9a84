//! The shapes of the documents in a row. Their names and words are part of the schema: a change needs a migration.

use crate::columns::{Json, Reading, text};
use crate::error::StoreError;
use enmusubi_domain::level::Level;
use enmusubi_domain::opportunity::{Commitment, Seeks};
use enmusubi_domain::schedule::Recurrence;
use serde::{Deserialize, Serialize};

/// A recurrence; dates and hours as ISO 8601.
#[derive(Serialize, Deserialize)]
struct RecurrenceDoc {
    rule: String,
    starts_on: String,
    until: Option<String>,
    from: String,
    to: String,
    except: Vec<String>,
    seats: Option<u32>,
}

/// What a group is looking for.
#[derive(Serialize, Deserialize)]
struct SeeksDoc {
    level: Option<String>,
    commitment: Option<String>,
    skills: Vec<String>,
    languages: Vec<String>,
    newcomer_seats: u32,
}

/// Writes a recurrence.
pub fn of_recurrence(r: &Recurrence) -> Result<Json, StoreError> {
    Json::of(&RecurrenceDoc {
        rule: text(&r.rule)?,
        starts_on: r.starts_on.to_string(),
        until: r.until.map(|d| d.to_string()),
        from: r.from.to_string(),
        to: r.to.to_string(),
        except: r.except.iter().map(ToString::to_string).collect(),
        seats: r.seats,
    })
}

/// Reads a recurrence.
pub fn recurrence(r: &Reading, raw: &Json) -> Result<Recurrence, StoreError> {
    fn part<T: std::str::FromStr>(r: &Reading, raw: &str) -> Result<T, StoreError> {
        raw.parse().map_err(|_| r.damaged("recurrence holds a date or hour that cannot be read"))
    }
    let doc: RecurrenceDoc = r.doc("recurrence", raw)?;
    Ok(Recurrence {
        starts_on: part(r, &doc.starts_on)?,
        until: doc.until.map(|d| part(r, &d)).transpose()?,
        from: part(r, &doc.from)?,
        to: part(r, &doc.to)?,
        except: doc.except.iter().map(|d| part(r, d)).collect::<Result<_, _>>()?,
        rule: doc.rule,
        seats: doc.seats,
    })
}

/// Writes what a group is looking for.
pub fn of_seeks(s: &Seeks) -> Result<Json, StoreError> {
    for item in s.skills.iter().chain(&s.languages) {
        text(item)?;
    }
    Json::of(&SeeksDoc {
        level: s.level.map(|l| l.code().into()),
        commitment: s.commitment.map(|c| c.code().into()),
        skills: s.skills.clone(),
        languages: s.languages.clone(),
        newcomer_seats: s.newcomer_seats,
    })
}

/// Reads what a group is looking for.
pub fn seeks(r: &Reading, raw: &Json) -> Result<Seeks, StoreError> {
    let doc: SeeksDoc = r.doc("seeks", raw)?;
    Ok(Seeks {
        level: doc.level.map(|w| r.word("seeks/level", &w, Level::parse)).transpose()?,
        commitment: doc.commitment.map(|w| r.word("seeks/commitment", &w, Commitment::parse)).transpose()?,
        skills: doc.skills,
        languages: doc.languages,
        newcomer_seats: doc.newcomer_seats,
    })
}
