-- Whom the events are about that were archived before it was kept: as EventSubject reads it, from text, since a malformed body is no JSON.
UPDATE stripe_events SET concerns = left(
    CASE
        WHEN object_id LIKE 'cus\_%' THEN object_id
        ELSE coalesce(
            substring(body FROM '"customer"\s*:\s*"([^"]+)"'),
            substring(body FROM '"customer"\s*:\s*\{\s*"id"\s*:\s*"([^"]+)"'),
            substring(body FROM '"payment_intent"\s*:\s*"([^"]+)"'))
    END,
    255);
