DROP TABLE session;
DROP TABLE opportunity;
