DROP FUNCTION refuse_truncate();
DROP FUNCTION log_deleted();
DROP FUNCTION log_updated();
DROP FUNCTION log_inserted();
DROP FUNCTION bump_version();
DROP TABLE change_floor;
DROP TABLE change_log;
DROP TABLE db_identity;
