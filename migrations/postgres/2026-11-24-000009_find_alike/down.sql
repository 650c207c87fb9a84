DROP INDEX opportunity_title;
DROP INDEX session_starts;
