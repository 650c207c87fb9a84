DROP TABLE connection;
DROP FUNCTION log_connection_deleted();
DROP FUNCTION log_connection_updated();
DROP FUNCTION log_connection_inserted();
