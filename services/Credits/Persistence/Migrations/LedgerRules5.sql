-- A grant is found by its id. Where a table has no statistics yet, all indexes look alike to the planner, and it took the one by
-- account: of an account with many grants, all were read for each of them, until the table was analyzed for the first time. An
-- expression is in no index, so the account is only compared.

-- As before, but for that.
CREATE OR REPLACE FUNCTION book_transactions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    -- What was written is a handful of rows among millions, and the plan is kept for later: it must not be one that reads a table.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
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

    UPDATE accounts a
    SET balance = last.balance_after, sequence = last.sequence, chain_head = last.hash, last_booked_at = last.created_at,
        written_by = pg_current_xact_id()
    FROM (
        SELECT DISTINCT ON (user_id) user_id, sequence, balance_after, hash, created_at
        FROM booked ORDER BY user_id, sequence DESC) last
    WHERE a.user_id = last.user_id;

    WITH moves AS (
        SELECT part.grant_id, b.user_id, sum(part.amount) AS amount,
            COALESCE(sum(part.amount) FILTER (WHERE b.type = 'expire'), 0) AS expired
        FROM booked b CROSS JOIN LATERAL unnest(b.grant_ids, b.grant_amounts) AS part (grant_id, amount)
        -- What brought a grant is in it from the start. There is one such transaction, as its key is unique within the account.
        WHERE part.amount < 0 OR NOT EXISTS (
            SELECT 1 FROM grants born
            WHERE born.id = part.grant_id AND born.user_id || '' = b.user_id AND born.amount = part.amount
                AND born.source = b.idempotency_key AND b.idempotency_key NOT LIKE 'request:%')
        GROUP BY part.grant_id, b.user_id),
    moved AS (
        UPDATE grants g SET remaining = g.remaining + moves.amount, expired = g.expired - moves.expired
        FROM moves WHERE g.id = moves.grant_id AND g.user_id || '' = moves.user_id
        RETURNING 1)
    SELECT (SELECT count(*) FROM moves), (SELECT count(*) FROM moved) INTO grants_named, grants_moved;
    IF grants_named <> grants_moved THEN
        RAISE EXCEPTION 'A transaction names a grant that its account does not have.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- As before, but for that.
CREATE OR REPLACE FUNCTION set_credits_aside() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    -- What was written is a handful of rows among millions, and the plan is kept for later: it must not be one that reads a table.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    grants_named bigint;
    grants_moved bigint;
BEGIN
    UPDATE accounts a SET written_by = pg_current_xact_id()
    FROM (SELECT DISTINCT user_id FROM changed ORDER BY user_id) AS holders
    WHERE a.user_id = holders.user_id AND a.written_by <> pg_current_xact_id();

    WITH moves AS (
        SELECT part.grant_id, h.user_id, sum(part.amount) AS amount
        FROM changed h CROSS JOIN LATERAL unnest(h.grant_ids, h.grant_amounts) AS part (grant_id, amount)
        -- Placed and settled in one go, it never set anything aside; a change is always a settlement, by the rule on holds.
        WHERE TG_OP = 'UPDATE' OR h.status = 'held'
        GROUP BY part.grant_id, h.user_id),
    moved AS (
        UPDATE grants g SET held = g.held + CASE TG_OP WHEN 'INSERT' THEN moves.amount ELSE -moves.amount END
        FROM moves WHERE g.id = moves.grant_id AND g.user_id || '' = moves.user_id
        RETURNING 1)
    SELECT (SELECT count(*) FROM moves), (SELECT count(*) FROM moved) INTO grants_named, grants_moved;
    IF grants_named <> grants_moved THEN
        RAISE EXCEPTION 'A hold names a grant that its account does not have.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- As before, but that no setting is changed and changed back for each grant: it names its table in full instead.
CREATE OR REPLACE FUNCTION check_grant_is_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM public.transactions
    WHERE user_id = NEW.user_id AND idempotency_key = NEW.source AND amount = NEW.amount AND grant_ids = ARRAY[NEW.id]
        AND idempotency_key NOT LIKE 'request:%';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Grant % of account % was never booked.', NEW.id, NEW.user_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
