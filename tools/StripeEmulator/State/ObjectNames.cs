namespace StripeEmulator.State;

/// <summary>The values of the field <c>object</c>.</summary>
internal static class ObjectNames
{
    public const string Charge = "charge";
    public const string Customer = "customer";
    public const string Event = "event";
    public const string PaymentIntent = "payment_intent";
    public const string PaymentMethod = "payment_method";
}
