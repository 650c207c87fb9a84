use enmusubi_domain::access::Operation;
use enmusubi_domain::audit::{Actor, Event, ObjectKind};
use enmusubi_persistence::{StoreError, Tx};
use uuid::Uuid;

/// Notes in the audit trail what is done where nobody, or nobody yet, is signed in.
pub fn note(
    tx: &mut Tx<'_>,
    actor: Actor,
    operation: Operation,
    object: (ObjectKind, Uuid),
    fields: &[&'static str],
    trace_id: &str,
) -> Result<(), StoreError> {
    tx.audit(&Event { actor, action: operation.code(), object, fields: fields.to_vec(), reason: None, trace_id: trace_id.to_owned() })
}
