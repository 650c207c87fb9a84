//! What a seal is made of.

use crate::columns::{Doc, Id, Instant, Json, Ts, Uid};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The key of the seals. It lies outside of the database: whoever has only the database cannot make a seal.
#[derive(Clone)]
pub struct AuditKey(pub [u8; 32]);

impl AuditKey {
    /// The name of the key: the beginning of its hash, from which nobody gets back to the key.
    pub fn id(&self) -> String {
        Sha256::digest(self.0).iter().take(8).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl std::fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuditKey(…)")
    }
}

/// A line as it stands in the database, every column but the transaction's number, which is no part of what it says.
#[derive(Debug, QueryableByName)]
pub(super) struct Line {
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = Instant)]
    pub at: Ts,
    #[diesel(sql_type = Text)]
    pub actor: String,
    #[diesel(sql_type = Nullable<Uid>)]
    pub actor_id: Option<Id>,
    #[diesel(sql_type = Nullable<Uid>)]
    pub login_id: Option<Id>,
    #[diesel(sql_type = Text)]
    pub action: String,
    #[diesel(sql_type = Text)]
    pub object_kind: String,
    #[diesel(sql_type = Uid)]
    pub object_id: Id,
    #[diesel(sql_type = Doc)]
    pub fields: Json,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Text)]
    pub trace_id: String,
}

/// The columns of a [`Line`], of the table under the name `e`.
pub(super) const LINE: &str = "e.seq, e.at, e.actor, e.actor_id, e.login_id, e.action, e.object_kind, e.object_id, e.fields, e.reason, e.trace_id";

/// The digest at a place of the chain: of the digest before it, the place, the moment, and every column of the line.
pub(super) fn digest(key: &AuditKey, before: &[u8; 32], pos: u64, sealed_at: Ts, line: &Line) -> [u8; 32] {
    // Every length of key will do, so there is nothing to fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key.0) else { return [0; 32] };
    mac.update(before);
    mac.update(&pos.to_be_bytes());
    mac.update(&sealed_at.0.timestamp_micros().to_be_bytes());
    mac.update(&canonical(line));
    mac.finalize().into_bytes().into()
}

/// A line as bytes: each column says whether it is there and how long it is, so that no two lines are the same bytes. How a database
/// spells a list does not count.
fn canonical(line: &Line) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    let mut put = |part: Option<&[u8]>| match part {
        None => bytes.push(0),
        Some(part) => {
            bytes.push(1);
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part);
        }
    };
    put(Some(&line.seq.to_be_bytes()));
    put(Some(&line.at.0.timestamp_micros().to_be_bytes()));
    put(Some(line.actor.as_bytes()));
    put(line.actor_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
    put(line.login_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
    put(Some(line.action.as_bytes()));
    put(Some(line.object_kind.as_bytes()));
    put(Some(line.object_id.0.as_bytes()));
    put(line.reason.as_deref().map(str::as_bytes));
    put(Some(line.trace_id.as_bytes()));
    match serde_json::from_str::<Vec<String>>(&line.fields.0) {
        Ok(fields) => {
            put(Some(&(fields.len() as u64).to_be_bytes()));
            fields.iter().for_each(|field| put(Some(field.as_bytes())));
        }
        // The program writes nothing of the kind; whatever it is, it must not look like a list.
        Err(_) => {
            put(None);
            put(Some(line.fields.0.as_bytes()));
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    fn line() -> Line {
        Line {
            seq: 7,
            at: Ts(DateTime::UNIX_EPOCH),
            actor: "person".into(),
            actor_id: Some(Id(Uuid::from_u128(1))),
            login_id: None,
            action: "update_group".into(),
            object_kind: "group".into(),
            object_id: Id(Uuid::from_u128(2)),
            fields: Json(r#"["name","areas"]"#.into()),
            reason: None,
            trace_id: "t".into(),
        }
    }

    #[test]
    fn what_moves_from_one_column_to_the_next_is_another_line() {
        let one = canonical(&line());
        for other in [
            Line { action: "update_grou".into(), object_kind: "pgroup".into(), ..line() },
            Line { reason: Some(String::new()), ..line() },
            Line { actor_id: None, login_id: Some(Id(Uuid::from_u128(1))), ..line() },
            Line { fields: Json(r#"["name,areas"]"#.into()), ..line() },
            Line { fields: Json(r#"["nameareas"]"#.into()), ..line() },
            Line { fields: Json("[]".into()), ..line() },
        ] {
            assert_ne!(canonical(&other), one, "{other:?}");
        }
        assert_eq!(canonical(&Line { fields: Json(r#"[ "name", "areas" ]"#.into()), ..line() }), one, "PostgreSQL spells lists with spaces");
    }

    #[test]
    fn the_name_of_a_key_does_not_print_the_key() {
        let key = AuditKey([0xab; 32]);
        assert_eq!(key.id().len(), 16);
        assert!(!format!("{key:?}{}", key.id()).contains("ab, ab") && !key.id().contains("abababab"));
    }
}
