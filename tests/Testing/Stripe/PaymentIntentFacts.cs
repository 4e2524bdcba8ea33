namespace Testing.Stripe;

/// <summary>What a test says about a payment; the rest of the event has plausible values.</summary>
public sealed record PaymentIntentFacts
{
    /// <summary>The same event twice has the same id.</summary>
    public string EventId { get; init; } = StripeEventJson.NewId("evt");

    public string PaymentIntentId { get; init; } = StripeEventJson.NewId("pi");

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public long AmountCents { get; init; } = 1000;

    /// <summary>Null is the whole amount when it succeeded, nothing when it failed.</summary>
    public long? AmountReceivedCents { get; init; }

    public string Currency { get; init; } = "usd";

    public string? CustomerId { get; init; }

    public bool IsLive { get; init; }

    /// <summary>The event's <c>created</c>, in whole seconds.</summary>
    public DateTimeOffset CreatedAt { get; init; } = TimeProvider.System.GetUtcNow();

    public string DeclineCode { get; init; } = "generic_decline";

    /// <summary>Metadata as Billing writes it for a pack.</summary>
    public static PaymentIntentFacts ForPack(string userId, string purchaseId, string package, int credits, long amountCents) => new()
    {
        AmountCents = amountCents,
        Metadata = new Dictionary<string, string>
        {
            ["type"] = "playground_credits",
            ["user_id"] = userId,
            ["purchase_id"] = purchaseId,
            ["package"] = package,
            ["credits"] = credits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
    };
}
