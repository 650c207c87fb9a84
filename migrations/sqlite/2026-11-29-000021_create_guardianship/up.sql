-- Guardians of minors. A tie goes with either account: it is about both, and what was agreed to stands in the ledger. Nothing here is found or
-- listed in public, so nothing is logged for the followers.
CREATE TABLE guardianship (
  id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version      INTEGER NOT NULL,
  ward_id      BLOB    NOT NULL,
  guardian_id  BLOB    NOT NULL,
  relation     TEXT    NOT NULL, -- relation, state, proof: words of the ground
  state        TEXT    NOT NULL,
  proof        TEXT,
  confirmed_by BLOB,             -- nothing before, or once they have left
  created_at   INTEGER NOT NULL, -- microseconds since 1970, like all that follow
  confirmed_at INTEGER,
  until        INTEGER,          -- the ward's coming of age
  ended_at     INTEGER,
  CONSTRAINT guardianship_ward FOREIGN KEY (ward_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT guardianship_guardian FOREIGN KEY (guardian_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT guardianship_confirmed_by FOREIGN KEY (confirmed_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT guardianship_of_another CHECK (ward_id <> guardian_id),
  CONSTRAINT guardianship_confirmed CHECK (state <> 'live' OR (confirmed_at IS NOT NULL AND until IS NOT NULL AND proof IS NOT NULL)),
  CONSTRAINT guardianship_over CHECK ((state = 'ended') = (ended_at IS NOT NULL))
) STRICT;
-- Two people have one tie that is not over.
CREATE UNIQUE INDEX guardianship_pair ON guardianship (ward_id, guardian_id) WHERE state <> 'ended';
CREATE INDEX guardianship_confirmed_by ON guardianship (confirmed_by) WHERE confirmed_by IS NOT NULL;
CREATE INDEX guardianship_of_guardian ON guardianship (guardian_id, id);
CREATE INDEX guardianship_of_ward ON guardianship (ward_id, id);
CREATE INDEX guardianship_pending ON guardianship (id) WHERE state = 'pending';
CREATE TRIGGER guardianship_id_stays BEFORE UPDATE OF id ON guardianship WHEN new.id IS NOT old.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END;
CREATE TRIGGER guardianship_version AFTER UPDATE ON guardianship WHEN new.version IS NOT old.version + 1
BEGIN UPDATE guardianship SET version = old.version + 1 WHERE id = new.id; END;

-- What a minor shows a guardian: works once, and is kept as a hash.
CREATE TABLE guardian_code (
  hash       BLOB    NOT NULL PRIMARY KEY,
  ward_id    BLOB    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER,
  CONSTRAINT guardian_code_hash CHECK (length(hash) = 32),
  CONSTRAINT guardian_code_ward FOREIGN KEY (ward_id) REFERENCES account (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX guardian_code_of_ward ON guardian_code (ward_id);

-- The ledger of consent. It goes with whom it is about; who gave it, or wrote it down, may leave before. The application it was for may be
-- forgotten before the consent is, so it is no foreign key.
CREATE TABLE consent (
  id             BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  subject_id     BLOB    NOT NULL,
  giver_id       BLOB,             -- nothing if they have no account, or have left
  recorded_by    BLOB,             -- who wrote it down, if it was not the giver
  purpose        TEXT    NOT NULL, -- purpose, lang, method: words of the ground
  application_id BLOB,
  text_version   INTEGER NOT NULL CHECK (text_version > 0),
  lang           TEXT    NOT NULL,
  method         TEXT    NOT NULL,
  given_at       INTEGER NOT NULL,
  expires_at     INTEGER,
  withdrawn_at   INTEGER,
  CONSTRAINT consent_subject FOREIGN KEY (subject_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT consent_giver FOREIGN KEY (giver_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT consent_recorded_by FOREIGN KEY (recorded_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT consent_for_an_application CHECK (purpose <> 'guardian_application' OR application_id IS NOT NULL),
  CONSTRAINT consent_for_a_year CHECK (purpose <> 'guardian_year' OR expires_at IS NOT NULL)
) STRICT;
CREATE INDEX consent_of_subject ON consent (subject_id, id);
CREATE INDEX consent_of_giver ON consent (giver_id, id);
CREATE INDEX consent_recorded ON consent (recorded_by) WHERE recorded_by IS NOT NULL;

-- It only grows: nothing of a line changes but that it is taken back, once, and that whoever left is not named any more.
CREATE TRIGGER consent_stays BEFORE UPDATE ON consent
WHEN NOT (
  new.id IS old.id AND new.subject_id IS old.subject_id AND new.purpose IS old.purpose AND new.application_id IS old.application_id
  AND new.text_version IS old.text_version AND new.lang IS old.lang AND new.method IS old.method AND new.given_at IS old.given_at
  AND new.expires_at IS old.expires_at
  AND (new.withdrawn_at IS old.withdrawn_at OR old.withdrawn_at IS NULL)
  AND (new.giver_id IS old.giver_id OR (new.giver_id IS NULL AND NOT EXISTS (SELECT 1 FROM account WHERE id = old.giver_id)))
  AND (new.recorded_by IS old.recorded_by OR (new.recorded_by IS NULL AND NOT EXISTS (SELECT 1 FROM account WHERE id = old.recorded_by))))
BEGIN SELECT RAISE(ABORT, 'the ledger of consent only grows'); END;
CREATE TRIGGER consent_is_never_replaced BEFORE INSERT ON consent WHEN EXISTS (SELECT 1 FROM consent WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'the ledger of consent only grows'); END;
