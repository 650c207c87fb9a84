ALTER TABLE "group" DROP COLUMN response_hours;
DROP TABLE group_limit;
DROP TABLE own_limit;
DROP TABLE application_session;
DROP TABLE application;
