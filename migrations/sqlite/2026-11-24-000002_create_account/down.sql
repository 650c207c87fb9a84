DROP TABLE refresh_token;
DROP TABLE login;
DROP TABLE letter;
DROP TABLE registration;
DROP TABLE account;
