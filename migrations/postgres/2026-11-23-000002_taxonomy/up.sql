CREATE TABLE theme (
  code     text COLLATE "C" NOT NULL PRIMARY KEY,
  position integer NOT NULL, -- the order in which themes are shown
  name_ja  text    NOT NULL,
  name_en  text    NOT NULL,
  fields   jsonb   NOT NULL, -- numbers of the legal fields
  sdgs     jsonb   NOT NULL  -- numbers of the Sustainable Development Goals
);
CREATE TABLE area (
  code            text COLLATE "C" NOT NULL PRIMARY KEY,
  position        integer NOT NULL,
  name_ja         text    NOT NULL,
  name_en         text    NOT NULL,
  kind            text    NOT NULL,
  parent          text COLLATE "C", -- a code; it may name an area that is not loaded
  lat             integer,          -- millionths of a degree
  lon             integer,
  adjacent        jsonb   NOT NULL, -- codes
  postal_prefixes jsonb   NOT NULL, -- digits
  CONSTRAINT area_point CHECK ((lat IS NULL) = (lon IS NULL))
);

-- Taxonomies are read as a whole, so one entry with a nil key says that something in them changed.
CREATE FUNCTION log_taxonomy_inserted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key)
    SELECT TG_ARGV[0]::smallint, '00000000-0000-0000-0000-000000000000' WHERE EXISTS (SELECT FROM new_rows);
  RETURN NULL;
END $$;
CREATE FUNCTION log_taxonomy_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key)
    SELECT TG_ARGV[0]::smallint, '00000000-0000-0000-0000-000000000000' WHERE EXISTS (SELECT FROM old_rows);
  RETURN NULL;
END $$;

CREATE TRIGGER theme_inserted AFTER INSERT ON theme REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_inserted('3');
CREATE TRIGGER theme_updated AFTER UPDATE ON theme REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_gone('3');
CREATE TRIGGER theme_deleted AFTER DELETE ON theme REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_gone('3');
CREATE TRIGGER theme_truncated BEFORE TRUNCATE ON theme FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER area_inserted AFTER INSERT ON area REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_inserted('4');
CREATE TRIGGER area_updated AFTER UPDATE ON area REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_gone('4');
CREATE TRIGGER area_deleted AFTER DELETE ON area REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_taxonomy_gone('4');
CREATE TRIGGER area_truncated BEFORE TRUNCATE ON area FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
