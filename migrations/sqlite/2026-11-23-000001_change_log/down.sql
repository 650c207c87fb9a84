DROP TABLE change_floor;
DROP TABLE change_log;
DROP TABLE db_identity;
