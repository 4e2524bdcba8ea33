-- The Checkouts of the plan move into the table that holds those of organizations too. Attempts go on counting: Stripe knows them by
-- their number for a day.
INSERT INTO subscription_checkouts
    (user_id, attempt, price_id, stripe_customer_id, success_url, cancel_url, session_id, updated_at)
SELECT user_id, attempt, price_id, stripe_customer_id, success_url, cancel_url, session_id, updated_at FROM plan_checkouts;

DROP TABLE plan_checkouts;
