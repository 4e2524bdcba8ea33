namespace StripeEmulator.State;

/// <summary>What a change in the middle of a period costs, in Stripe's words.</summary>
internal static class ProrationBehaviors
{
    public const string None = "none";

    /// <summary>The difference waits for the next invoice.</summary>
    public const string Create = "create_prorations";

    /// <summary>The difference is invoiced at once.</summary>
    public const string InvoiceNow = "always_invoice";
}
