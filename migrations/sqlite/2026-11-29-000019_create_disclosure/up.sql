-- How volunteers can be reached. It goes with the account. Nothing of people below is found or listed in public, so nothing is logged for
-- the followers.
CREATE TABLE contact (
  account_id         BLOB    NOT NULL PRIMARY KEY CHECK (length(account_id) = 16),
  version            INTEGER NOT NULL,
  name_kana          TEXT,
  phone              TEXT,
  share_phone        INTEGER NOT NULL CHECK (share_phone IN (0, 1)),
  share_email        INTEGER NOT NULL CHECK (share_email IN (0, 1)),
  share_needs        INTEGER NOT NULL CHECK (share_needs IN (0, 1)),
  emergency_name     TEXT,
  emergency_phone    TEXT,
  emergency_relation TEXT,
  updated_at         INTEGER NOT NULL, -- microseconds since 1970
  CONSTRAINT contact_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT contact_emergency CHECK ((emergency_name IS NULL) = (emergency_phone IS NULL) AND (emergency_name IS NOT NULL OR emergency_relation IS NULL))
) STRICT;
CREATE TRIGGER contact_id_stays BEFORE UPDATE OF account_id ON contact WHEN new.account_id IS NOT old.account_id
BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER contact_version AFTER UPDATE ON contact WHEN new.version IS NOT old.version + 1
BEGIN UPDATE contact SET version = old.version + 1 WHERE account_id = new.account_id; END;

-- To whom somebody's contact was opened, what for, and until when. It goes with the account: nobody is left to whom it could be told; the
-- audit trail keeps who looked.
CREATE TABLE disclosure (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  application_id BLOB    NOT NULL,
  account_id     BLOB    NOT NULL,
  group_id       BLOB    NOT NULL,
  purpose        TEXT    NOT NULL, -- purpose, ended_by, fields: words of the ground
  fields         TEXT    NOT NULL CHECK (json_valid(fields)),
  opened_at      INTEGER NOT NULL, -- microseconds since 1970, like all that follow
  ends_at        INTEGER NOT NULL,
  ended_at       INTEGER,
  ended_by       TEXT,
  CONSTRAINT disclosure_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
-- One that is not ended for each application.
CREATE UNIQUE INDEX disclosure_open ON disclosure (application_id) WHERE ended_at IS NULL;
CREATE INDEX disclosure_of_account ON disclosure (account_id, id);
CREATE INDEX disclosure_of_group ON disclosure (group_id);
CREATE INDEX disclosure_of_application ON disclosure (application_id, id);

-- Who looked, when, and at what. What was seen stands nowhere.
CREATE TABLE disclosure_view (
  id            BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  disclosure_id BLOB    NOT NULL,
  viewer_id     BLOB,             -- an account; nothing once that person has left
  viewed_at     INTEGER NOT NULL,
  fields        TEXT    NOT NULL CHECK (json_valid(fields)),
  CONSTRAINT disclosure_view_disclosure FOREIGN KEY (disclosure_id) REFERENCES disclosure (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_view_viewer FOREIGN KEY (viewer_id) REFERENCES account (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX disclosure_view_of ON disclosure_view (disclosure_id, id);
CREATE INDEX disclosure_view_by ON disclosure_view (viewer_id) WHERE viewer_id IS NOT NULL;

-- What the two sides of an application write to each other. Whoever leaves takes their words along; that there was a message stays with the
-- application.
CREATE TABLE message (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  application_id BLOB    NOT NULL,
  side           TEXT    NOT NULL CHECK (side IN ('volunteer', 'group')),
  author_id      BLOB,             -- an account; nothing once that person has left
  text           TEXT,             -- nothing once it was taken back or forgotten
  sent_at        INTEGER NOT NULL,
  removed_at     INTEGER,
  CONSTRAINT message_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT message_author FOREIGN KEY (author_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT message_removed CHECK ((text IS NULL) = (removed_at IS NOT NULL))
) STRICT;
CREATE INDEX message_of_application ON message (application_id, id);
CREATE INDEX message_by ON message (author_id) WHERE author_id IS NOT NULL;
