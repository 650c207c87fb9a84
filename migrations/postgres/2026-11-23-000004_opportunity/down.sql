DROP TABLE session;
DROP FUNCTION log_session_deleted();
DROP FUNCTION log_session_updated();
DROP FUNCTION log_session_inserted();
DROP TABLE opportunity;
