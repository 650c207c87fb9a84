-- The audit trail: who did what to which object. Ids only, names of fields only; nobody's values.
CREATE TABLE audit_event (
  seq         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- never given twice
  at          INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
  actor       TEXT    NOT NULL,
  actor_id    BLOB,
  login_id    BLOB,
  action      TEXT    NOT NULL,
  object_kind TEXT    NOT NULL,
  object_id   BLOB    NOT NULL CHECK (length(object_id) = 16),
  fields      TEXT    NOT NULL CHECK (json_valid(fields)), -- names
  reason      TEXT,
  trace_id    TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_event_of_actor ON audit_event (actor_id, seq);
CREATE INDEX audit_event_of_object ON audit_event (object_id, seq);

-- The chain of seals: each digest binds a line to all before it.
CREATE TABLE audit_seal (
  pos       INTEGER NOT NULL PRIMARY KEY, -- from 1, without gaps
  seq       INTEGER NOT NULL,
  digest    BLOB    NOT NULL CHECK (length(digest) = 32),
  key_id    TEXT    NOT NULL,
  sealed_at INTEGER NOT NULL,
  CONSTRAINT audit_seal_seq UNIQUE (seq)
) STRICT;

-- Both only grow. INSERT OR REPLACE would delete without asking the triggers on DELETE.
CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
CREATE TRIGGER audit_event_never_goes BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
CREATE TRIGGER audit_event_is_never_replaced BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
CREATE TRIGGER audit_seal_stays BEFORE UPDATE ON audit_seal BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
CREATE TRIGGER audit_seal_never_goes BEFORE DELETE ON audit_seal BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
CREATE TRIGGER audit_seal_is_never_replaced BEFORE INSERT ON audit_seal WHEN EXISTS (SELECT 1 FROM audit_seal WHERE pos = new.pos OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
