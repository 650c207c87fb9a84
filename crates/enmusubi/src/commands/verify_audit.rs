use crate::cli::Common;
use crate::node::{Heads, Keys};
use crate::{console, hex};
use enmusubi_persistence::{AuditCheck, AuditFault, AuditKey, Store, StoreError};
use std::path::Path;

/// Faults that are named; the rest is counted.
const NAMED: usize = 20;

pub fn run(common: &Common) -> Result<(), String> {
    let keys = Keys::open(&common.keys_dir())?;
    let key = keys.audit_key()?.ok_or_else(|| format!("{} holds no audit.key: nothing was sealed from here", common.keys_dir().display()))?;
    let workshop = super::open(common)?;
    let check = look(&workshop.store, &key, &common.data_dir)?;
    console::say(&format!("{} lines, {} of them sealed, {} wait for their seal", check.events, check.sealed, check.unsealed));
    if let Some((pos, digest)) = check.head {
        let digest = hex::text_of(&digest);
        console::say(&format!("The last seal is {pos} {digest}: note it where nobody can change it"));
    }
    if check.faults.is_empty() {
        console::say("Every sealed line is as it was written.");
        return Ok(());
    }
    check.faults.iter().take(NAMED).for_each(|fault| console::note(&told(fault)));
    Err(format!("the audit trail has {} faults: somebody changed the database, or it was restored from a backup", check.faults.len()))
}

/// Looks at every line, and at every head that was noted outside of the database.
fn look(store: &Store, key: &AuditKey, data: &Path) -> Result<AuditCheck, String> {
    // What was noted is read first: a service that is running may only add to the chain meanwhile.
    let noted = Heads::noted(data)?;
    let check = store.read(|tx| {
        let mut check = tx.verify_audit(key, noted.last().copied())?;
        for (pos, digest) in noted.iter().rev().skip(1) {
            let fault = AuditFault::HeadMissing { pos: *pos };
            if tx.audit_digest(*pos)? != Some(*digest) && !check.faults.contains(&fault) {
                check.faults.push(fault);
            }
        }
        Ok(check)
    });
    check.map_err(|e: StoreError| e.to_string())
}

fn told(fault: &AuditFault) -> String {
    match fault {
        AuditFault::Changed { pos, seq } => format!("seal {pos}: line {seq} is not as it was written, or its seal is not"),
        AuditFault::Removed { pos, seq } => format!("seal {pos}: line {seq} is gone"),
        AuditFault::Inserted { seq } => format!("line {seq} was put in afterwards, or its seal was taken"),
        AuditFault::SealMissing { pos } => format!("seal {pos} is gone"),
        AuditFault::OtherKey { pos } => format!("seal {pos} was made with another audit.key"),
        AuditFault::HeadMissing { pos } => format!("seal {pos} was noted outside of the database and is not in it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};
    use enmusubi_domain::audit::{Actor, Event, ObjectKind};
    use std::path::PathBuf;
    use uuid::Uuid;

    const KEY: AuditKey = AuditKey([7; 32]);

    /// Three sealed lines, and their head noted.
    fn trail(dir: &Path) -> PathBuf {
        let file = dir.join("a.db");
        let store = Store::open(&format!("sqlite:{}", file.display())).unwrap();
        for action in ["create_account", "give_role", "take_role"] {
            let object = (ObjectKind::Account, Uuid::now_v7());
            let event = Event { actor: Actor::Operator, action, object, fields: vec![], reason: None, trace_id: String::new() };
            store.write(|tx| tx.audit(&event)).unwrap();
        }
        assert_eq!(store.seal_audit(&KEY, 100), Ok(3));
        let head = store.read(|tx| Ok::<_, StoreError>(tx.audit_head()?.unwrap())).unwrap();
        Heads::below(dir).note(head, "2026-11-24T08:00:00Z".parse().unwrap()).unwrap();
        file
    }

    fn found(dir: &Path, file: &Path) -> Vec<String> {
        let store = Store::open(&format!("sqlite:{}", file.display())).unwrap();
        look(&store, &KEY, dir).unwrap().faults.iter().map(told).collect()
    }

    fn tamper(file: &Path, sql: &str) {
        let mut db = SqliteConnection::establish(&file.display().to_string()).unwrap();
        db.batch_execute("DROP TRIGGER audit_event_stays; DROP TRIGGER audit_event_never_goes; DROP TRIGGER audit_seal_never_goes;").unwrap();
        db.batch_execute(sql).unwrap();
    }

    #[test]
    fn an_untouched_trail_has_no_faults() {
        let dir = tempfile::tempdir().unwrap();
        let file = trail(dir.path());
        assert_eq!(found(dir.path(), &file), Vec::<String>::new());
    }

    #[test]
    fn a_changed_line_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let file = trail(dir.path());
        tamper(&file, "UPDATE audit_event SET action = 'read_me' WHERE seq = 2");
        assert!(found(dir.path(), &file).iter().any(|told| told.contains("line 2 is not as it was written")));
    }

    #[test]
    fn a_tail_that_was_cut_off_is_missed_outside_of_the_database() {
        let dir = tempfile::tempdir().unwrap();
        let file = trail(dir.path());
        tamper(&file, "DELETE FROM audit_seal WHERE seq = 3; DELETE FROM audit_event WHERE seq = 3;");
        assert_eq!(found(dir.path(), &file), ["seal 3 was noted outside of the database and is not in it"]);
    }
}
