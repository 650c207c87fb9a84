-- Who this database is. A restored copy that goes its own way gets a fresh restore_id by hand.
CREATE TABLE db_identity (
  one        INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  restore_id BLOB    NOT NULL DEFAULT (randomblob(16)) CHECK (length(restore_id) = 16)
) STRICT;
INSERT INTO db_identity DEFAULT VALUES;

-- What has changed, in the order of commits: there is one writer at a time.
CREATE TABLE change_log (
  seq   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,  -- never given twice, even after the newest entry is gone
  nonce INTEGER NOT NULL DEFAULT (random()),         -- tells this entry from one with the same number in a restored file
  at    INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
  kind  INTEGER NOT NULL,                            -- 1 opportunity, 2 group, 3 themes, 4 areas
  key   BLOB    NOT NULL CHECK (length(key) = 16)    -- nil for the taxonomies: they change as a whole
) STRICT;
-- Genesis: the log is never empty, so that every cursor has an entry to stand on.
INSERT INTO change_log (kind, key) VALUES (0, zeroblob(16));

-- Entries below the floor were trimmed: whoever has not read them starts anew.
CREATE TABLE change_floor (
  one INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  seq INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO change_floor DEFAULT VALUES;
