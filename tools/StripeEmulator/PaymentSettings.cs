using System.Collections.Immutable;

namespace StripeEmulator;

/// <summary>How long things take on the clock, and what happens when a renewal can't be paid. Stripe publishes few of these.</summary>
internal sealed record PaymentSettings
{
    public const string Canceled = "canceled";
    public const string Unpaid = "unpaid";
    public const string PastDue = "past_due";
    public const string Paused = "paused";

    private const int DaySeconds = 86_400;

    /// <summary>How long a renewal's invoice stays a draft; 0 collects it at once.</summary>
    public required int DraftSeconds { get; init; }

    /// <summary>The waits before each further attempt at an unpaid renewal, each counted from the attempt before.</summary>
    public required ImmutableArray<TimeSpan> RenewalRetries { get; init; }

    /// <summary>What a subscription becomes after the last failed attempt.</summary>
    public required string AfterLastRetry { get; init; }

    /// <summary>How long before a renewal its invoice is announced; 0 announces none.</summary>
    public required long UpcomingSeconds { get; init; }

    /// <summary>How long the bank takes for refunds, and for a dispute's decision.</summary>
    public required int SettleSeconds { get; init; }

    /// <summary>How long after a payment its money is booked on the balance.</summary>
    public required int BalanceSeconds { get; init; }

    /// <summary>How long a payment from a bank account is under way.</summary>
    public required int DelayedSeconds { get; init; }

    public static PaymentSettings Read(IConfiguration configuration) => new()
    {
        DraftSeconds = configuration.Number("Payments:DraftSeconds", fallback: 3_600, min: 0, max: 3 * DaySeconds),
        RenewalRetries = configuration.Delays("Payments:RenewalRetryDays", "3,5,7", TimeSpan.FromDays(1)),
        AfterLastRetry = configuration.OneOf("Payments:AfterLastRetry", Canceled, Canceled, Unpaid, PastDue, Paused),
        UpcomingSeconds = configuration.Number("Payments:UpcomingDays", fallback: 7, min: 0, max: 30) * (long)DaySeconds,
        SettleSeconds = configuration.Number("Payments:SettleSeconds", fallback: 5, min: 0, max: DaySeconds),
        BalanceSeconds = configuration.Number("Payments:BalanceSeconds", fallback: 2, min: 0, max: 14 * DaySeconds),
        DelayedSeconds = configuration.Number("Payments:DelayedSeconds", fallback: 3 * DaySeconds, min: 0, max: 14 * DaySeconds),
    };
}
