UPDATE transactions t SET grant_ids = moved.grant_ids, grant_amounts = moved.grant_amounts
FROM moved_parts moved WHERE moved.user_id = t.user_id AND moved.sequence = t.sequence;

UPDATE accounts a SET last_booked_at = (SELECT max(created_at) FROM transactions t WHERE t.user_id = a.user_id);

-- Payments from before this was noted. What was paid for them is not known here; a refund's own event says it.
INSERT INTO payments (payment_intent_id, user_id, credits, purchase_id)
SELECT substr(source, length('purchase:') + 1), user_id, amount, purchase_id FROM grants WHERE source LIKE 'purchase:%';

-- Rows that change with every spend keep room on their page, so that no index has to be touched for it.
ALTER TABLE accounts SET (fillfactor = 50);
ALTER TABLE grants SET (fillfactor = 50);
