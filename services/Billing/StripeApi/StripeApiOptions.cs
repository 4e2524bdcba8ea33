using System.ComponentModel.DataAnnotations;

namespace Billing.StripeApi;

/// <summary>How patient we are with Stripe. Section <c>StripeApi</c>.</summary>
public sealed class StripeApiOptions
{
    public const string SectionName = "StripeApi";

    /// <summary>One attempt may take this long.</summary>
    [Range(1, 80)]
    public int AttemptTimeoutSeconds { get; set; } = 6;

    /// <summary>A call with all its attempts may take this long.</summary>
    /// <remarks>A purchase makes up to four calls, and all of them should fit into the lease of an Idempotency-Key.</remarks>
    [Range(1, 300)]
    public int TotalTimeoutSeconds { get; set; } = 14;

    /// <summary>Attempts after the first.</summary>
    [Range(1, 10)]
    public int RetryCount { get; set; } = 3;

    /// <summary>The pause before the first retry; it doubles, with jitter.</summary>
    [Range(1, 10_000)]
    public int RetryDelayMilliseconds { get; set; } = 300;

    /// <summary>A longer Retry-After than this is passed on to our caller instead of waited for.</summary>
    [Range(0, 60)]
    public int RetryAfterSecondsMax { get; set; } = 4;

    /// <summary>Calls at the same time. Stripe allows a test account 25 requests a second.</summary>
    [Range(1, 1_000)]
    public int ConcurrencyMax { get; set; } = 32;

    /// <summary>Calls that wait for their turn; the next one is refused at once.</summary>
    [Range(0, 10_000)]
    public int QueueMax { get; set; } = 256;

    /// <summary>The circuit opens when so many percent of the attempts in a sampling period failed.</summary>
    [Range(1, 100)]
    public int CircuitFailurePercent { get; set; } = 50;

    /// <summary>With fewer attempts than this in a sampling period the circuit stays closed.</summary>
    [Range(2, 10_000)]
    public int CircuitAttemptsMin { get; set; } = 20;

    [Range(1, 300)]
    public int CircuitSamplingSeconds { get; set; } = 15;

    /// <summary>How long an open circuit refuses calls before it lets one try.</summary>
    [Range(1, 300)]
    public int CircuitBreakSeconds { get; set; } = 5;
}
