-- What volunteers keep of themselves, so as to be matched. It goes with the account. Nothing here is found or listed in public, so nothing
-- is logged for the followers, and nothing of it reaches the index.
CREATE TABLE profile (
  account_id            uuid        NOT NULL PRIMARY KEY,
  version               bigint      NOT NULL,
  body                  jsonb       NOT NULL, -- the wish and the birth date
  open_to_introductions boolean     NOT NULL,
  updated_at            timestamptz NOT NULL,
  CONSTRAINT profile_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
-- Like bump_version(), for a row that is named by its account.
CREATE FUNCTION bump_profile_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.account_id <> OLD.account_id THEN RAISE EXCEPTION 'an id never changes'; END IF;
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER profile_version BEFORE UPDATE ON profile FOR EACH ROW EXECUTE FUNCTION bump_profile_version();
