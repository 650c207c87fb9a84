-- What is to be done after a commit: letters, and whatever else must not keep a request waiting.
CREATE TABLE job (
  id           uuid        NOT NULL PRIMARY KEY,
  kind         text        NOT NULL,
  payload      jsonb       NOT NULL, -- ids; never a secret
  dedup_key    text COLLATE "C",     -- of the jobs that wait, no two have the same
  run_at       timestamptz NOT NULL,
  attempts     integer     NOT NULL,
  leased_until timestamptz,          -- somebody is at it until then
  done_at      timestamptz,
  failed_at    timestamptz,          -- nobody tries any more
  last_error   text,
  created_at   timestamptz NOT NULL
);
CREATE INDEX job_waiting ON job (run_at, id) WHERE done_at IS NULL AND failed_at IS NULL;
CREATE UNIQUE INDEX job_dedup_key ON job (dedup_key) WHERE done_at IS NULL AND failed_at IS NULL;
