-- One volunteer's wish for one opportunity. Whose it is and what was written goes when the person leaves; that it was stays. Nothing here is
-- found or listed in public, so nothing is logged for the followers: the seats it takes are logged with the opportunity.
CREATE TABLE application (
  id             uuid             NOT NULL PRIMARY KEY,
  version        bigint           NOT NULL,
  opportunity_id uuid             NOT NULL,
  group_id       uuid             NOT NULL,
  account_id     uuid,             -- nothing once the person has left
  origin         text COLLATE "C" NOT NULL, -- origin, source, state, ended_by, reason: words of the ground
  begun_by       uuid,             -- an account, if it was not the volunteer's
  source         text COLLATE "C" NOT NULL,
  party          bigint           NOT NULL CHECK (party > 0),
  message        text COLLATE "C",
  newcomer       boolean          NOT NULL,
  said_of_age    boolean          NOT NULL,
  state          text COLLATE "C" NOT NULL,
  seated         boolean          NOT NULL,
  answer_by      timestamptz,
  ended_by       text COLLATE "C",
  reason         text COLLATE "C",
  reason_text    text COLLATE "C",
  created_at     timestamptz      NOT NULL,
  updated_at     timestamptz      NOT NULL,
  applied_at     timestamptz,
  answered_at    timestamptz,
  waiting_since  timestamptz,
  accepted_at    timestamptz,
  ended_at       timestamptz,
  CONSTRAINT application_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
  CONSTRAINT application_group FOREIGN KEY (group_id) REFERENCES "group" (id),
  CONSTRAINT application_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL,
  CONSTRAINT application_somebody CHECK (account_id IS NOT NULL OR state NOT IN ('proposed', 'applied', 'waitlisted', 'accepted'))
);
-- One that goes on for each person and opportunity: whoever is second finds the first.
CREATE UNIQUE INDEX application_live ON application (account_id, opportunity_id) WHERE state IN ('proposed', 'applied', 'waitlisted', 'accepted');
CREATE INDEX application_of_account ON application (account_id, id);
CREATE INDEX application_of_opportunity ON application (opportunity_id, id);
CREATE INDEX application_of_group ON application (group_id, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX application_waiting ON application (opportunity_id, waiting_since, id) WHERE state = 'waitlisted';
CREATE INDEX application_due ON application (answer_by) WHERE answer_by IS NOT NULL;
CREATE INDEX application_begun_by ON application (begun_by) WHERE begun_by IS NOT NULL;
CREATE INDEX application_ended ON application (ended_at) WHERE ended_at IS NOT NULL;
CREATE TRIGGER application_version BEFORE UPDATE ON application FOR EACH ROW EXECUTE FUNCTION bump_version();

-- The sessions it is for, and whether it takes seats at them.
CREATE TABLE application_session (
  application_id uuid    NOT NULL,
  session_id     uuid    NOT NULL,
  seated         boolean NOT NULL,
  PRIMARY KEY (application_id, session_id),
  CONSTRAINT application_session_application FOREIGN KEY (application_id) REFERENCES application (id) ON DELETE CASCADE,
  CONSTRAINT application_session_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);
CREATE INDEX application_session_of_session ON application_session (session_id, application_id);

-- How much somebody wants at most, by their own word.
CREATE TABLE own_limit (
  account_id           uuid   NOT NULL PRIMARY KEY,
  version              bigint NOT NULL,
  sessions_per_week    bigint CHECK (sessions_per_week > 0),
  invitations_per_week bigint CHECK (invitations_per_week >= 0),
  CONSTRAINT own_limit_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);

-- How much a group gives one person at most.
CREATE TABLE group_limit (
  group_id                 uuid   NOT NULL PRIMARY KEY,
  version                  bigint NOT NULL,
  sessions_per_person_week bigint CHECK (sessions_per_person_week > 0),
  CONSTRAINT group_limit_group FOREIGN KEY (group_id) REFERENCES "group" (id) ON DELETE CASCADE
);
-- Like bump_version(), for rows that are named by their account or their group.
CREATE FUNCTION bump_limit_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER own_limit_version BEFORE UPDATE ON own_limit FOR EACH ROW EXECUTE FUNCTION bump_limit_version();
CREATE TRIGGER group_limit_version BEFORE UPDATE ON group_limit FOR EACH ROW EXECUTE FUNCTION bump_limit_version();

-- How long a group takes to answer, in hours, as measured; public.
ALTER TABLE "group" ADD COLUMN response_hours bigint CHECK (response_hours >= 0);
