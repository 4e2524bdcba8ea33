-- The ledger's rules, second edition. Whoever writes books transactions and places or settles holds; what follows from them (a
-- grant's remains, an account's balance and head) is moved by the database itself, so the two can't part.

-- 1. What was booked is never rewritten, and what follows from it is not set by hand. A superuser can switch any trigger off, so
--    the exception below hides nothing that could be kept from them; what they change is found by the verifier.
CREATE FUNCTION refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('is_superuser') = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    RAISE EXCEPTION '% on % by hand is refused: %.', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'restrict_violation', HINT = 'Correct with a new transaction.';
END $$;

CREATE TRIGGER transactions_append_only BEFORE UPDATE OR DELETE ON transactions
    FOR EACH ROW EXECUTE FUNCTION refuse_by_hand('the ledger is append-only');
CREATE TRIGGER transactions_no_truncate BEFORE TRUNCATE ON transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_by_hand('the ledger is append-only');
CREATE TRIGGER accounts_no_truncate BEFORE TRUNCATE ON accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_by_hand('the ledger is append-only');
CREATE TRIGGER grants_no_truncate BEFORE TRUNCATE ON grants
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_by_hand('the ledger is append-only');
CREATE TRIGGER holds_no_truncate BEFORE TRUNCATE ON holds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_by_hand('the ledger is append-only');

CREATE TRIGGER accounts_start_empty BEFORE INSERT ON accounts
    FOR EACH ROW WHEN (NEW.balance <> 0 OR NEW.sequence <> 0 OR NEW.last_booked_at IS NOT NULL)
    EXECUTE FUNCTION refuse_by_hand('an account starts empty');
CREATE TRIGGER accounts_follow BEFORE UPDATE ON accounts
    FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND
        (OLD.user_id, OLD.balance, OLD.sequence, OLD.chain_head, OLD.last_booked_at)
        IS DISTINCT FROM (NEW.user_id, NEW.balance, NEW.sequence, NEW.chain_head, NEW.last_booked_at))
    EXECUTE FUNCTION refuse_by_hand('an account follows its transactions');
CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
    FOR EACH ROW EXECUTE FUNCTION refuse_by_hand('an account is never removed');

CREATE TRIGGER grants_start_empty BEFORE INSERT ON grants
    FOR EACH ROW WHEN (NEW.remaining <> 0 OR NEW.held <> 0 OR NEW.expired <> 0)
    EXECUTE FUNCTION refuse_by_hand('a grant is filled by its transaction');
CREATE TRIGGER grants_follow BEFORE UPDATE ON grants
    FOR EACH ROW WHEN (pg_trigger_depth() = 0 AND
        (OLD.id, OLD.user_id, OLD.bucket, OLD.amount, OLD.source, OLD.granted_at, OLD.remaining, OLD.held, OLD.expired)
        IS DISTINCT FROM
        (NEW.id, NEW.user_id, NEW.bucket, NEW.amount, NEW.source, NEW.granted_at, NEW.remaining, NEW.held, NEW.expired))
    EXECUTE FUNCTION refuse_by_hand('a grant keeps its identity, and its remains follow its transactions and holds');
CREATE TRIGGER grants_stay BEFORE DELETE ON grants
    FOR EACH ROW EXECUTE FUNCTION refuse_by_hand('a grant is never removed');

-- 2. Booking: each transaction follows its predecessor (next number, running sum, no earlier time), is the sum of its parts, moves
--    its grants by exactly these and its account to its end. Runs once for a statement, however many rows it has, with the
--    owner's rights: the service has none to move a balance otherwise.
CREATE FUNCTION book_transactions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    -- What was written is a handful of rows among millions, and the plan is kept for later: it must not be one that reads a table.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    broken record;
    grants_named bigint;
    grants_moved bigint;
