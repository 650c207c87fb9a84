-- What really happened: one person at one session, or at one date of an offer without dates. A line is a picture of its moment, and outlives
-- the application, the session and the opportunity it names, so nothing ties it to them. When the person leaves, the hours stay and the name
-- goes (SET NULL). Nothing here is found or listed in public, so nothing is logged for the followers.
CREATE TABLE participation (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version        INTEGER NOT NULL,
  account_id     BLOB,             -- nothing once the person has left
  application_id BLOB    NOT NULL,
  opportunity_id BLOB    NOT NULL,
  group_id       BLOB    NOT NULL,
  group_name     TEXT    NOT NULL, -- group_name, title, kind, level, themes, responsibility: as they were
  title          TEXT    NOT NULL,
  kind           TEXT    NOT NULL,
  level          TEXT,
  themes         TEXT    NOT NULL CHECK (json_valid(themes)),
  responsibility TEXT    NOT NULL,
  session_id     BLOB,
  held_on        TEXT    NOT NULL CHECK (length(held_on) = 10), -- a civil date of the city
  starts_at      INTEGER,          -- microseconds since 1970
  ends_at        INTEGER,
  outcome        TEXT    NOT NULL, -- a word of the ground
  minutes        INTEGER NOT NULL,
  notice         INTEGER NOT NULL CHECK (notice IN (0, 1)),
  objection      TEXT,
  objected_at    INTEGER,
  recorded_by    BLOB,
  recorded_at    INTEGER NOT NULL,
  CONSTRAINT participation_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT participation_recorder FOREIGN KEY (recorded_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT participation_minutes CHECK (minutes BETWEEN 0 AND 1440 AND (minutes = 0) = (outcome = 'absent')),
  CONSTRAINT participation_notice CHECK (notice = 0 OR outcome = 'absent'),
  CONSTRAINT participation_session CHECK ((session_id IS NULL) = (starts_at IS NULL) AND (session_id IS NULL) = (ends_at IS NULL)),
  CONSTRAINT participation_objection CHECK ((objection IS NULL) = (objected_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX participation_session_once ON participation (application_id, session_id) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX participation_date_once ON participation (application_id, held_on) WHERE session_id IS NULL;
CREATE INDEX participation_of_account ON participation (account_id, held_on, id);
CREATE INDEX participation_of_opportunity ON participation (opportunity_id, held_on, id);
CREATE INDEX participation_of_recorder ON participation (recorded_by);
CREATE INDEX participation_held ON participation (held_on);

-- What stood in a line before it was corrected. The reason is somebody's words about the person: it goes when they do.
CREATE TABLE participation_correction (
  participation_id BLOB    NOT NULL,
  from_version     INTEGER NOT NULL, -- the version that was corrected
  corrected_at     INTEGER NOT NULL,
  corrected_by     BLOB,
  before_outcome   TEXT    NOT NULL,
  before_minutes   INTEGER NOT NULL,
  before_notice    INTEGER NOT NULL CHECK (before_notice IN (0, 1)),
  after_outcome    TEXT    NOT NULL,
  after_minutes    INTEGER NOT NULL,
  after_notice     INTEGER NOT NULL CHECK (after_notice IN (0, 1)),
  reason           TEXT,
  PRIMARY KEY (participation_id, from_version),
  CONSTRAINT participation_correction_participation FOREIGN KEY (participation_id) REFERENCES participation (id) ON DELETE CASCADE,
  CONSTRAINT participation_correction_by FOREIGN KEY (corrected_by) REFERENCES account (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX participation_correction_of_writer ON participation_correction (corrected_by);

CREATE TRIGGER participation_id_stays BEFORE UPDATE OF id ON participation WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER participation_version AFTER UPDATE ON participation WHEN new.version IS NOT old.version + 1
BEGIN UPDATE participation SET version = old.version + 1 WHERE id = new.id; END;
-- Whoever leaves takes along what was written by them and about them.
CREATE TRIGGER participation_forgets AFTER UPDATE OF account_id ON participation WHEN new.account_id IS NULL AND old.account_id IS NOT NULL
BEGIN
  UPDATE participation SET objection = NULL, objected_at = NULL WHERE id = new.id AND objection IS NOT NULL;
  UPDATE participation_correction SET reason = NULL WHERE participation_id = new.id;
END;

-- What somebody was given to show to others. Of the code only a hash stands here, and of the holder's name one that cannot be tried without
-- the code; when the person leaves, the name goes, and what was counted can still be checked (SET NULL).
CREATE TABLE certificate (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  account_id     BLOB,
  code_hash      BLOB    NOT NULL CHECK (length(code_hash) = 32),
  holder         BLOB    CHECK (holder IS NULL OR length(holder) = 32),
  digest         BLOB    NOT NULL CHECK (length(digest) = 32), -- of the lines it shows
  participations TEXT    NOT NULL CHECK (json_valid(participations)), -- ids
  minutes        INTEGER NOT NULL CHECK (minutes >= 0),
  from_date      TEXT    CHECK (from_date IS NULL OR length(from_date) = 10),
  to_date        TEXT    CHECK (to_date IS NULL OR length(to_date) = 10),
  group_id       BLOB,
  issued_at      INTEGER NOT NULL,
  revoked_at     INTEGER,
  CONSTRAINT certificate_code UNIQUE (code_hash),
  CONSTRAINT certificate_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX certificate_of_account ON certificate (account_id, id);
CREATE INDEX certificate_issued ON certificate (issued_at);
CREATE TRIGGER certificate_forgets AFTER UPDATE OF account_id ON certificate WHEN new.account_id IS NULL AND old.account_id IS NOT NULL
BEGIN UPDATE certificate SET holder = NULL WHERE id = new.id; END;
