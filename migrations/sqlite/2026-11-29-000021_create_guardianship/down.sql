DROP TABLE consent;
DROP TABLE guardian_code;
DROP TABLE guardianship;
