-- The audit trail: who did what to which object. Ids only, names of fields only; nobody's values.
CREATE TABLE audit_event (
  seq         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid         xid8        NOT NULL DEFAULT pg_current_xact_id(), -- tells when the line may be sealed; no part of what it says
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor       text        NOT NULL,
  actor_id    uuid,
  login_id    uuid,
  action      text        NOT NULL,
  object_kind text        NOT NULL,
  object_id   uuid        NOT NULL,
  fields      jsonb       NOT NULL, -- names
  reason      text,
  trace_id    text        NOT NULL
);
CREATE INDEX audit_event_xid_seq ON audit_event (xid, seq);
CREATE INDEX audit_event_of_actor ON audit_event (actor_id, seq);
CREATE INDEX audit_event_of_object ON audit_event (object_id, seq);

-- The chain of seals: each digest binds a line to all before it.
CREATE TABLE audit_seal (
  pos       bigint      NOT NULL PRIMARY KEY, -- from 1, without gaps
  seq       bigint      NOT NULL,
  digest    bytea       NOT NULL CHECK (octet_length(digest) = 32),
  key_id    text        NOT NULL,
  sealed_at timestamptz NOT NULL,
  CONSTRAINT audit_seal_seq UNIQUE (seq)
);

-- Both only grow.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'the audit trail only grows';
END $$;
CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_seal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
