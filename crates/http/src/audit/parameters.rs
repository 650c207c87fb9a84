use crate::code;
use crate::input::{Field, Form, Parameters, Reader};
use crate::page;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use enmusubi_domain::audit::ObjectKind;
use enmusubi_domain::invalid::Why;
use enmusubi_domain::schedule::instant;
use enmusubi_persistence::AuditFilter;

/// Longest word for what was done.
const ACTION_MAX: usize = 60;

/// Which lines.
pub struct Lines;

impl Parameters for Lines {
    const FIELDS: &'static [&'static [Field]] = &[FIELDS, page::FIELDS];
}

const FIELDS: &[Field] = &[
    Field {
        name: "account_id", form: Form::Id, text: ("What this person did.", "この人が行ったこと。"), example: "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f"
    },
    Field {
        name: "object_kind",
        form: Form::Word(code::object_kinds),
        text: ("What was done to things of this sort.", "この種類のものに対して行われたこと。"),
        example: "account",
    },
    Field {
        name: "object_id",
        form: Form::Id,
        text: ("What was done to this.", "これに対して行われたこと。"),
        example: "019ad5c2-f3a9-7d0c-8e2b-4f6a1c3d5e7f",
    },
    Field {
        name: "action",
        form: Form::Text(ACTION_MAX),
        text: ("What was done: an `operationId`, or a word of a command or job.", "操作（operationId など）。"),
        example: "give_role",
    },
    Field {
        name: "from", form: Form::Date, text: ("From the beginning of this date on.", "この日から（この日を含む）。"), example: "2026-11-01"
    },
    Field { name: "to", form: Form::Date, text: ("Until the end of this date.", "この日まで（この日を含む）。"), example: "2026-11-30" },
];

/// Reads which lines are wanted; dates are those of the city.
pub fn filter(r: &Reader<'_>, tz: Tz) -> AuditFilter {
    let (from, to) = (r.date("from"), r.date("to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        r.refuse("to", Why::Reversed);
    }
    AuditFilter {
        account: r.id("account_id"),
        object_kind: r.word("object_kind", ObjectKind::parse, ObjectKind::CODES),
        object_id: r.id("object_id"),
        action: r.text("action", ACTION_MAX),
        from: from.and_then(|date| midnight(date, tz)),
        to: to.and_then(|date| midnight(date.checked_add_days(Days::new(1))?, tz)),
    }
}

/// When a date begins in the city.
fn midnight(date: NaiveDate, tz: Tz) -> Option<DateTime<Utc>> {
    instant(date.and_time(NaiveTime::MIN), tz)
}
