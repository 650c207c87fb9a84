-- Which listings somebody was shown already, so that others come first. It goes with the account, and is swept after half a year. A listing
-- may go without asking here.
CREATE TABLE seen (
  account_id     uuid        NOT NULL,
  opportunity_id uuid        NOT NULL,
  first_seen_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, opportunity_id),
  CONSTRAINT seen_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX seen_at ON seen (first_seen_at);
