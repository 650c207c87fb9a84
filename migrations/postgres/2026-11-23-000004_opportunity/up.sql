CREATE TABLE opportunity (
  id                 uuid    NOT NULL PRIMARY KEY,
  version            bigint  NOT NULL,
  group_id           uuid    NOT NULL,
  kind               text    NOT NULL, -- kind, state, level …: words of the ground; the lists of words grow without a migration
  title              text    NOT NULL,
  title_en           text,
  summary            text    NOT NULL,
  summary_en         text,
  description        text    NOT NULL,
  themes             jsonb   NOT NULL, -- codes, the main one first
  themes_suggested   boolean NOT NULL,
  areas              jsonb   NOT NULL, -- codes
  place_name         text,
  place_address      text,
  place_lat          integer,          -- millionths of a degree
  place_lon          integer,
  place_station      text,
  remote             boolean NOT NULL,
  level              text,
  beginner_friendly  boolean NOT NULL,
  responsibility     text    NOT NULL,
  recurrence         jsonb,            -- rule, starts_on, until, from, to, except, seats
  day_parts          bigint  NOT NULL, -- bit n is day part n, Monday morning first
  partial_attendance boolean NOT NULL,
  minimum_minutes    bigint,
  seats              bigint,
  seats_taken        bigint  NOT NULL,
  party_min          bigint  NOT NULL,
  party_max          bigint,
  age_min            integer,
  age_max            integer,
  families           boolean NOT NULL,
  students           boolean NOT NULL,
  seniors            boolean NOT NULL,
  requirements       jsonb   NOT NULL,
  qualifications     jsonb   NOT NULL,
  accessibility      jsonb   NOT NULL,
  languages          jsonb   NOT NULL,
  insurance          text,
  cost               text,
  rewards            text,
  apply_by           timestamptz,
  company_ok         boolean NOT NULL,
  url                text,
  seeks              jsonb,            -- level, commitment, skills, languages, newcomer_seats
  state              text COLLATE "C" NOT NULL,
  source_name        text COLLATE "C",
  source_reference   text COLLATE "C",
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  published_at       timestamptz,
  CONSTRAINT opportunity_group FOREIGN KEY (group_id) REFERENCES "group" (id),
  CONSTRAINT opportunity_source UNIQUE (source_name, source_reference),
  CONSTRAINT opportunity_source_whole CHECK ((source_name IS NULL) = (source_reference IS NULL)),
  CONSTRAINT opportunity_point CHECK ((place_lat IS NULL) = (place_lon IS NULL)),
  CONSTRAINT opportunity_seats CHECK (seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats))
);
CREATE INDEX opportunity_of_group ON opportunity (group_id, id);
CREATE INDEX opportunity_recurring ON opportunity (id) WHERE recurrence IS NOT NULL AND state = 'published';

CREATE TRIGGER opportunity_version BEFORE UPDATE ON opportunity FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER opportunity_inserted AFTER INSERT ON opportunity REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_inserted('1');
CREATE TRIGGER opportunity_updated AFTER UPDATE ON opportunity REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_updated('1');
CREATE TRIGGER opportunity_deleted AFTER DELETE ON opportunity REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_deleted('1');
CREATE TRIGGER opportunity_truncated BEFORE TRUNCATE ON opportunity FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();

CREATE TABLE session (
  id             uuid        NOT NULL PRIMARY KEY,
  opportunity_id uuid        NOT NULL,
  starts_at      timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  seats          bigint,
  seats_taken    bigint      NOT NULL,
  cancelled      boolean     NOT NULL,
  CONSTRAINT session_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE,
  CONSTRAINT session_seats CHECK (seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats))
);
CREATE INDEX session_of_opportunity ON session (opportunity_id, starts_at, id);

-- A session is part of its opportunity: the log names the opportunity.
CREATE FUNCTION log_session_inserted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key) SELECT DISTINCT 1::smallint, opportunity_id FROM new_rows;
  RETURN NULL;
END $$;
CREATE FUNCTION log_session_updated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key)
    SELECT 1::smallint, opportunity_id FROM (SELECT opportunity_id FROM new_rows UNION SELECT opportunity_id FROM old_rows) AS touched;
  RETURN NULL;
END $$;
CREATE FUNCTION log_session_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key) SELECT DISTINCT 1::smallint, opportunity_id FROM old_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER session_inserted AFTER INSERT ON session REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_session_inserted();
CREATE TRIGGER session_updated AFTER UPDATE ON session REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_session_updated();
CREATE TRIGGER session_deleted AFTER DELETE ON session REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_session_deleted();
CREATE TRIGGER session_truncated BEFORE TRUNCATE ON session FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
