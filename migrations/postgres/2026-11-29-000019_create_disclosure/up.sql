-- How volunteers can be reached. It goes with the account. Nothing of people below is found or listed in public, so nothing is logged for
-- the followers.
CREATE TABLE contact (
  account_id         uuid        NOT NULL PRIMARY KEY,
  version            bigint      NOT NULL,
  name_kana          text,
  phone              text,
  share_phone        boolean     NOT NULL,
  share_email        boolean     NOT NULL,
  share_needs        boolean     NOT NULL,
  emergency_name     text,
  emergency_phone    text,
  emergency_relation text,
  updated_at         timestamptz NOT NULL,
  CONSTRAINT contact_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT contact_emergency CHECK ((emergency_name IS NULL) = (emergency_phone IS NULL) AND (emergency_name IS NOT NULL OR emergency_relation IS NULL))
);
-- Like bump_version(), for a row that is named by its account.
CREATE FUNCTION bump_contact_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.account_id <> OLD.account_id THEN RAISE EXCEPTION 'an id never changes'; END IF;
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_version BEFORE UPDATE ON contact FOR EACH ROW EXECUTE FUNCTION bump_contact_version();

-- To whom somebody's contact was opened, what for, and until when. It goes with the account: nobody is left to whom it could be told; the
-- audit trail keeps who looked.
CREATE TABLE disclosure (
  id             uuid  NOT NULL PRIMARY KEY,
  application_id uuid  NOT NULL,
  account_id     uuid  NOT NULL,
  group_id       uuid  NOT NULL,
  purpose        text COLLATE "C" NOT NULL, -- purpose, ended_by, fields: words of the ground
  fields         jsonb NOT NULL,
  opened_at      timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  ended_at       timestamptz,
  ended_by       text COLLATE "C",
  CONSTRAINT disclosure_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
-- One that is not ended for each application.
CREATE UNIQUE INDEX disclosure_open ON disclosure (application_id) WHERE ended_at IS NULL;
CREATE INDEX disclosure_of_account ON disclosure (account_id, id);
CREATE INDEX disclosure_of_group ON disclosure (group_id);
CREATE INDEX disclosure_of_application ON disclosure (application_id, id);

-- Who looked, when, and at what. What was seen stands nowhere.
CREATE TABLE disclosure_view (
  id            uuid  NOT NULL PRIMARY KEY,
  disclosure_id uuid  NOT NULL,
  viewer_id     uuid, -- an account; nothing once that person has left
  viewed_at     timestamptz NOT NULL,
  fields        jsonb NOT NULL,
  CONSTRAINT disclosure_view_disclosure FOREIGN KEY (disclosure_id) REFERENCES disclosure (id) ON DELETE CASCADE,
  CONSTRAINT disclosure_view_viewer FOREIGN KEY (viewer_id) REFERENCES account (id) ON DELETE SET NULL
);
CREATE INDEX disclosure_view_of ON disclosure_view (disclosure_id, id);
CREATE INDEX disclosure_view_by ON disclosure_view (viewer_id) WHERE viewer_id IS NOT NULL;

-- What the two sides of an application write to each other. Whoever leaves takes their words along; that there was a message stays with the
-- application.
CREATE TABLE message (
  id             uuid NOT NULL PRIMARY KEY,
  application_id uuid NOT NULL,
  side           text COLLATE "C" NOT NULL CHECK (side IN ('volunteer', 'group')),
  author_id      uuid, -- an account; nothing once that person has left
  text           text, -- nothing once it was taken back or forgotten
  sent_at        timestamptz NOT NULL,
  removed_at     timestamptz,
  CONSTRAINT message_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT message_author FOREIGN KEY (author_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT message_removed CHECK ((text IS NULL) = (removed_at IS NOT NULL))
);
CREATE INDEX message_of_application ON message (application_id, id);
CREATE INDEX message_by ON message (author_id) WHERE author_id IS NOT NULL;
