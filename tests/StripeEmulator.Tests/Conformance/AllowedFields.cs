namespace StripeEmulator.Tests.Conformance;

/// <summary>Fields that Stripe's answers carry though its types leave them out, each with the reason to keep it.</summary>
internal static class AllowedFields
{
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["Subscription.plan"] = "real answers still show the one item's plan, and older readers use it",
        ["Subscription.quantity"] = "as its plan",
    };
}
