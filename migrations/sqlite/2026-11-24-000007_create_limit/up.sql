-- How much somebody may still do: a bucket of tokens per subject, which is a keyed hash, never an address.
CREATE TABLE rate_bucket (
  scope   INTEGER NOT NULL,
  subject BLOB    NOT NULL,
  tokens  REAL    NOT NULL,
  at      INTEGER NOT NULL, -- microseconds since 1970
  PRIMARY KEY (scope, subject),
  CONSTRAINT rate_bucket_subject CHECK (length(subject) = 32)
) STRICT, WITHOUT ROWID;
