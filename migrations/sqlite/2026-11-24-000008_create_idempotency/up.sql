-- What was answered to a request that named a key of its own: asked again, it is answered again and nothing happens twice.
CREATE TABLE idempotency (
  principal   BLOB    NOT NULL CHECK (length(principal) = 32), -- a hash of who asked
  operation   TEXT    NOT NULL,
  key         TEXT    NOT NULL,
  fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32), -- of what was asked
  status      INTEGER NOT NULL,
  headers     TEXT    NOT NULL CHECK (json_valid(headers)),
  body        TEXT    NOT NULL,
  created_at  INTEGER NOT NULL, -- microseconds since 1970
  PRIMARY KEY (principal, operation, key)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (created_at);
