-- What people must know: pointers, and no text. They are about one person and go with the account, and with what they are about. Nothing here
-- is found or listed in public, so nothing is logged for the followers.
CREATE TABLE notice (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  account_id     BLOB    NOT NULL, -- who must know
  kind           TEXT    NOT NULL, -- a word of the ground
  application_id BLOB,
  opportunity_id BLOB,
  session_id     BLOB,             -- if it is about one session alone
  due_at         INTEGER NOT NULL, -- when it is looked at next; microseconds since 1970, like all that follow
  created_at     INTEGER NOT NULL,
  gathered       INTEGER NOT NULL CHECK (gathered IN (0, 1)), -- it went with others, in a letter of which there is one in a window
  letter_id      BLOB,             -- the letter it stands in: a second attempt says the same
  sent_at        INTEGER,
  dropped_at     INTEGER,          -- not wanted, or not true any more
  CONSTRAINT notice_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT notice_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT notice_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
  CONSTRAINT notice_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
) STRICT;
-- What waits is said once, however often it is true.
CREATE UNIQUE INDEX notice_waiting ON notice (account_id, kind, coalesce(application_id, x''), coalesce(opportunity_id, x''), coalesce(session_id, x''))
  WHERE sent_at IS NULL AND dropped_at IS NULL;
CREATE INDEX notice_of_account ON notice (account_id, sent_at);
CREATE INDEX notice_of_application ON notice (application_id, kind);
CREATE INDEX notice_of_opportunity ON notice (opportunity_id);
CREATE INDEX notice_of_session ON notice (session_id, kind);
CREATE INDEX notice_overdue ON notice (due_at) WHERE sent_at IS NULL AND dropped_at IS NULL;
CREATE INDEX notice_over ON notice (created_at) WHERE sent_at IS NOT NULL OR dropped_at IS NOT NULL;

-- Of what somebody wants to hear, and when; who has said nothing has no row. It goes with the account.
CREATE TABLE notice_setting (
  account_id BLOB    NOT NULL PRIMARY KEY CHECK (length(account_id) = 16),
  version    INTEGER NOT NULL,
  off        TEXT    NOT NULL CHECK (json_valid(off)), -- kinds
  digest     TEXT    NOT NULL,
  quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439), -- minutes of the day
  quiet_to   INTEGER CHECK (quiet_to BETWEEN 0 AND 1439),
  updated_at INTEGER NOT NULL,
  CONSTRAINT notice_setting_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT notice_setting_quiet CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
) STRICT;
CREATE TRIGGER notice_setting_id_stays BEFORE UPDATE OF account_id ON notice_setting WHEN new.account_id IS NOT old.account_id
BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER notice_setting_version AFTER UPDATE ON notice_setting WHEN new.version IS NOT old.version + 1
BEGIN UPDATE notice_setting SET version = old.version + 1 WHERE account_id = new.account_id; END;

-- The secret address of somebody's own calendar, as a hash. It goes with the account.
CREATE TABLE calendar_key (
  account_id BLOB    NOT NULL PRIMARY KEY CHECK (length(account_id) = 16),
  hash       BLOB    NOT NULL CHECK (length(hash) = 32),
  created_at INTEGER NOT NULL,
  CONSTRAINT calendar_key_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX calendar_key_hash ON calendar_key (hash);

-- Who will be somewhere, among all who ever wanted to be.
CREATE INDEX application_accepted ON application (id) WHERE state = 'accepted';
