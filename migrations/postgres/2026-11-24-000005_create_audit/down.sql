DROP TABLE audit_seal;
DROP TABLE audit_event;
DROP FUNCTION refuse_audit_change();
