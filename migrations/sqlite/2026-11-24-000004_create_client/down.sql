DROP TABLE signing_key;
DROP TABLE client_secret;
DROP TABLE client;
