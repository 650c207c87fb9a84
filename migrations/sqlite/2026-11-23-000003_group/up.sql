CREATE TABLE "group" (
  id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version          INTEGER NOT NULL,
  name             TEXT    NOT NULL,
  name_en          TEXT,
  kind             TEXT    NOT NULL, -- a word of the ground; the list of words grows without a migration
  summary          TEXT    NOT NULL,
  description      TEXT    NOT NULL,
  themes           TEXT    NOT NULL CHECK (json_valid(themes)), -- codes, the main one first
  areas            TEXT    NOT NULL CHECK (json_valid(areas)),  -- codes
  place_name       TEXT,
  place_address    TEXT,
  place_lat        INTEGER,          -- millionths of a degree
  place_lon        INTEGER,
  place_station    TEXT,
  members          INTEGER,
  founded          INTEGER,
  url              TEXT,
  accessibility    TEXT    NOT NULL CHECK (json_valid(accessibility)),
  source_name      TEXT,
  source_reference TEXT,
  imported         INTEGER NOT NULL CHECK (imported IN (0, 1)),
  created_at       INTEGER NOT NULL, -- microseconds since 1970
  updated_at       INTEGER NOT NULL,
  CONSTRAINT group_source UNIQUE (source_name, source_reference),
  CONSTRAINT group_source_whole CHECK ((source_name IS NULL) = (source_reference IS NULL)),
  CONSTRAINT group_point CHECK ((place_lat IS NULL) = (place_lon IS NULL))
) STRICT;

-- The version counts changes, whoever makes them. SQLite's BEFORE triggers cannot alter the new row, so the row is updated once
-- more afterwards; that inner update is the one that is logged. A trigger does not fire itself (recursive_triggers is off), and
-- the condition is false for the inner update in any case.
CREATE TRIGGER group_id_stays BEFORE UPDATE OF id ON "group" WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER group_version AFTER UPDATE ON "group" WHEN new.version IS NOT old.version + 1
BEGIN UPDATE "group" SET version = old.version + 1 WHERE id = new.id; END;
CREATE TRIGGER group_inserted AFTER INSERT ON "group" BEGIN INSERT INTO change_log (kind, key) VALUES (2, new.id); END;
CREATE TRIGGER group_updated AFTER UPDATE ON "group" WHEN new.version IS NOT old.version BEGIN INSERT INTO change_log (kind, key) VALUES (2, new.id); END;
CREATE TRIGGER group_deleted AFTER DELETE ON "group" BEGIN INSERT INTO change_log (kind, key) VALUES (2, old.id); END;
