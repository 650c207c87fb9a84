//! Whatever is touched in the audit trail is found.

use crate::audit::{KEY, head, seal, verify, without_guards, write};
use crate::backends::{Backend, in_every_place};
use enmusubi_domain::id::mix;
use enmusubi_persistence::AuditCheck;
use uuid::Uuid;

/// One change to the tables, by chance: its name, its statements, and whether only a head from outside shows it.
fn mutation(n: u64, backend: Backend, lines: u64, key_id: &str) -> (&'static str, String, bool) {
    let mut random = n;
    let mut pick = |below: u64| {
        random = mix(random);
        random % below
    };
    let (a, b) = (pick(lines) + 1, pick(lines - 1) + 1);
    let b = if b >= a { b + 1 } else { b };
    let line = |pos: u64| format!("seq = (SELECT seq FROM audit_seal WHERE pos = {pos})");
    let edit = |set: &str| format!("UPDATE audit_event SET {set} WHERE {}", line(a));
    let later = if backend == Backend::Sqlite { "+ 1" } else { "+ interval '1 microsecond'" };
    let bytes = |text: &str| if backend == Backend::Sqlite { format!("x'{text}'") } else { format!("'\\x{text}'") };
    let id = if backend == Backend::Sqlite { format!("x'{:032x}'", 999) } else { format!("'{}'", Uuid::from_u128(999)) };
    let copy = |number: &str| {
        let columns = "at, actor, actor_id, login_id, action, object_kind, object_id, fields, reason, trace_id";
        match backend {
            Backend::Sqlite => format!("INSERT INTO audit_event (seq, {columns}) SELECT {number}, {columns} FROM audit_event WHERE {}", line(a)),
            Backend::Postgres => format!("INSERT INTO audit_event (seq, xid, {columns}) SELECT {number}, xid, {columns} FROM audit_event WHERE {}", line(a)),
        }
    };
    let swap = |table: &str, column: &str, by: &str, (x, y): (String, String)| {
        format!(
            "UPDATE {table} SET {column} = -1 WHERE {by} = {x}; UPDATE {table} SET {column} = {x2} WHERE {by} = {y}; UPDATE {table} SET {column} = {y2} WHERE {column} = -1",
            x2 = if by == column { x.clone() } else { format!("(SELECT {column} FROM old_{table} WHERE {by} = {x})") },
            y2 = if by == column { y.clone() } else { format!("(SELECT {column} FROM old_{table} WHERE {by} = {y})") },
        )
    };
    let number = |pos: u64| format!("(SELECT seq FROM old_audit_seal WHERE pos = {pos})");
    let cut = lines - pick(lines / 2);
    match pick(22) {
        0 => ("moment", edit(&format!("at = at {later}")), false),
        1 => ("actor", edit("actor = actor || 'x'"), false),
        2 => ("who", edit(&format!("actor_id = {id}")), false),
        3 => ("login", edit(&format!("login_id = {id}")), false),
        4 => ("action", edit("action = 'read_audit'"), false),
        5 => ("kind of object", edit("object_kind = 'nothing'"), false),
        6 => ("object", edit(&format!("object_id = {id}")), false),
        7 => ("fields", edit("fields = '[\"name\",\"email\"]'"), false),
        8 => ("reason", edit("reason = coalesce(reason || ' ', '')"), false),
        9 => ("trace", edit("trace_id = ''"), false),
        10 => ("number of a line", edit(&format!("seq = seq + {}", 1_000 + pick(1_000))), false),
        11 => ("line removed", format!("DELETE FROM audit_event WHERE {}", line(a)), false),
        12 => ("last line removed", format!("DELETE FROM audit_event WHERE {}", line(lines)), false),
        13 => ("line put in before", copy(&format!("{} - {}", number(1), pick(50) + 1)), false),
        14 => ("lines swapped", swap("audit_event", "seq", "seq", (number(a), number(b))), false),
        15 => ("seals swapped", swap("audit_seal", "seq", "pos", (a.to_string(), b.to_string())), false),
        16 => ("digest", format!("UPDATE audit_seal SET digest = {} WHERE pos = {a}", bytes(&"5a".repeat(32))), false),
        17 => ("moment of a seal", format!("UPDATE audit_seal SET sealed_at = sealed_at {later} WHERE pos = {a}"), false),
        18 => ("name of the key", format!("UPDATE audit_seal SET key_id = '{}' WHERE pos = {a}", key_id.replace(|c| c != '0', "0")), false),
        19 => ("seal removed", format!("DELETE FROM audit_seal WHERE pos = {}", a.min(lines - 1)), false),
        20 => ("seals cut off", format!("DELETE FROM audit_seal WHERE pos >= {cut}"), true),
        _ => (
            "lines and seals cut off",
            format!("DELETE FROM audit_event WHERE seq IN (SELECT seq FROM audit_seal WHERE pos >= {cut}); DELETE FROM audit_seal WHERE pos >= {cut}"),
            true,
        ),
    }
}

#[test]
fn whatever_is_touched_is_found() {
    in_every_place(|place| {
        let store = place.store();
        let lines = 40;
        for n in 0..lines {
            write(&store, n..n + 1);
        }
        seal(&store, &KEY, 15, lines);
        let noted = head(&store);
        assert_eq!(verify(&store, noted), AuditCheck { events: lines, sealed: lines, unsealed: 0, head: noted, faults: vec![] });
        let mut raw = without_guards(place);
        raw.run("CREATE TABLE old_audit_event AS SELECT * FROM audit_event; CREATE TABLE old_audit_seal AS SELECT * FROM audit_seal");
        let mut kinds = std::collections::BTreeMap::new();
        for n in 0..300 {
            let (what, sql, only_from_outside) = mutation(n, place.backend, lines, &KEY.id());
            raw.run(&sql);
            let faults = verify(&store, noted).faults;
            assert!(!faults.is_empty(), "{n} {what}: {sql}");
            assert_eq!(verify(&store, None).faults.is_empty(), only_from_outside, "{n} {what}: {sql}");
            *kinds.entry(what).or_insert(0) += 1;
            raw.run("DELETE FROM audit_event; DELETE FROM audit_seal; INSERT INTO audit_event SELECT * FROM old_audit_event; INSERT INTO audit_seal SELECT * FROM old_audit_seal");
            assert_eq!(verify(&store, noted).faults, [], "all is as it was");
        }
        println!("{:?}: {kinds:?}", place.backend);
        assert_eq!(kinds.len(), 22);
    });
}
