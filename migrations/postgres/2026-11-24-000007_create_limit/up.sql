-- How much somebody may still do: a bucket of tokens per subject, which is a keyed hash, never an address. After a crash every bucket is
-- full again, which nobody minds; so it is not worth the log of the server.
CREATE UNLOGGED TABLE rate_bucket (
  scope   integer NOT NULL,
  subject bytea   NOT NULL,
  tokens  double precision NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (scope, subject),
  CONSTRAINT rate_bucket_subject CHECK (octet_length(subject) = 32)
);
