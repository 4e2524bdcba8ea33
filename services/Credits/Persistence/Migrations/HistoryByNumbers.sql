-- A grant comes with the transaction that fills it. The same rule as before, asked so that the index of such keys answers it: without
-- its last condition all transactions of the account were read for each new grant.
CREATE OR REPLACE FUNCTION check_grant_is_booked() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM transactions
    WHERE user_id = NEW.user_id AND idempotency_key = NEW.source AND amount = NEW.amount AND grant_ids = ARRAY[NEW.id]
        AND idempotency_key NOT LIKE 'request:%';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Grant % of account % was never booked.', NEW.id, NEW.user_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
