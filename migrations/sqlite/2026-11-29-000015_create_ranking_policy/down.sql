DROP TABLE ranking_policy_switch;
DROP TABLE ranking_policy;
