DROP TABLE message;
DROP TABLE disclosure_view;
DROP TABLE disclosure;
DROP TABLE contact;
DROP FUNCTION bump_contact_version();
