-- Who signs in. Nothing here is found or listed in public, so nothing is logged for the followers.
CREATE TABLE account (
  id               BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version          INTEGER NOT NULL,
  email            TEXT    NOT NULL, -- in lower case
  name             TEXT    NOT NULL,
  lang             TEXT    NOT NULL, -- ja or en
  password         TEXT    NOT NULL, -- a hash that names its own parameters (PHC)
  security_version INTEGER NOT NULL, -- access tokens of another one are void
  disabled_at      INTEGER,          -- microseconds since 1970
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  CONSTRAINT account_email UNIQUE (email)
) STRICT;
-- As for the group, but nothing is logged.
CREATE TRIGGER account_id_stays BEFORE UPDATE OF id ON account WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER account_version AFTER UPDATE ON account WHEN new.version IS NOT old.version + 1
BEGIN UPDATE account SET version = old.version + 1 WHERE id = new.id; END;

-- Whoever wants an account and has not proved the address yet; several may wait for the same one.
CREATE TABLE registration (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  email      TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  lang       TEXT    NOT NULL,
  password   TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_email ON registration (email);

-- What a letter carries to prove that it arrived: works once, and is kept as a hash. SQLite adds no foreign key to a table that stands,
-- so this one names the table of the next migration already.
CREATE TABLE letter (
  hash            BLOB    NOT NULL PRIMARY KEY,
  purpose         TEXT    NOT NULL, -- a word of the program
  account_id      BLOB,
  registration_id BLOB,
  invitation_id   BLOB,
  email           TEXT,             -- the address that is to be the account's
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  used_at         INTEGER,
  CONSTRAINT letter_hash CHECK (length(hash) = 32),
  CONSTRAINT letter_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT letter_registration FOREIGN KEY (registration_id) REFERENCES registration (id) ON DELETE CASCADE,
  CONSTRAINT letter_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX letter_of_account ON letter (account_id, purpose);
CREATE INDEX letter_of_registration ON letter (registration_id);
CREATE INDEX letter_of_invitation ON letter (invitation_id);

-- One signed-in device, and every refresh token it ever had: a token that comes back after it was used must be known.
CREATE TABLE login (
  id                  BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  account_id          BLOB    NOT NULL,
  device              TEXT    NOT NULL,
  created_at          INTEGER NOT NULL, -- when the password was given
  used_at             INTEGER NOT NULL,
  idle_expires_at     INTEGER NOT NULL,
  absolute_expires_at INTEGER NOT NULL,
  ended_at            INTEGER,
  ending              TEXT,             -- a word of the ground
  CONSTRAINT login_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT login_ending CHECK ((ended_at IS NULL) = (ending IS NULL))
) STRICT;
CREATE INDEX login_of_account ON login (account_id, id);
CREATE TABLE refresh_token (
  hash       BLOB    NOT NULL PRIMARY KEY,
  login_id   BLOB    NOT NULL,
  parent     BLOB,   -- the one it was exchanged for
  created_at INTEGER NOT NULL,
  used_at    INTEGER,
  CONSTRAINT refresh_token_hash CHECK (length(hash) = 32),
  CONSTRAINT refresh_token_parent UNIQUE (parent), -- no token has two children
  CONSTRAINT refresh_token_login FOREIGN KEY (login_id) REFERENCES login (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX refresh_token_of_login ON refresh_token (login_id);
