-- An organization that has members has an owner, whoever changes them and however many do at once. Asked at the commit, so that a
-- transaction may take one owner out and put another in; under the organization's lock, so that of two transactions that each take out
-- one of two owners the second sees what the first did.
CREATE FUNCTION require_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM organizations WHERE id = OLD.organization_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM organization_members WHERE organization_id = OLD.organization_id)
        AND NOT EXISTS (SELECT 1 FROM organization_members WHERE organization_id = OLD.organization_id AND role = 'owner') THEN
        RAISE EXCEPTION 'organization % keeps an owner', OLD.organization_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER organization_members_owner AFTER UPDATE OR DELETE ON organization_members
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION require_owner();

-- What operators decided is only ever added to.
CREATE FUNCTION refuse_changed_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an operator decided is not changed' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER verification_decisions_stay BEFORE UPDATE OR DELETE ON verification_decisions
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_decision();
