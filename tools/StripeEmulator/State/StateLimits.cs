namespace StripeEmulator.State;

/// <summary>How much is kept in memory. Above a limit the oldest of its kind is forgotten, as if it had never been.</summary>
internal static class StateLimits
{
    public const int CustomersMax = 200_000;
    public const int PaymentMethodsMax = 200_000;
    public const int PaymentIntentsMax = 200_000;
    public const int SetupIntentsMax = 100_000;
    public const int SetupAttemptsMax = 100_000;
    public const int ChargesMax = 200_000;
    public const int BalanceTransactionsMax = 300_000;
    public const int RefundsMax = 100_000;
    public const int DisputesMax = 20_000;
    public const int EarlyFraudWarningsMax = 20_000;
    public const int ProductsMax = 10_000;
    public const int PricesMax = 20_000;
    public const int SubscriptionsMax = 100_000;
    public const int InvoicesMax = 200_000;
    public const int InvoiceItemsMax = 100_000;

    /// <summary>As at Stripe, an invoice takes at most 250 items; others wait for the next.</summary>
    public const int ItemsPerInvoiceMax = 250;
    public const int CheckoutSessionsMax = 100_000;
    public const int PortalSessionsMax = 20_000;
    public const int PortalConfigurationsMax = 1_000;
    public const int TokensMax = 20_000;
    public const int TestClocksMax = 1_000;
    public const int EventsMax = 300_000;

    /// <summary>Reminders of what is to happen later; see <see cref="Schedule"/>.</summary>
    public const int ScheduledMax = 1_000_000;

    /// <summary>How much of what is due happens in one go, so that a clock moved by a century does not hold the gate for long.</summary>
    public const int StepsAtOnceMax = 1_000;

    /// <summary>As at Stripe, where an account has at most 16.</summary>
    public const int WebhookEndpointsMax = 16;

    /// <summary>As at Stripe, a test clock has at most three customers with three subscriptions each.</summary>
    public const int CustomersPerTestClockMax = 3;
    public const int SubscriptionsPerClockedCustomerMax = 3;

    /// <summary>As at Stripe, a test clock and its customers are gone after 30 days.</summary>
    public const long TestClockLifetimeSeconds = 30L * 86_400;

    /// <summary>As at Stripe, an event is gone after 30 days of business time.</summary>
    public const long EventLifetimeSeconds = 30L * 86_400;
}
