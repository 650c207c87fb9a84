DROP TABLE profile;
DROP FUNCTION bump_profile_version();
