CREATE TABLE "group" (
  id               uuid    NOT NULL PRIMARY KEY,
  version          bigint  NOT NULL,
  name             text    NOT NULL,
  name_en          text,
  kind             text    NOT NULL, -- a word of the ground; the list of words grows without a migration
  summary          text    NOT NULL,
  description      text    NOT NULL,
  themes           jsonb   NOT NULL, -- codes, the main one first
  areas            jsonb   NOT NULL, -- codes
  place_name       text,
  place_address    text,
  place_lat        integer,          -- millionths of a degree
  place_lon        integer,
  place_station    text,
  members          bigint,
  founded          integer,
  url              text,
  accessibility    jsonb   NOT NULL,
  source_name      text COLLATE "C",
  source_reference text COLLATE "C",
  imported         boolean NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  CONSTRAINT group_source UNIQUE (source_name, source_reference),
  CONSTRAINT group_source_whole CHECK ((source_name IS NULL) = (source_reference IS NULL)),
  CONSTRAINT group_point CHECK ((place_lat IS NULL) = (place_lon IS NULL))
);

CREATE TRIGGER group_version BEFORE UPDATE ON "group" FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER group_inserted AFTER INSERT ON "group" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_inserted('2');
CREATE TRIGGER group_updated AFTER UPDATE ON "group" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_updated('2');
CREATE TRIGGER group_deleted AFTER DELETE ON "group" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_deleted('2');
CREATE TRIGGER group_truncated BEFORE TRUNCATE ON "group" FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
