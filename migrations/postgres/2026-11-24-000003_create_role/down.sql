ALTER TABLE letter DROP CONSTRAINT letter_invitation;
DROP TABLE invitation;
DROP TABLE role_grant;
DROP TABLE company;
