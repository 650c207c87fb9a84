DROP TABLE ranking_policy_switch;
DROP TABLE ranking_policy;
DROP FUNCTION refuse_policy_change();
