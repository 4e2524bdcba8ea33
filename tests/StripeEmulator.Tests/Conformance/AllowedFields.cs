namespace StripeEmulator.Tests.Conformance;

/// <summary>Where Stripe's answers and its types differ, each with the reason to follow the answers.</summary>
internal static class AllowedFields
{
    /// <summary>Fields that the types always have and an answer may lack.</summary>
    public static readonly IReadOnlyDictionary<string, string> Absent = new Dictionary<string, string>
    {
        ["Invoice.id"] = "the invoice of invoice.upcoming is not made yet",
    };

    /// <summary>Fields that answers carry though the types leave them out.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["Subscription.plan"] = "real answers still show the one item's plan, and older readers use it",
        ["Subscription.quantity"] = "as its plan",
    };
}
