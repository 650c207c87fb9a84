CREATE TABLE opportunity (
  id                 BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version            INTEGER NOT NULL,
  group_id           BLOB    NOT NULL,
  kind               TEXT    NOT NULL, -- kind, state, level …: words of the ground; the lists of words grow without a migration
  title              TEXT    NOT NULL,
  title_en           TEXT,
  summary            TEXT    NOT NULL,
  summary_en         TEXT,
  description        TEXT    NOT NULL,
  themes             TEXT    NOT NULL CHECK (json_valid(themes)), -- codes, the main one first
  themes_suggested   INTEGER NOT NULL CHECK (themes_suggested IN (0, 1)),
  areas              TEXT    NOT NULL CHECK (json_valid(areas)),  -- codes
  place_name         TEXT,
  place_address      TEXT,
  place_lat          INTEGER,          -- millionths of a degree
  place_lon          INTEGER,
  place_station      TEXT,
  remote             INTEGER NOT NULL CHECK (remote IN (0, 1)),
  level              TEXT,
  beginner_friendly  INTEGER NOT NULL CHECK (beginner_friendly IN (0, 1)),
  responsibility     TEXT    NOT NULL,
  recurrence         TEXT    CHECK (recurrence IS NULL OR json_valid(recurrence)), -- rule, starts_on, until, from, to, except, seats
  day_parts          INTEGER NOT NULL, -- bit n is day part n, Monday morning first
  partial_attendance INTEGER NOT NULL CHECK (partial_attendance IN (0, 1)),
  minimum_minutes    INTEGER,
  seats              INTEGER,
  seats_taken        INTEGER NOT NULL,
  party_min          INTEGER NOT NULL,
  party_max          INTEGER,
  age_min            INTEGER,
  age_max            INTEGER,
  families           INTEGER NOT NULL CHECK (families IN (0, 1)),
  students           INTEGER NOT NULL CHECK (students IN (0, 1)),
  seniors            INTEGER NOT NULL CHECK (seniors IN (0, 1)),
  requirements       TEXT    NOT NULL CHECK (json_valid(requirements)),
  qualifications     TEXT    NOT NULL CHECK (json_valid(qualifications)),
  accessibility      TEXT    NOT NULL CHECK (json_valid(accessibility)),
  languages          TEXT    NOT NULL CHECK (json_valid(languages)),
  insurance          TEXT,
  cost               TEXT,
  rewards            TEXT,
  apply_by           INTEGER,
  company_ok         INTEGER NOT NULL CHECK (company_ok IN (0, 1)),
  url                TEXT,
  seeks              TEXT    CHECK (seeks IS NULL OR json_valid(seeks)), -- level, commitment, skills, languages, newcomer_seats
  state              TEXT    NOT NULL,
  source_name        TEXT,
  source_reference   TEXT,
  created_at         INTEGER NOT NULL, -- microseconds since 1970
  updated_at         INTEGER NOT NULL,
  published_at       INTEGER,
  CONSTRAINT opportunity_group FOREIGN KEY (group_id) REFERENCES "group" (id),
  CONSTRAINT opportunity_source UNIQUE (source_name, source_reference),
  CONSTRAINT opportunity_source_whole CHECK ((source_name IS NULL) = (source_reference IS NULL)),
  CONSTRAINT opportunity_point CHECK ((place_lat IS NULL) = (place_lon IS NULL)),
  CONSTRAINT opportunity_seats CHECK (seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats))
) STRICT;
CREATE INDEX opportunity_of_group ON opportunity (group_id, id);
CREATE INDEX opportunity_recurring ON opportunity (id) WHERE recurrence IS NOT NULL AND state = 'published';

-- As for the group: the version is bumped by an inner update, and that one is logged.
CREATE TRIGGER opportunity_id_stays BEFORE UPDATE OF id ON opportunity WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER opportunity_version AFTER UPDATE ON opportunity WHEN new.version IS NOT old.version + 1
BEGIN UPDATE opportunity SET version = old.version + 1 WHERE id = new.id; END;
CREATE TRIGGER opportunity_inserted AFTER INSERT ON opportunity BEGIN INSERT INTO change_log (kind, key) VALUES (1, new.id); END;
CREATE TRIGGER opportunity_updated AFTER UPDATE ON opportunity WHEN new.version IS NOT old.version BEGIN INSERT INTO change_log (kind, key) VALUES (1, new.id); END;
CREATE TRIGGER opportunity_deleted AFTER DELETE ON opportunity BEGIN INSERT INTO change_log (kind, key) VALUES (1, old.id); END;

CREATE TABLE session (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  opportunity_id BLOB    NOT NULL,
  starts_at      INTEGER NOT NULL, -- microseconds since 1970
  ends_at        INTEGER NOT NULL,
  seats          INTEGER,
  seats_taken    INTEGER NOT NULL,
  cancelled      INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
  CONSTRAINT session_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
  CONSTRAINT session_seats CHECK (seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats))
) STRICT;
CREATE INDEX session_of_opportunity ON session (opportunity_id, starts_at, id);

-- A session is part of its opportunity: the log names the opportunity.
CREATE TRIGGER session_inserted AFTER INSERT ON session BEGIN INSERT INTO change_log (kind, key) VALUES (1, new.opportunity_id); END;
CREATE TRIGGER session_updated AFTER UPDATE ON session
BEGIN INSERT INTO change_log (kind, key) SELECT 1, old.opportunity_id UNION SELECT 1, new.opportunity_id; END;
CREATE TRIGGER session_deleted AFTER DELETE ON session BEGIN INSERT INTO change_log (kind, key) VALUES (1, old.opportunity_id); END;
