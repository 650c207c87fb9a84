DROP INDEX application_accepted;
DROP TABLE calendar_key;
DROP TABLE notice_setting;
DROP TABLE notice;
