namespace StripeEmulator.Tests.Conformance;

/// <summary>Where Stripe's answers differ from its own types, each with the reason to do as the answers do.</summary>
internal static class AllowedFields
{
    /// <summary>Required by the types, and yet left out.</summary>
    public static readonly IReadOnlyDictionary<string, string> Missing = new Dictionary<string, string>
    {
        ["Invoice.id"] = "what invoice.upcoming and a preview show is no invoice yet",
    };

    /// <summary>Left out by the types, and yet sent.</summary>
    public static readonly IReadOnlyDictionary<string, string> Sent = new Dictionary<string, string>
    {
        ["Subscription.plan"] = "real answers still show the one item's plan, and older readers use it",
        ["Subscription.quantity"] = "as its plan",
    };
}
