-- What volunteers keep of themselves, so as to be matched. It goes with the account. Nothing here is found or listed in public, so nothing
-- is logged for the followers, and nothing of it reaches the index.
CREATE TABLE profile (
  account_id            BLOB    NOT NULL PRIMARY KEY CHECK (length(account_id) = 16),
  version               INTEGER NOT NULL,
  body                  TEXT    NOT NULL CHECK (json_valid(body)), -- the wish and the birth date
  open_to_introductions INTEGER NOT NULL CHECK (open_to_introductions IN (0, 1)),
  updated_at            INTEGER NOT NULL, -- microseconds since 1970
  CONSTRAINT profile_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER profile_id_stays BEFORE UPDATE OF account_id ON profile WHEN new.account_id IS NOT old.account_id
BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER profile_version AFTER UPDATE ON profile WHEN new.version IS NOT old.version + 1
BEGIN UPDATE profile SET version = old.version + 1 WHERE account_id = new.account_id; END;
