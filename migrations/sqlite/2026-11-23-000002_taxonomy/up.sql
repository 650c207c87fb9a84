CREATE TABLE theme (
  code     TEXT    NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL, -- the order in which themes are shown
  name_ja  TEXT    NOT NULL,
  name_en  TEXT    NOT NULL,
  fields   TEXT    NOT NULL CHECK (json_valid(fields)), -- numbers of the legal fields
  sdgs     TEXT    NOT NULL CHECK (json_valid(sdgs))    -- numbers of the Sustainable Development Goals
) STRICT;
CREATE TABLE area (
  code            TEXT    NOT NULL PRIMARY KEY,
  position        INTEGER NOT NULL,
  name_ja         TEXT    NOT NULL,
  name_en         TEXT    NOT NULL,
  kind            TEXT    NOT NULL,
  parent          TEXT,    -- a code; it may name an area that is not loaded
  lat             INTEGER, -- millionths of a degree
  lon             INTEGER,
  adjacent        TEXT    NOT NULL CHECK (json_valid(adjacent)),        -- codes
  postal_prefixes TEXT    NOT NULL CHECK (json_valid(postal_prefixes)), -- digits
  CONSTRAINT area_point CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;

-- Taxonomies are read as a whole, so an entry with a nil key says that something in them changed.
CREATE TRIGGER theme_inserted AFTER INSERT ON theme BEGIN INSERT INTO change_log (kind, key) VALUES (3, zeroblob(16)); END;
CREATE TRIGGER theme_updated AFTER UPDATE ON theme BEGIN INSERT INTO change_log (kind, key) VALUES (3, zeroblob(16)); END;
CREATE TRIGGER theme_deleted AFTER DELETE ON theme BEGIN INSERT INTO change_log (kind, key) VALUES (3, zeroblob(16)); END;
CREATE TRIGGER area_inserted AFTER INSERT ON area BEGIN INSERT INTO change_log (kind, key) VALUES (4, zeroblob(16)); END;
CREATE TRIGGER area_updated AFTER UPDATE ON area BEGIN INSERT INTO change_log (kind, key) VALUES (4, zeroblob(16)); END;
CREATE TRIGGER area_deleted AFTER DELETE ON area BEGIN INSERT INTO change_log (kind, key) VALUES (4, zeroblob(16)); END;
