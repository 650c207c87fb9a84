-- Guardians of minors. A tie goes with either account: it is about both, and what was agreed to stands in the ledger. Nothing here is found or
-- listed in public, so nothing is logged for the followers.
CREATE TABLE guardianship (
  id           uuid             NOT NULL PRIMARY KEY,
  version      bigint           NOT NULL,
  ward_id      uuid             NOT NULL,
  guardian_id  uuid             NOT NULL,
  relation     text COLLATE "C" NOT NULL, -- relation, state, proof: words of the ground
  state        text COLLATE "C" NOT NULL,
  proof        text COLLATE "C",
  confirmed_by uuid,                      -- nothing before, or once they have left
  created_at   timestamptz      NOT NULL,
  confirmed_at timestamptz,
  until        timestamptz,               -- the ward's coming of age
  ended_at     timestamptz,
  CONSTRAINT guardianship_ward FOREIGN KEY (ward_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT guardianship_guardian FOREIGN KEY (guardian_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT guardianship_confirmed_by FOREIGN KEY (confirmed_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT guardianship_of_another CHECK (ward_id <> guardian_id),
  CONSTRAINT guardianship_confirmed CHECK (state <> 'live' OR (confirmed_at IS NOT NULL AND until IS NOT NULL AND proof IS NOT NULL)),
  CONSTRAINT guardianship_over CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
-- Two people have one tie that is not over.
CREATE UNIQUE INDEX guardianship_pair ON guardianship (ward_id, guardian_id) WHERE state <> 'ended';
CREATE INDEX guardianship_confirmed_by ON guardianship (confirmed_by) WHERE confirmed_by IS NOT NULL;
CREATE INDEX guardianship_of_guardian ON guardianship (guardian_id, id);
CREATE INDEX guardianship_of_ward ON guardianship (ward_id, id);
CREATE INDEX guardianship_pending ON guardianship (id) WHERE state = 'pending';
CREATE TRIGGER guardianship_version BEFORE UPDATE ON guardianship FOR EACH ROW EXECUTE FUNCTION bump_version();

-- What a minor shows a guardian: works once, and is kept as a hash.
CREATE TABLE guardian_code (
  hash       bytea       NOT NULL PRIMARY KEY,
  ward_id    uuid        NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CONSTRAINT guardian_code_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT guardian_code_ward FOREIGN KEY (ward_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX guardian_code_of_ward ON guardian_code (ward_id);

-- The ledger of consent. It goes with whom it is about; who gave it, or wrote it down, may leave before. The application it was for may be
-- forgotten before the consent is, so it is no foreign key.
CREATE TABLE consent (
  id             uuid             NOT NULL PRIMARY KEY,
  subject_id     uuid             NOT NULL,
  giver_id       uuid,                      -- nothing if they have no account, or have left
  recorded_by    uuid,                      -- who wrote it down, if it was not the giver
  purpose        text COLLATE "C" NOT NULL, -- purpose, lang, method: words of the ground
  application_id uuid,
  text_version   integer          NOT NULL CHECK (text_version > 0),
  lang           text COLLATE "C" NOT NULL,
  method         text COLLATE "C" NOT NULL,
  given_at       timestamptz      NOT NULL,
  expires_at     timestamptz,
  withdrawn_at   timestamptz,
  CONSTRAINT consent_subject FOREIGN KEY (subject_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT consent_giver FOREIGN KEY (giver_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT consent_recorded_by FOREIGN KEY (recorded_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT consent_for_an_application CHECK (purpose <> 'guardian_application' OR application_id IS NOT NULL),
  CONSTRAINT consent_for_a_year CHECK (purpose <> 'guardian_year' OR expires_at IS NOT NULL)
);
CREATE INDEX consent_of_subject ON consent (subject_id, id);
CREATE INDEX consent_of_giver ON consent (giver_id, id);
CREATE INDEX consent_recorded ON consent (recorded_by) WHERE recorded_by IS NOT NULL;

-- It only grows: nothing of a line changes but that it is taken back, once, and that whoever left is not named any more.
CREATE FUNCTION keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (NEW.id, NEW.subject_id, NEW.purpose, NEW.application_id, NEW.text_version, NEW.lang, NEW.method, NEW.given_at, NEW.expires_at)
      IS DISTINCT FROM (OLD.id, OLD.subject_id, OLD.purpose, OLD.application_id, OLD.text_version, OLD.lang, OLD.method, OLD.given_at, OLD.expires_at)
    OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
    OR (NEW.giver_id IS DISTINCT FROM OLD.giver_id
      AND (NEW.giver_id IS NOT NULL OR EXISTS (SELECT FROM account WHERE id = OLD.giver_id)))
    OR (NEW.recorded_by IS DISTINCT FROM OLD.recorded_by
      AND (NEW.recorded_by IS NOT NULL OR EXISTS (SELECT FROM account WHERE id = OLD.recorded_by)))
  THEN RAISE EXCEPTION 'the ledger of consent only grows'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_stays BEFORE UPDATE ON consent FOR EACH ROW EXECUTE FUNCTION keep_consent();
