-- Who this database is. A restored copy that goes its own way gets a fresh restore_id by hand.
CREATE TABLE db_identity (
  one        boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
  restore_id uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO db_identity DEFAULT VALUES;

-- What has changed, in no order one may rely on: sequence numbers and transaction ids become visible late.
CREATE TABLE change_log (
  seq  bigint      NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid  xid8        NOT NULL DEFAULT pg_current_xact_id(), -- of the outermost transaction, inside savepoints too
  at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind smallint    NOT NULL,                              -- 1 opportunity, 2 group, 3 themes, 4 areas
  key  uuid        NOT NULL                               -- nil for the taxonomies: they change as a whole
);
CREATE INDEX change_log_xid_seq ON change_log (xid, seq);
-- Genesis: the log is never empty, so that every cursor has an entry to stand on.
INSERT INTO change_log (kind, key) VALUES (0, '00000000-0000-0000-0000-000000000000');

-- Entries below the floor were trimmed: whoever has not read them starts anew.
CREATE TABLE change_floor (
  one boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
  xid xid8    NOT NULL DEFAULT '0'
);
INSERT INTO change_floor DEFAULT VALUES;

-- The functions behind the triggers of every table that can be found or listed.
CREATE FUNCTION bump_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.id <> OLD.id THEN RAISE EXCEPTION 'an id never changes'; END IF;
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE FUNCTION log_inserted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key) SELECT TG_ARGV[0]::smallint, id FROM new_rows;
  RETURN NULL;
END $$;
CREATE FUNCTION log_updated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key)
    SELECT TG_ARGV[0]::smallint, id FROM (SELECT id FROM new_rows UNION SELECT id FROM old_rows) AS touched;
  RETURN NULL;
END $$;
CREATE FUNCTION log_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key) SELECT TG_ARGV[0]::smallint, id FROM old_rows;
  RETURN NULL;
END $$;
-- A truncated table would change without a word in the log.
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'TRUNCATE is not logged: use DELETE';
END $$;
