-- Clients: servers and front ends that call for themselves.
CREATE TABLE client (
  id                  uuid    NOT NULL PRIMARY KEY,
  version             bigint  NOT NULL,
  kind                text    NOT NULL,
  name                text    NOT NULL,
  scopes              jsonb   NOT NULL, -- words of the ground
  company_id          uuid,
  source              text COLLATE "C", -- the name under which its listings are known
  origins             jsonb   NOT NULL, -- pages that may use it from a browser
  requests_per_minute bigint  NOT NULL,
  used_at             timestamptz,      -- to the minute
  revoked_at          timestamptz,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  CONSTRAINT client_source UNIQUE (source),
  CONSTRAINT client_company FOREIGN KEY (company_id) REFERENCES company (id)
);
CREATE INDEX client_of_company ON client (company_id, id) WHERE company_id IS NOT NULL;
-- Being used is no change.
CREATE TRIGGER client_version BEFORE UPDATE OF id, version, kind, name, scopes, company_id, source, origins, requests_per_minute, revoked_at, created_at ON client
  FOR EACH ROW EXECUTE FUNCTION bump_version();

-- Secrets: never the secret, only its SHA-256.
CREATE TABLE client_secret (
  id         uuid        NOT NULL PRIMARY KEY,
  client_id  uuid        NOT NULL,
  hash       bytea       NOT NULL CHECK (octet_length(hash) = 32),
  hint       text        NOT NULL, -- its last characters
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT client_secret_hash UNIQUE (hash),
  CONSTRAINT client_secret_client FOREIGN KEY (client_id) REFERENCES client (id) ON DELETE CASCADE
);
CREATE INDEX client_secret_of_client ON client_secret (client_id, id);

-- Public halves of the keys that sign tokens. The other halves are never in the database.
CREATE TABLE signing_key (
  kid         text COLLATE "C" NOT NULL PRIMARY KEY,
  public      text        NOT NULL, -- base64url
  created_at  timestamptz NOT NULL,
  active_from timestamptz NOT NULL,
  retired_at  timestamptz,          -- signs nothing new
  revoked_at  timestamptz           -- what it signed counts no more
);
