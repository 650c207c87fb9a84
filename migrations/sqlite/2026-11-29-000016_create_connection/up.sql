-- How many people joined, by listing, by where they came from and by hour. Nobody stands in it. (The log below says to the second that a listing
-- was joined, until it is shortened; never by whom.)
CREATE TABLE connection (
  opportunity_id BLOB    NOT NULL,
  source         TEXT    NOT NULL, -- a word of the ground
  hour           INTEGER NOT NULL, -- its beginning, in microseconds since 1970
  connections    INTEGER NOT NULL CHECK (connections > 0),
  PRIMARY KEY (opportunity_id, source, hour),
  CONSTRAINT connection_opportunity FOREIGN KEY (opportunity_id) REFERENCES opportunity (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX connection_hour ON connection (hour);

-- The log names the opportunity (kind 6): its place changes, and nothing else about it.
CREATE TRIGGER connection_inserted AFTER INSERT ON connection BEGIN INSERT INTO change_log (kind, key) VALUES (6, new.opportunity_id); END;
CREATE TRIGGER connection_updated AFTER UPDATE ON connection
BEGIN INSERT INTO change_log (kind, key) SELECT 6, old.opportunity_id UNION SELECT 6, new.opportunity_id; END;
CREATE TRIGGER connection_deleted AFTER DELETE ON connection BEGIN INSERT INTO change_log (kind, key) VALUES (6, old.opportunity_id); END;
