DROP INDEX group_waiting;
ALTER TABLE "group" DROP COLUMN standing;
