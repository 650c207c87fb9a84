-- What was answered to a request that named a key of its own: asked again, it is answered again and nothing happens twice.
CREATE TABLE idempotency (
  principal   bytea       NOT NULL CHECK (octet_length(principal) = 32), -- a hash of who asked
  operation   text COLLATE "C" NOT NULL,
  key         text COLLATE "C" NOT NULL,
  fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32), -- of what was asked
  status      integer     NOT NULL,
  headers     jsonb       NOT NULL,
  body        text        NOT NULL,
  created_at  timestamptz NOT NULL,
  CONSTRAINT idempotency_pkey PRIMARY KEY (principal, operation, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
