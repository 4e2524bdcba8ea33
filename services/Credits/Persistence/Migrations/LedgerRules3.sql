-- Who wrote an account last: the database transaction that changed it, or a lot, hold or clawback of it. Whoever decided on an
-- account without its lock claims it by this before writing: had anybody written in between, it would be another one.

CREATE FUNCTION claim_accounts(ids text[], writers xid8[]) RETURNS xid8 LANGUAGE plpgsql AS $$
DECLARE
    unchanged bigint;
BEGIN
    SELECT count(*) FILTER (WHERE locked.written_by = locked.expected) INTO unchanged FROM (
        SELECT a.written_by, claimed.writer AS expected
        FROM unnest(ids, writers) AS claimed (user_id, writer) JOIN accounts a ON a.user_id = claimed.user_id
        -- In the order in which everybody locks accounts.
        ORDER BY a.user_id FOR UPDATE OF a) AS locked;
    IF unchanged <> cardinality(ids) THEN
        RAISE EXCEPTION '% of % accounts were written by somebody else.', cardinality(ids) - unchanged, cardinality(ids) USING ERRCODE = 'LG001';
    END IF;
    RETURN pg_current_xact_id();
END $$;

CREATE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE accounts SET written_by = pg_current_xact_id() WHERE user_id = NEW.user_id AND written_by <> pg_current_xact_id();
    RETURN NULL;
END $$;

-- What remains of a lot, and what of it is held, follow transactions and holds, which note the writer themselves.
CREATE TRIGGER grants_note_writer AFTER UPDATE OF is_frozen, expires_at, rollover_expires_at ON grants
    FOR EACH ROW EXECUTE FUNCTION note_writer();
CREATE TRIGGER clawbacks_note_writer AFTER INSERT OR UPDATE ON clawbacks
    FOR EACH ROW EXECUTE FUNCTION note_writer();

CREATE FUNCTION note_own_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_by := pg_current_xact_id();
    RETURN NEW;
END $$;

CREATE TRIGGER accounts_note_writer BEFORE UPDATE OF low_balance_threshold, alert_level ON accounts
    FOR EACH ROW EXECUTE FUNCTION note_own_writer();

-- As before, but accounts are moved before grants, so that whoever writes holds the account first, and the writer is noted.
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
        GROUP BY part.grant_id, b.user_id),
    moved AS (
        UPDATE grants g SET remaining = g.remaining + moves.amount, expired = g.expired - moves.expired
        FROM moves WHERE g.id = moves.grant_id AND g.user_id = moves.user_id
        RETURNING 1)
    SELECT (SELECT count(*) FROM moves), (SELECT count(*) FROM moved) INTO grants_named, grants_moved;
    IF grants_named <> grants_moved THEN
        RAISE EXCEPTION 'A transaction names a grant that its account does not have.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

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
        FROM moves WHERE g.id = moves.grant_id AND g.user_id = moves.user_id
        RETURNING 1)
    SELECT (SELECT count(*) FROM moves), (SELECT count(*) FROM moved) INTO grants_named, grants_moved;
    IF grants_named <> grants_moved THEN
        RAISE EXCEPTION 'A hold names a grant that its account does not have.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
