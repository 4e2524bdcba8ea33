-- Takes the first edition of the rules away, and brings what was booked under it into the new shape: a transaction carries the
-- grants it touched itself.
DROP TRIGGER transactions_append_only ON transactions;
DROP TRIGGER transactions_no_truncate ON transactions;
DROP TRIGGER transactions_follow ON transactions;
DROP TRIGGER transactions_balance ON transactions;
DROP TRIGGER transactions_parts ON transactions;
DROP TRIGGER accounts_balance ON accounts;
DROP TRIGGER grants_balance ON grants;
DROP TRIGGER grants_keep_identity ON grants;
DROP TABLE IF EXISTS moved_parts;
CREATE TEMPORARY TABLE moved_parts ON COMMIT DROP AS
    SELECT user_id, sequence, array_agg(grant_id) AS grant_ids, array_agg(amount) AS grant_amounts
    FROM transaction_grants GROUP BY user_id, sequence;
DROP TABLE transaction_grants;
DROP FUNCTION refuse_ledger_change, check_transaction_follows, check_account, check_account_behind, check_transaction_parts,
    refuse_grant_change;
DROP FUNCTION assert_account_balances;

CREATE FUNCTION sum_of(amounts bigint[]) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    'SELECT COALESCE(sum(amount), 0)::bigint FROM unnest(amounts) AS amount';
