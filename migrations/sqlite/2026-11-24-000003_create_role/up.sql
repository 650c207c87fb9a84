-- Companies whose people take part.
CREATE TABLE company (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version    INTEGER NOT NULL,
  name       TEXT    NOT NULL,
  created_at INTEGER NOT NULL, -- microseconds since 1970
  updated_at INTEGER NOT NULL
) STRICT;
-- As for the group, but nothing is logged.
CREATE TRIGGER company_id_stays BEFORE UPDATE OF id ON company WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER company_version AFTER UPDATE ON company WHEN new.version IS NOT old.version + 1
BEGIN UPDATE company SET version = old.version + 1 WHERE id = new.id; END;

-- Who was given which role, and in what. A role that was taken stays as a row.
CREATE TABLE role_grant (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  account_id BLOB    NOT NULL,
  kind       TEXT    NOT NULL, -- a word of the ground
  group_id   BLOB,
  company_id BLOB,
  areas      TEXT    NOT NULL CHECK (json_valid(areas)),  -- codes; of coordinators
  themes     TEXT    NOT NULL CHECK (json_valid(themes)), -- codes; of coordinators, empty means all
  until      INTEGER,
  given_by   BLOB,   -- empty: from the command line, by founding the group, or by somebody who was erased
  given_at   INTEGER NOT NULL,
  taken_at   INTEGER,
  taken_by   BLOB,
  CONSTRAINT role_grant_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT role_grant_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE,
  CONSTRAINT role_grant_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
  CONSTRAINT role_grant_given_by FOREIGN KEY (given_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT role_grant_taken_by FOREIGN KEY (taken_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT role_grant_one_thing CHECK (group_id IS NULL OR company_id IS NULL)
) STRICT;
-- Nobody has two roles in one group.
CREATE UNIQUE INDEX role_live_in_group ON role_grant (account_id, group_id) WHERE taken_at IS NULL AND group_id IS NOT NULL;
CREATE INDEX role_grant_of_account ON role_grant (account_id, id);
CREATE INDEX role_grant_of_group ON role_grant (group_id, id);

-- Whom a group has invited, by address: there need not be an account yet.
CREATE TABLE invitation (
  id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  group_id     BLOB    NOT NULL,
  email        TEXT    NOT NULL,
  role         TEXT    NOT NULL, -- a word of the ground
  invited_by   BLOB    NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  accepted_at  INTEGER,
  cancelled_at INTEGER,
  CONSTRAINT invitation_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE,
  CONSTRAINT invitation_invited_by FOREIGN KEY (invited_by) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT invitation_once CHECK (accepted_at IS NULL OR cancelled_at IS NULL)
) STRICT;
CREATE INDEX invitation_of_group ON invitation (group_id, id);
CREATE INDEX invitation_email ON invitation (email);
