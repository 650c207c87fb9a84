-- One volunteer's wish for one opportunity. Whose it is and what was written goes when the person leaves; that it was stays. Nothing here is
-- found or listed in public, so nothing is logged for the followers: the seats it takes are logged with the opportunity.
CREATE TABLE application (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version        INTEGER NOT NULL,
  opportunity_id BLOB    NOT NULL,
  group_id       BLOB    NOT NULL,
  account_id     BLOB,             -- nothing once the person has left
  origin         TEXT    NOT NULL, -- origin, source, state, ended_by, reason: words of the ground
  begun_by       BLOB,             -- an account, if it was not the volunteer's
  source         TEXT    NOT NULL,
  party          INTEGER NOT NULL CHECK (party > 0),
  message        TEXT,
  newcomer       INTEGER NOT NULL CHECK (newcomer IN (0, 1)),
  said_of_age    INTEGER NOT NULL CHECK (said_of_age IN (0, 1)),
  state          TEXT    NOT NULL,
  seated         INTEGER NOT NULL CHECK (seated IN (0, 1)),
  answer_by      INTEGER,          -- microseconds since 1970, like all that follow
  ended_by       TEXT,
  reason         TEXT,
  reason_text    TEXT,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  applied_at     INTEGER,
  answered_at    INTEGER,
  waiting_since  INTEGER,
  accepted_at    INTEGER,
  ended_at       INTEGER,
  CONSTRAINT application_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
  CONSTRAINT application_group FOREIGN KEY (group_id) REFERENCES "group" (id),
  CONSTRAINT application_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT application_somebody CHECK (account_id IS NOT NULL OR state NOT IN ('proposed', 'applied', 'waitlisted', 'accepted'))
) STRICT;
-- One that goes on for each person and opportunity: whoever is second finds the first.
CREATE UNIQUE INDEX application_live ON application (account_id, opportunity_id) WHERE state IN ('proposed', 'applied', 'waitlisted', 'accepted');
CREATE INDEX application_of_account ON application (account_id, id);
CREATE INDEX application_of_opportunity ON application (opportunity_id, id);
CREATE INDEX application_of_group ON application (group_id, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX application_waiting ON application (opportunity_id, waiting_since, id) WHERE state = 'waitlisted';
CREATE INDEX application_due ON application (answer_by) WHERE answer_by IS NOT NULL;
CREATE INDEX application_begun_by ON application (begun_by) WHERE begun_by IS NOT NULL;
CREATE INDEX application_ended ON application (ended_at) WHERE ended_at IS NOT NULL;
CREATE TRIGGER application_id_stays BEFORE UPDATE OF id ON application WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER application_version AFTER UPDATE ON application WHEN new.version IS NOT old.version + 1
BEGIN UPDATE application SET version = old.version + 1 WHERE id = new.id; END;

-- The sessions it is for, and whether it takes seats at them.
CREATE TABLE application_session (
  application_id BLOB    NOT NULL,
  session_id     BLOB    NOT NULL,
  seated         INTEGER NOT NULL CHECK (seated IN (0, 1)),
  PRIMARY KEY (application_id, session_id),
  CONSTRAINT application_session_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT application_session_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX application_session_of_session ON application_session (session_id, application_id);

-- How much somebody wants at most, by their own word.
CREATE TABLE own_limit (
  account_id           BLOB    NOT NULL PRIMARY KEY CHECK (length(account_id) = 16),
  version              INTEGER NOT NULL,
  sessions_per_week    INTEGER CHECK (sessions_per_week > 0),
  invitations_per_week INTEGER CHECK (invitations_per_week >= 0),
  CONSTRAINT own_limit_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER own_limit_version AFTER UPDATE ON own_limit WHEN new.version IS NOT old.version + 1
BEGIN UPDATE own_limit SET version = old.version + 1 WHERE account_id = new.account_id; END;

-- How much a group gives one person at most.
CREATE TABLE group_limit (
  group_id                 BLOB    NOT NULL PRIMARY KEY CHECK (length(group_id) = 16),
  version                  INTEGER NOT NULL,
  sessions_per_person_week INTEGER CHECK (sessions_per_person_week > 0),
  CONSTRAINT group_limit_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER group_limit_version AFTER UPDATE ON group_limit WHEN new.version IS NOT old.version + 1
BEGIN UPDATE group_limit SET version = old.version + 1 WHERE group_id = new.group_id; END;

-- How long a group takes to answer, in hours, as measured; public.
ALTER TABLE "group" ADD COLUMN response_hours INTEGER CHECK (response_hours >= 0);
