namespace Billing.Persistence.Migrations;

/// <summary>Terms of the subscriptions that were mirrored before terms were kept, so that they count from their start.</summary>
/// <remarks>Which price is the member price the database does not know: the next word of a subscription puts its tier right.</remarks>
internal static class TermsOfKnownSubscriptions
{
    public const string Sql =
        """
        INSERT INTO subscription_terms (subscription_id, since, user_id, is_running, tier, monthly_cents)
        SELECT subscription_id, created_at, user_id, status IN ('active', 'trialing', 'past_due', 'canceled'), 'individual',
            CASE status WHEN 'trialing' THEN 0 ELSE amount_cents END
        FROM subscriptions
        UNION ALL
        SELECT subscription_id, ended_at, user_id, false, 'individual', amount_cents
        FROM subscriptions WHERE status = 'canceled' AND ended_at > created_at;
        """;
}
