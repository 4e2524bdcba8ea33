namespace StripeEmulator.State;

/// <summary>The types of the events that the emulator creates.</summary>
internal static class EventTypes
{
    public const string ChargeFailed = "charge.failed";
    public const string ChargeSucceeded = "charge.succeeded";
    public const string CustomerCreated = "customer.created";
    public const string CustomerDeleted = "customer.deleted";
    public const string CustomerUpdated = "customer.updated";
    public const string PaymentIntentCanceled = "payment_intent.canceled";
    public const string PaymentIntentCreated = "payment_intent.created";
    public const string PaymentIntentPaymentFailed = "payment_intent.payment_failed";
    public const string PaymentIntentSucceeded = "payment_intent.succeeded";
}
