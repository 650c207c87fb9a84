-- What really happened: one person at one session, or at one date of an offer without dates. A line is a picture of its moment, and outlives
-- the application, the session and the opportunity it names, so nothing ties it to them. When the person leaves, the hours stay and the name
-- goes (SET NULL). Nothing here is found or listed in public, so nothing is logged for the followers.
CREATE TABLE participation (
  id             uuid             NOT NULL PRIMARY KEY,
  version        bigint           NOT NULL,
  account_id     uuid,             -- nothing once the person has left
  application_id uuid             NOT NULL,
  opportunity_id uuid             NOT NULL,
  group_id       uuid             NOT NULL,
  group_name     text COLLATE "C" NOT NULL, -- group_name, title, kind, level, themes, responsibility: as they were
  title          text COLLATE "C" NOT NULL,
  kind           text COLLATE "C" NOT NULL,
  level          text COLLATE "C",
  themes         jsonb            NOT NULL,
  responsibility text COLLATE "C" NOT NULL,
  session_id     uuid,
  held_on        text COLLATE "C" NOT NULL CHECK (length(held_on) = 10), -- a civil date of the city
  starts_at      timestamptz,
  ends_at        timestamptz,
  outcome        text COLLATE "C" NOT NULL, -- a word of the ground
  minutes        bigint           NOT NULL,
  notice         boolean          NOT NULL,
  objection      text COLLATE "C",
  objected_at    timestamptz,
  recorded_by    uuid,
  recorded_at    timestamptz      NOT NULL,
  CONSTRAINT participation_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT participation_recorder FOREIGN KEY (recorded_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT participation_minutes CHECK (minutes BETWEEN 0 AND 1440 AND (minutes = 0) = (outcome = 'absent')),
  CONSTRAINT participation_notice CHECK (NOT notice OR outcome = 'absent'),
  CONSTRAINT participation_session CHECK ((session_id IS NULL) = (starts_at IS NULL) AND (session_id IS NULL) = (ends_at IS NULL)),
  CONSTRAINT participation_objection CHECK ((objection IS NULL) = (objected_at IS NULL))
);
CREATE UNIQUE INDEX participation_session_once ON participation (application_id, session_id) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX participation_date_once ON participation (application_id, held_on) WHERE session_id IS NULL;
CREATE INDEX participation_of_account ON participation (account_id, held_on, id);
CREATE INDEX participation_of_opportunity ON participation (opportunity_id, held_on, id);
CREATE INDEX participation_of_recorder ON participation (recorded_by);
CREATE INDEX participation_held ON participation (held_on);

-- What stood in a line before it was corrected. The reason is somebody's words about the person: it goes when they do.
CREATE TABLE participation_correction (
  participation_id uuid             NOT NULL,
  from_version     bigint           NOT NULL, -- the version that was corrected
  corrected_at     timestamptz      NOT NULL,
  corrected_by     uuid,
  before_outcome   text COLLATE "C" NOT NULL,
  before_minutes   bigint           NOT NULL,
  before_notice    boolean          NOT NULL,
  after_outcome    text COLLATE "C" NOT NULL,
  after_minutes    bigint           NOT NULL,
  after_notice     boolean          NOT NULL,
  reason           text COLLATE "C",
  PRIMARY KEY (participation_id, from_version),
  CONSTRAINT participation_correction_participation FOREIGN KEY (participation_id) REFERENCES participation (id) ON DELETE CASCADE,
  CONSTRAINT participation_correction_by FOREIGN KEY (corrected_by) REFERENCES account (id) ON DELETE SET NULL
);
CREATE INDEX participation_correction_of_writer ON participation_correction (corrected_by);

CREATE TRIGGER participation_version BEFORE UPDATE ON participation FOR EACH ROW EXECUTE FUNCTION bump_version();
-- Whoever leaves takes along what was written by them and about them.
CREATE FUNCTION forget_in_participation() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.account_id IS NULL AND OLD.account_id IS NOT NULL THEN
    NEW.objection := NULL;
    NEW.objected_at := NULL;
    UPDATE participation_correction SET reason = NULL WHERE participation_id = NEW.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER participation_forgets BEFORE UPDATE ON participation FOR EACH ROW EXECUTE FUNCTION forget_in_participation();

-- What somebody was given to show to others. Of the code only a hash stands here, and of the holder's name one that cannot be tried without
-- the code; when the person leaves, the name goes, and what was counted can still be checked (SET NULL).
CREATE TABLE certificate (
  id             uuid        NOT NULL PRIMARY KEY,
  account_id     uuid,
  code_hash      bytea       NOT NULL CHECK (octet_length(code_hash) = 32),
  holder         bytea       CHECK (octet_length(holder) = 32),
  digest         bytea       NOT NULL CHECK (octet_length(digest) = 32), -- of the lines it shows
  participations jsonb       NOT NULL, -- ids
  minutes        bigint      NOT NULL CHECK (minutes >= 0),
  from_date      text COLLATE "C" CHECK (length(from_date) = 10),
  to_date        text COLLATE "C" CHECK (length(to_date) = 10),
  group_id       uuid,
  issued_at      timestamptz NOT NULL,
  revoked_at     timestamptz,
  CONSTRAINT certificate_code UNIQUE (code_hash),
  CONSTRAINT certificate_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL
);
CREATE INDEX certificate_of_account ON certificate (account_id, id);
CREATE INDEX certificate_issued ON certificate (issued_at);
CREATE FUNCTION forget_in_certificate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.account_id IS NULL AND OLD.account_id IS NOT NULL THEN NEW.holder := NULL; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_forgets BEFORE UPDATE ON certificate FOR EACH ROW EXECUTE FUNCTION forget_in_certificate();
