DROP TABLE message;
DROP TABLE disclosure_view;
DROP TABLE disclosure;
DROP TABLE contact;
