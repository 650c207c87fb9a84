-- Listings that may be the same: those that begin at the same time, and those with the same title.
CREATE INDEX session_starts ON session (starts_at);
CREATE INDEX opportunity_title ON opportunity (title);
