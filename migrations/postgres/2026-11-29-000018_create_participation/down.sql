DROP TABLE certificate;
DROP TABLE participation_correction;
DROP TABLE participation;
DROP FUNCTION forget_in_certificate();
DROP FUNCTION forget_in_participation();
