-- Clients: servers and front ends that call for themselves.
CREATE TABLE client (
  id                  BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version             INTEGER NOT NULL,
  kind                TEXT    NOT NULL,
  name                TEXT    NOT NULL,
  scopes              TEXT    NOT NULL CHECK (json_valid(scopes)),  -- words of the ground
  company_id          BLOB,
  source              TEXT,             -- the name under which its listings are known
  origins             TEXT    NOT NULL CHECK (json_valid(origins)), -- pages that may use it from a browser
  requests_per_minute INTEGER NOT NULL,
  used_at             INTEGER,          -- to the minute
  revoked_at          INTEGER,
  created_at          INTEGER NOT NULL, -- microseconds since 1970
  updated_at          INTEGER NOT NULL,
  CONSTRAINT client_source UNIQUE (source),
  CONSTRAINT client_company FOREIGN KEY (company_id) REFERENCES company (id)
) STRICT;
CREATE INDEX client_of_company ON client (company_id, id) WHERE company_id IS NOT NULL;
CREATE TRIGGER client_id_stays BEFORE UPDATE OF id ON client WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
-- Being used is no change.
CREATE TRIGGER client_version AFTER UPDATE OF version, kind, name, scopes, company_id, source, origins, requests_per_minute, revoked_at, created_at ON client
WHEN new.version IS NOT old.version + 1
BEGIN UPDATE client SET version = old.version + 1 WHERE id = new.id; END;

-- Secrets: never the secret, only its SHA-256.
CREATE TABLE client_secret (
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  client_id  BLOB    NOT NULL,
  hash       BLOB    NOT NULL CHECK (length(hash) = 32),
  hint       TEXT    NOT NULL, -- its last characters
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  CONSTRAINT client_secret_hash UNIQUE (hash),
  CONSTRAINT client_secret_client FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX client_secret_of_client ON client_secret (client_id, id);

-- Public halves of the keys that sign tokens. The other halves are never in the database.
CREATE TABLE signing_key (
  kid         TEXT    NOT NULL PRIMARY KEY,
  public      TEXT    NOT NULL, -- base64url
  created_at  INTEGER NOT NULL,
  active_from INTEGER NOT NULL,
  retired_at  INTEGER,          -- signs nothing new
  revoked_at  INTEGER           -- what it signed counts no more
) STRICT;
