-- The ledger's rules, kept by the database itself: whoever writes, whatever the code believes.

-- 1. What was booked is never rewritten. A superuser can switch any trigger off, so the exception below hides nothing that
--    could be kept from them; what they change is found by the hash chain.
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('is_superuser') = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Correct with a new transaction.';
END $$;

CREATE TRIGGER transactions_append_only BEFORE UPDATE OR DELETE ON transactions
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER transactions_no_truncate BEFORE TRUNCATE ON transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER transaction_grants_append_only BEFORE UPDATE OR DELETE ON transaction_grants
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER transaction_grants_no_truncate BEFORE TRUNCATE ON transaction_grants
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- 2. Each transaction follows its predecessor: next number, running sum.
CREATE FUNCTION check_transaction_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    balance_before bigint := 0;
BEGIN
    IF NEW.sequence > 1 THEN
        SELECT balance_after INTO balance_before FROM transactions
        WHERE user_id = NEW.user_id AND sequence = NEW.sequence - 1;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Transaction % of account % has no predecessor.', NEW.sequence, NEW.user_id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF NEW.balance_after <> balance_before + NEW.amount THEN
        RAISE EXCEPTION 'Transaction % of account % leaves %, not % + %.',
            NEW.sequence, NEW.user_id, NEW.balance_after, balance_before, NEW.amount
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER transactions_follow BEFORE INSERT ON transactions
    FOR EACH ROW EXECUTE FUNCTION check_transaction_follows();

-- 3. At the commit an account's balance is its last transaction's, and the sum of what remains of its grants.
CREATE FUNCTION assert_account_balances(account_id varchar) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    account accounts%ROWTYPE;
    last_sequence bigint := 0;
    last_balance bigint := 0;
    remaining_sum bigint;
BEGIN
    SELECT * INTO account FROM accounts WHERE user_id = account_id;
    SELECT sequence, balance_after INTO last_sequence, last_balance FROM transactions
    WHERE user_id = account_id ORDER BY sequence DESC LIMIT 1;
    SELECT COALESCE(sum(remaining), 0) INTO remaining_sum FROM grants WHERE user_id = account_id AND remaining > 0;
    IF account.sequence <> COALESCE(last_sequence, 0)
        OR account.balance <> COALESCE(last_balance, 0)
        OR account.balance <> remaining_sum THEN
        RAISE EXCEPTION 'Account % does not balance: account (% at %), transactions (% at %), grants %.',
            account_id, account.balance, account.sequence, COALESCE(last_balance, 0), COALESCE(last_sequence, 0), remaining_sum
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION check_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM assert_account_balances(NEW.user_id);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER accounts_balance AFTER INSERT OR UPDATE ON accounts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_account();

-- A grant or transaction written together with its account is covered by the account's own check; alone, it is checked here.
CREATE FUNCTION check_account_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts WHERE user_id = NEW.user_id AND xmin = pg_current_xact_id()::xid;
    IF NOT FOUND THEN
        PERFORM assert_account_balances(NEW.user_id);
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER grants_balance AFTER INSERT OR UPDATE ON grants
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_account_behind();
CREATE CONSTRAINT TRIGGER transactions_balance AFTER INSERT ON transactions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_account_behind();

-- 4. A transaction's amount is the sum of what it put into or took out of grants, whichever of the two was written last.
CREATE FUNCTION check_transaction_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    booked bigint;
    parts_sum bigint;
BEGIN
    SELECT amount INTO booked FROM transactions WHERE user_id = NEW.user_id AND sequence = NEW.sequence;
    SELECT COALESCE(sum(amount), 0) INTO parts_sum FROM transaction_grants
    WHERE user_id = NEW.user_id AND sequence = NEW.sequence;
    IF parts_sum <> booked THEN
        RAISE EXCEPTION 'Transaction % of account % moves %, its grants %.', NEW.sequence, NEW.user_id, booked, parts_sum
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER transactions_parts AFTER INSERT ON transactions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_transaction_parts();
CREATE CONSTRAINT TRIGGER transaction_grants_parts AFTER INSERT ON transaction_grants
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_transaction_parts();

-- 5. A grant keeps its identity: only what remains of it changes.
CREATE FUNCTION refuse_grant_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('is_superuser') = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE'
        AND (OLD.id, OLD.user_id, OLD.bucket, OLD.amount, OLD.source, OLD.granted_at)
            IS NOT DISTINCT FROM (NEW.id, NEW.user_id, NEW.bucket, NEW.amount, NEW.source, NEW.granted_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A grant is never removed, and only what remains of it changes.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER grants_keep_identity BEFORE UPDATE OR DELETE ON grants
    FOR EACH ROW EXECUTE FUNCTION refuse_grant_change();
