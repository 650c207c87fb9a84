-- What is to be done after a commit: letters, and whatever else must not keep a request waiting.
CREATE TABLE job (
  id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  kind         TEXT    NOT NULL,
  payload      TEXT    NOT NULL CHECK (json_valid(payload)), -- ids; never a secret
  dedup_key    TEXT,             -- of the jobs that wait, no two have the same
  run_at       INTEGER NOT NULL, -- microseconds since 1970
  attempts     INTEGER NOT NULL,
  leased_until INTEGER,          -- somebody is at it until then
  done_at      INTEGER,
  failed_at    INTEGER,          -- nobody tries any more
  last_error   TEXT,
  created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX job_waiting ON job (run_at, id) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE UNIQUE INDEX job_dedup_key ON job (dedup_key) WHERE done_at IS NULL AND failed_at IS NULL;
