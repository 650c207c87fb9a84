-- How many people joined, by listing, by where they came from and by hour. Nobody stands in it. (The log below says to the second that a listing
-- was joined, until it is shortened; never by whom.)
CREATE TABLE connection (
  opportunity_id uuid             NOT NULL,
  source         text COLLATE "C" NOT NULL, -- a word of the ground
  hour           timestamptz      NOT NULL, -- its beginning
  connections    bigint           NOT NULL CHECK (connections > 0),
  PRIMARY KEY (opportunity_id, source, hour),
  CONSTRAINT connection_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE
);
CREATE INDEX connection_hour ON connection (hour);

-- The log names the opportunity (kind 6): its place changes, and nothing else about it.
CREATE FUNCTION log_connection_inserted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key) SELECT DISTINCT 6::smallint, opportunity_id FROM new_rows;
  RETURN NULL;
END $$;
CREATE FUNCTION log_connection_updated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key)
    SELECT 6::smallint, opportunity_id FROM (SELECT opportunity_id FROM new_rows UNION SELECT opportunity_id FROM old_rows) AS touched;
  RETURN NULL;
END $$;
CREATE FUNCTION log_connection_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO change_log (kind, key) SELECT DISTINCT 6::smallint, opportunity_id FROM old_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER connection_inserted AFTER INSERT ON connection REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_connection_inserted();
CREATE TRIGGER connection_updated AFTER UPDATE ON connection REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_connection_updated();
CREATE TRIGGER connection_deleted AFTER DELETE ON connection REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION log_connection_deleted();
CREATE TRIGGER connection_truncated BEFORE TRUNCATE ON connection FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
