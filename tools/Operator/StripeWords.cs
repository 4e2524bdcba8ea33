namespace Operator;

/// <summary>What Stripe calls things.</summary>
internal static class StripeWords
{
    public const string ResourceMissing = "resource_missing";
    public const string Enabled = "enabled";
    public const string AllEvents = "*";
}