BEGIN
    SELECT * INTO broken FROM (
        SELECT b.user_id, b.sequence, b.amount, b.balance_after, b.created_at,
            CASE cardinality(b.grant_amounts) WHEN 1 THEN b.grant_amounts[1] ELSE sum_of(b.grant_amounts) END AS parts,
            COALESCE(lag(b.sequence) OVER line, a.sequence) AS sequence_before,
            COALESCE(lag(b.balance_after) OVER line, a.balance) AS balance_before,
            COALESCE(lag(b.created_at) OVER line, a.last_booked_at) AS booked_before
        FROM booked b LEFT JOIN accounts a ON a.user_id = b.user_id
        WINDOW line AS (PARTITION BY b.user_id ORDER BY b.sequence)) follows
    WHERE sequence_before IS NULL
        OR sequence <> sequence_before + 1
        OR balance_after <> balance_before + amount
        OR created_at < booked_before
        OR parts <> amount
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Transaction % of account % (% by parts of %, leaves % at %) does not follow % (% at %).',
            broken.sequence, broken.user_id, broken.amount, broken.parts, broken.balance_after, broken.created_at,
            broken.sequence_before, broken.balance_before, broken.booked_before
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;

    WITH moves AS (
        SELECT part.grant_id, b.user_id, sum(part.amount) AS amount,
            COALESCE(sum(part.amount) FILTER (WHERE b.type = 'expire'), 0) AS expired
        FROM booked b CROSS JOIN LATERAL unnest(b.grant_ids, b.grant_amounts) AS part (grant_id, amount)
        GROUP BY part.grant_id, b.user_id),
    moved AS (
        UPDATE grants g SET remaining = g.remaining + moves.amount, expired = g.expired - moves.expired
        FROM moves WHERE g.id = moves.grant_id AND g.user_id = moves.user_id
        RETURNING 1)
    SELECT (SELECT count(*) FROM moves), (SELECT count(*) FROM moved) INTO grants_named, grants_moved;
    IF grants_named <> grants_moved THEN
        RAISE EXCEPTION 'A transaction names a grant that its account does not have.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;

    UPDATE accounts a
    SET balance = last.balance_after, sequence = last.sequence, chain_head = last.hash, last_booked_at = last.created_at
    FROM (
        SELECT DISTINCT ON (user_id) user_id, sequence, balance_after, hash, created_at
        FROM booked ORDER BY user_id, sequence DESC) last
    WHERE a.user_id = last.user_id;
    RETURN NULL;
END $$;

CREATE TRIGGER transactions_book AFTER INSERT ON transactions REFERENCING NEW TABLE AS booked
    FOR EACH STATEMENT EXECUTE FUNCTION book_transactions();

-- 3. A grant comes with the transaction that fills it. Looked at at the commit, whichever of the two is written first.
CREATE FUNCTION check_grant_is_booked() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM transactions
    WHERE user_id = NEW.user_id AND idempotency_key = NEW.source AND amount = NEW.amount AND grant_ids = ARRAY[NEW.id];
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Grant % of account % was never booked.', NEW.id, NEW.user_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER grants_booked AFTER INSERT ON grants
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_grant_is_booked();

-- 4. A hold sets its parts aside when it is placed and gives them back when it is settled, which happens once.
CREATE FUNCTION set_credits_aside() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    -- What was written is a handful of rows among millions, and the plan is kept for later: it must not be one that reads a table.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    grants_named bigint;
    grants_moved bigint;
BEGIN
    WITH moves AS (
        SELECT part.grant_id, h.user_id, sum(part.amount) AS amount
        FROM changed h CROSS JOIN LATERAL unnest(h.grant_ids, h.grant_amounts) AS part (grant_id, amount)
        -- Placed and settled in one go, it never set anything aside; a change is always a settlement, by the rule below.
        WHERE TG_OP = 'UPDATE' OR h.status = 'held'
        GROUP BY part.grant_id, h.user_id),
    moved AS (
        UPDATE grants g SET held = g.held + CASE TG_OP WHEN 'INSERT' THEN moves.amount ELSE -moves.amount END
        FROM moves WHERE g.id = moves.grant_id AND g.user_id = moves.user_id
        RETURNING 1)
    SELECT (SELECT count(*) FROM moves), (SELECT count(*) FROM moved) INTO grants_named, grants_moved;
    IF grants_named <> grants_moved THEN
        RAISE EXCEPTION 'A hold names a grant that its account does not have.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER holds_set_aside AFTER INSERT ON holds REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION set_credits_aside();
CREATE TRIGGER holds_give_back AFTER UPDATE ON holds REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION set_credits_aside();

CREATE TRIGGER holds_settle_once BEFORE UPDATE ON holds
    FOR EACH ROW WHEN (OLD.status <> 'held' OR NEW.status = 'held' OR
        (OLD.id, OLD.user_id, OLD.amount, OLD.grant_ids, OLD.grant_amounts)
        IS DISTINCT FROM (NEW.id, NEW.user_id, NEW.amount, NEW.grant_ids, NEW.grant_amounts))
    EXECUTE FUNCTION refuse_by_hand('a hold is settled once and otherwise never changed');
CREATE TRIGGER holds_stay BEFORE DELETE ON holds
    FOR EACH ROW EXECUTE FUNCTION refuse_by_hand('a hold is never removed');

-- 5. The number of an account's last transaction at a moment: 0 before the first. Numbers have no gaps and times never go back, so
--    a few looks find it among a million.
CREATE FUNCTION sequence_at(account_id varchar, moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    low bigint := 0;
    high bigint := COALESCE((SELECT sequence FROM accounts WHERE user_id = account_id), 0);
    middle bigint;
BEGIN
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        IF (SELECT created_at FROM transactions WHERE user_id = account_id AND sequence = middle) <= moment THEN
            low := middle;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
    RETURN low;
END $$;
