-- Ranking policies: published for everybody to read, and never changed or taken back afterwards. Only what the lab measures is added.
CREATE TABLE ranking_policy (
  id              uuid        NOT NULL PRIMARY KEY,
  version         bigint      NOT NULL, -- counts the policies
  body            jsonb       NOT NULL, -- the parameters
  reason          text        NOT NULL,
  created_at      timestamptz NOT NULL,
  created_by      uuid, -- empty: built in, or by somebody who was erased
  measured_effect jsonb,
  CONSTRAINT ranking_policy_version UNIQUE (version),
  CONSTRAINT ranking_policy_created_by FOREIGN KEY (created_by) REFERENCES account (id) ON DELETE SET NULL
);

-- Which policy was put in force, and when: the one with the greatest version is.
CREATE TABLE ranking_policy_switch (
  version     bigint      NOT NULL PRIMARY KEY, -- counts the switches
  policy_id   uuid        NOT NULL,
  reason      text        NOT NULL,
  switched_at timestamptz NOT NULL,
  switched_by uuid,
  CONSTRAINT ranking_policy_switch_policy FOREIGN KEY (policy_id) REFERENCES ranking_policy (id),
  CONSTRAINT ranking_policy_switch_switched_by FOREIGN KEY (switched_by) REFERENCES account (id) ON DELETE SET NULL
);

-- The built-in policy is in force from the beginning, with the same dates in every installation. A test compares it with the program's.
INSERT INTO ranking_policy (id, version, body, reason, created_at)
VALUES (
  '019ab697-e800-7512-a7c3-64bb11c4abfe',
  1,
  '{"weights":{"area":0.33,"time":0.3,"theme":0.28,"level":0.09},"equity":{"beta":0.9,"window_days":7,"gamma":0.1},"area_steps":{"ward":0.8,"adjacent":0.5,"city":0.3},"remote_area":0.9,"flexible_time":0.9,"sibling_theme":0.5,"level_step":0.25,"stretch":1,"assumed_reach_km":10,"ladder":[3,10,30],"guardian_age":18}',
  '最初から入っている方針です。Built in.',
  '2025-11-24T16:00:00Z'
);
INSERT INTO ranking_policy_switch (version, policy_id, reason, switched_at)
SELECT 1, id, reason, created_at FROM ranking_policy;

-- What was published stays as it was.
CREATE FUNCTION refuse_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'a published policy never changes and never goes';
END $$;
CREATE TRIGGER ranking_policy_stays BEFORE UPDATE OF id, version, body, reason, created_at ON ranking_policy
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_change();
CREATE TRIGGER ranking_policy_never_goes BEFORE DELETE OR TRUNCATE ON ranking_policy FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_change();
CREATE TRIGGER ranking_policy_switch_stays BEFORE UPDATE OF version, policy_id, reason, switched_at ON ranking_policy_switch
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_change();
CREATE TRIGGER ranking_policy_switch_never_goes BEFORE DELETE OR TRUNCATE ON ranking_policy_switch
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_change();

-- Policies are read as a whole, so one entry with a nil key (kind 5) says that something about them changed.
CREATE TRIGGER ranking_policy_inserted AFTER INSERT ON ranking_policy REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_inserted('5');
CREATE TRIGGER ranking_policy_updated AFTER UPDATE ON ranking_policy REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_gone('5');
CREATE TRIGGER ranking_policy_switch_inserted AFTER INSERT ON ranking_policy_switch REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_inserted('5');
