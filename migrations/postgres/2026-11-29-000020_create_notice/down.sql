DROP INDEX application_accepted;
DROP TABLE calendar_key;
DROP TABLE notice_setting;
DROP FUNCTION bump_notice_setting_version();
DROP TABLE notice;
