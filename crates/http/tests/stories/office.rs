use crate::people::{Somebody, Who};
use crate::town::Town;
use crate::wire::Answer;
use enmusubi_domain::access::Role;
use enmusubi_domain::audit::{Entry, ObjectKind};
use enmusubi_persistence::{AuditFilter, StoreError};
use serde_json::Value;
use uuid::Uuid;

/// The town hall's own people.
pub struct Office {
    pub town: Town,
    pub admin: Somebody,
    pub other: Somebody,
    pub auditor: Somebody,
    pub volunteer: Somebody,
}

impl Office {
    pub fn open() -> Self {
        Self::of(Town::with_store())
    }

    pub fn of(town: Town) -> Self {
        let admin = town.somebody("admin", vec![Role::Administrator]);
        let other = town.somebody("other", vec![Role::Administrator]);
        let auditor = town.somebody("auditor", vec![Role::Auditor]);
        let volunteer = town.somebody("volunteer", vec![]);
        Self { town, admin, other, auditor, volunteer }
    }

    pub fn get(&self, who: &Who, target: &str) -> Answer {
        self.town.call(who, "GET", target, &[], None)
    }

    pub fn post(&self, who: &Who, target: &str, body: &Value) -> Answer {
        self.town.call(who, "POST", target, &[], Some(body))
    }

    pub fn delete(&self, who: &Who, target: &str) -> Answer {
        self.town.call(who, "DELETE", target, &[], None)
    }

    pub fn patch(&self, who: &Who, target: &str, version: &str, body: &Value) -> Answer {
        self.town.call(who, "PATCH", target, &[("If-Match", version)], Some(body))
    }

    /// What the trail says of a thing, oldest first.
    pub fn trail(&self, kind: ObjectKind, id: &str) -> Vec<Entry> {
        let filter = AuditFilter { object_kind: Some(kind), object_id: Some(id.parse::<Uuid>().unwrap()), ..AuditFilter::default() };
        let mut lines = self.town.store.read(|tx| tx.audit_page(None, &filter, 1_000)).unwrap_or_else(|e: StoreError| panic!("{e}"));
        lines.reverse();
        lines
    }

    /// The same in short: what was done, and to which fields.
    pub fn deeds(&self, kind: ObjectKind, id: &str) -> Vec<(String, Vec<String>)> {
        self.trail(kind, id).into_iter().map(|line| (line.action, line.fields)).collect()
    }

    /// Everything the trail says, as text.
    pub fn whole_trail(&self) -> String {
        let lines = self.town.store.read(|tx| tx.audit_page(None, &AuditFilter::default(), 1_000));
        format!("{:?}", lines.unwrap_or_else(|e: StoreError| panic!("{e}")))
    }

    /// Sent as somebody, it is refused with 422, names exactly these places, and says why in both languages.
    pub fn names(&self, who: &Who, method: &str, target: &str, headers: &[(&str, &str)], body: Option<&Value>, places: &[&str]) {
        let said = |lang| {
            let headers = [headers, &[("Accept-Language", lang)]].concat();
            let answer = self.town.call(who, method, target, &headers, body);
            let (status, code, named) = answer.refusal();
            assert_eq!(
                (status, code.as_str(), named),
                (422, "invalid", places.iter().map(|p| (*p).to_owned()).collect()),
                "{target} {body:?} {}",
                answer.text()
            );
            let details: Vec<String> = answer.json()["errors"].as_array().unwrap().iter().map(|e| e["detail"].as_str().unwrap().to_owned()).collect();
            details
        };
        let japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
        assert!(said("ja").iter().all(|detail| japanese(detail)), "{target} {body:?}");
        assert!(said("en").iter().all(|detail| !japanese(detail)), "{target} {body:?}");
    }
}

/// The status and the code of a refusal.
pub fn refused(answer: &Answer) -> (u16, String) {
    let (status, code, _) = answer.refusal();
    (status, code)
}

/// A text member.
pub fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} in {value}")).to_owned()
}
