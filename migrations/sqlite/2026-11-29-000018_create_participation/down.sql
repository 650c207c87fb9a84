DROP TABLE certificate;
DROP TABLE participation_correction;
DROP TABLE participation;
