DROP TABLE invitation;
DROP TABLE role_grant;
DROP TABLE company;
