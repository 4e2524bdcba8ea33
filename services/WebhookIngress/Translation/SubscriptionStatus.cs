namespace WebhookIngress.Translation;

/// <summary>What Stripe's words for a subscription's state mean to us. A word that is not here means nothing.</summary>
internal static class SubscriptionStatus
{
    public const string Active = "active";
    public const string Trialing = "trialing";

    private const string Incomplete = "incomplete";
    private const string Paused = "paused";

    /// <summary>Nothing was paid for yet, so what follows is the first period.</summary>
    public static bool IsBeforeFirst(string status) => status is Incomplete or Trialing;

    /// <summary>The period is not paid, and may be yet.</summary>
    public static bool IsUnpaid(string status) => status is "past_due" or "unpaid" or Paused;

    public static bool IsOver(string status) => status is "canceled" or "incomplete_expired";
}
