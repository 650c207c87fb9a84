-- What people must know: pointers, and no text. They are about one person and go with the account, and with what they are about. Nothing here
-- is found or listed in public, so nothing is logged for the followers.
CREATE TABLE notice (
  id             uuid             NOT NULL PRIMARY KEY,
  account_id     uuid             NOT NULL, -- who must know
  kind           text COLLATE "C" NOT NULL, -- a word of the ground
  application_id uuid,
  opportunity_id uuid,
  session_id     uuid,             -- if it is about one session alone
  due_at         timestamptz      NOT NULL, -- when it is looked at next
  created_at     timestamptz      NOT NULL,
  gathered       boolean          NOT NULL, -- it went with others, in a letter of which there is one in a window
  letter_id      uuid,             -- the letter it stands in: a second attempt says the same
  sent_at        timestamptz,
  dropped_at     timestamptz,      -- not wanted, or not true any more
  CONSTRAINT notice_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT notice_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT notice_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
  CONSTRAINT notice_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);
-- What waits is said once, however often it is true.
CREATE UNIQUE INDEX notice_waiting ON notice (
  account_id, kind, coalesce(application_id, '00000000-0000-0000-0000-000000000000'), coalesce(opportunity_id, '00000000-0000-0000-0000-000000000000'),
  coalesce(session_id, '00000000-0000-0000-0000-000000000000')
) WHERE sent_at IS NULL AND dropped_at IS NULL;
CREATE INDEX notice_of_account ON notice (account_id, sent_at);
CREATE INDEX notice_of_application ON notice (application_id, kind);
CREATE INDEX notice_of_opportunity ON notice (opportunity_id);
CREATE INDEX notice_of_session ON notice (session_id, kind);
CREATE INDEX notice_overdue ON notice (due_at) WHERE sent_at IS NULL AND dropped_at IS NULL;
CREATE INDEX notice_over ON notice (created_at) WHERE sent_at IS NOT NULL OR dropped_at IS NOT NULL;

-- Of what somebody wants to hear, and when; who has said nothing has no row. It goes with the account.
CREATE TABLE notice_setting (
  account_id uuid             NOT NULL PRIMARY KEY,
  version    bigint           NOT NULL,
  off        jsonb            NOT NULL, -- kinds
  digest     text COLLATE "C" NOT NULL,
  quiet_from integer CHECK (quiet_from BETWEEN 0 AND 1439), -- minutes of the day
  quiet_to   integer CHECK (quiet_to BETWEEN 0 AND 1439),
  updated_at timestamptz      NOT NULL,
  CONSTRAINT notice_setting_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT notice_setting_quiet CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);
-- Like bump_version(), for a row that is named by its account.
CREATE FUNCTION bump_notice_setting_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.account_id <> OLD.account_id THEN RAISE EXCEPTION 'an id never changes'; END IF;
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_setting_version BEFORE UPDATE ON notice_setting FOR EACH ROW EXECUTE FUNCTION bump_notice_setting_version();

-- The secret address of somebody's own calendar, as a hash. It goes with the account.
CREATE TABLE calendar_key (
  account_id uuid        NOT NULL PRIMARY KEY,
  hash       bytea       NOT NULL CHECK (length(hash) = 32),
  created_at timestamptz NOT NULL,
  CONSTRAINT calendar_key_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX calendar_key_hash ON calendar_key (hash);

-- Who will be somewhere, among all who ever wanted to be.
CREATE INDEX application_accepted ON application (id) WHERE state = 'accepted';
