DROP TABLE area;
DROP TABLE theme;
DROP FUNCTION log_taxonomy_gone();
DROP FUNCTION log_taxonomy_inserted();
