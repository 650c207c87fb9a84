-- Companies whose people take part.
CREATE TABLE company (
  id         uuid   NOT NULL PRIMARY KEY,
  version    bigint NOT NULL,
  name       text   NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE TRIGGER company_version BEFORE UPDATE ON company FOR EACH ROW EXECUTE FUNCTION bump_version();

-- Who was given which role, and in what. A role that was taken stays as a row.
CREATE TABLE role_grant (
  id         uuid  NOT NULL PRIMARY KEY,
  account_id uuid  NOT NULL,
  kind       text COLLATE "C" NOT NULL, -- a word of the ground
  group_id   uuid,
  company_id uuid,
  areas      jsonb NOT NULL, -- codes; of coordinators
  themes     jsonb NOT NULL, -- codes; of coordinators, empty means all
  until      timestamptz,
  given_by   uuid, -- empty: from the command line, by founding the group, or by somebody who was erased
  given_at   timestamptz NOT NULL,
  taken_at   timestamptz,
  taken_by   uuid,
  CONSTRAINT role_grant_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT role_grant_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE,
  CONSTRAINT role_grant_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
  CONSTRAINT role_grant_given_by FOREIGN KEY (given_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT role_grant_taken_by FOREIGN KEY (taken_by) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT role_grant_one_thing CHECK (group_id IS NULL OR company_id IS NULL)
);
-- Nobody has two roles in one group.
CREATE UNIQUE INDEX role_live_in_group ON role_grant (account_id, group_id) WHERE taken_at IS NULL AND group_id IS NOT NULL;
CREATE INDEX role_grant_of_account ON role_grant (account_id, id);
CREATE INDEX role_grant_of_group ON role_grant (group_id, id);

-- Whom a group has invited, by address: there need not be an account yet.
CREATE TABLE invitation (
  id           uuid NOT NULL PRIMARY KEY,
  group_id     uuid NOT NULL,
  email        text COLLATE "C" NOT NULL,
  role         text COLLATE "C" NOT NULL, -- a word of the ground
  invited_by   uuid NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  accepted_at  timestamptz,
  cancelled_at timestamptz,
  CONSTRAINT invitation_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE,
  CONSTRAINT invitation_invited_by FOREIGN KEY (invited_by) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT invitation_once CHECK (accepted_at IS NULL OR cancelled_at IS NULL)
);
CREATE INDEX invitation_of_group ON invitation (group_id, id);
CREATE INDEX invitation_email ON invitation (email);
ALTER TABLE letter ADD CONSTRAINT letter_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id) ON DELETE CASCADE;
