-- Which listings somebody was shown already, so that others come first. It goes with the account, and is swept after half a year. A listing
-- may go without asking here.
CREATE TABLE seen (
  account_id     BLOB    NOT NULL,
  opportunity_id BLOB    NOT NULL CHECK (length(opportunity_id) = 16),
  first_seen_at  INTEGER NOT NULL, -- microseconds since 1970
  PRIMARY KEY (account_id, opportunity_id),
  CONSTRAINT seen_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_at ON seen (first_seen_at);
