namespace StripeEmulator.State;

/// <summary>How much is kept in memory. Above a limit the oldest of its kind is forgotten, as if it had never been.</summary>
internal static class StateLimits
{
    public const int CustomersMax = 200_000;
    public const int PaymentMethodsMax = 200_000;
    public const int PaymentIntentsMax = 200_000;
    public const int ChargesMax = 200_000;
    public const int EventsMax = 300_000;

    /// <summary>As at Stripe, an event is gone after 30 days of business time.</summary>
    public const long EventLifetimeSeconds = 30L * 86_400;
}
