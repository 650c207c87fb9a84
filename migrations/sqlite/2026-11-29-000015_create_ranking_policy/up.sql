-- Ranking policies: published for everybody to read, and never changed or taken back afterwards. Only what the lab measures is added.
CREATE TABLE ranking_policy (
  id              BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  version         INTEGER NOT NULL, -- counts the policies
  body            TEXT    NOT NULL CHECK (json_valid(body)), -- the parameters
  reason          TEXT    NOT NULL,
  created_at      INTEGER NOT NULL, -- microseconds since 1970
  created_by      BLOB, -- empty: built in, or by somebody who was erased
  measured_effect TEXT CHECK (json_valid(measured_effect)),
  CONSTRAINT ranking_policy_version UNIQUE (version),
  CONSTRAINT ranking_policy_created_by FOREIGN KEY (created_by) REFERENCES account (id) ON DELETE SET NULL
) STRICT;

-- Which policy was put in force, and when: the one with the greatest version is.
CREATE TABLE ranking_policy_switch (
  version     INTEGER NOT NULL PRIMARY KEY, -- counts the switches
  policy_id   BLOB    NOT NULL,
  reason      TEXT    NOT NULL,
  switched_at INTEGER NOT NULL,
  switched_by BLOB,
  CONSTRAINT ranking_policy_switch_policy FOREIGN KEY (policy_id) REFERENCES ranking_policy (id),
  CONSTRAINT ranking_policy_switch_switched_by FOREIGN KEY (switched_by) REFERENCES account (id) ON DELETE SET NULL
) STRICT;

-- The built-in policy is in force from the beginning, with the same dates in every installation. A test compares it with the program's.
INSERT INTO ranking_policy (id, version, body, reason, created_at)
VALUES (
  x'019ab697e8007512a7c364bb11c4abfe',
  1,
  '{"weights":{"area":0.33,"time":0.3,"theme":0.28,"level":0.09},"equity":{"beta":0.9,"window_days":7,"gamma":0.1},"area_steps":{"ward":0.8,"adjacent":0.5,"city":0.3},"remote_area":0.9,"flexible_time":0.9,"sibling_theme":0.5,"level_step":0.25,"stretch":1,"assumed_reach_km":10,"ladder":[3,10,30],"guardian_age":18}',
  '最初から入っている方針です。Built in.',
  1764000000000000
);
INSERT INTO ranking_policy_switch (version, policy_id, reason, switched_at)
SELECT 1, id, reason, created_at FROM ranking_policy;

-- What was published stays as it was.
CREATE TRIGGER ranking_policy_stays BEFORE UPDATE OF id, version, body, reason, created_at ON ranking_policy
BEGIN SELECT RAISE(ABORT, 'a published policy never changes'); END;
CREATE TRIGGER ranking_policy_never_goes BEFORE DELETE ON ranking_policy BEGIN SELECT RAISE(ABORT, 'a published policy never goes'); END;
CREATE TRIGGER ranking_policy_is_never_replaced BEFORE INSERT ON ranking_policy
WHEN EXISTS (SELECT 1 FROM ranking_policy WHERE id = new.id OR version = new.version)
BEGIN SELECT RAISE(ABORT, 'a published policy never changes'); END;
CREATE TRIGGER ranking_policy_switch_stays BEFORE UPDATE OF version, policy_id, reason, switched_at ON ranking_policy_switch
BEGIN SELECT RAISE(ABORT, 'what was in force stays written down'); END;
CREATE TRIGGER ranking_policy_switch_never_goes BEFORE DELETE ON ranking_policy_switch
BEGIN SELECT RAISE(ABORT, 'what was in force stays written down'); END;
CREATE TRIGGER ranking_policy_switch_is_never_replaced BEFORE INSERT ON ranking_policy_switch
WHEN EXISTS (SELECT 1 FROM ranking_policy_switch WHERE version = new.version)
BEGIN SELECT RAISE(ABORT, 'what was in force stays written down'); END;

-- Policies are read as a whole, so an entry with a nil key (kind 5) says that something about them changed.
CREATE TRIGGER ranking_policy_inserted AFTER INSERT ON ranking_policy BEGIN INSERT INTO change_log (kind, key) VALUES (5, zeroblob(16)); END;
CREATE TRIGGER ranking_policy_updated AFTER UPDATE ON ranking_policy BEGIN INSERT INTO change_log (kind, key) VALUES (5, zeroblob(16)); END;
CREATE TRIGGER ranking_policy_switch_inserted AFTER INSERT ON ranking_policy_switch
BEGIN INSERT INTO change_log (kind, key) VALUES (5, zeroblob(16)); END;
