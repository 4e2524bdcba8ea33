using System.ComponentModel.DataAnnotations;

namespace Billing.Healing;

/// <summary>How missed events are looked for by themselves. Section <c>Backfill</c>.</summary>
public sealed class BackfillOptions
{
    public const string SectionName = "Backfill";

    /// <summary>How often. 0 leaves it to the operator.</summary>
    [Range(0, 86_400)]
    public int IntervalSeconds { get; set; } = 900;

    /// <summary>How long after the start the first time.</summary>
    [Range(0, 86_400)]
    public int StartDelaySeconds { get; set; } = 30;

    /// <summary>How long after one that Stripe or the ingress did not let finish.</summary>
    [Range(1, 86_400)]
    public int RetrySeconds { get; set; } = 60;

    /// <summary>How far back everything is looked at, delivered or not; further when the last time was longer ago.</summary>
    [Range(1, StripeEventList.DaysKept * 24)]
    public int LookBackHours { get; set; } = 6;

    /// <summary>How far back it is looked at what Stripe could not deliver.</summary>
    [Range(1, StripeEventList.DaysKept)]
    public int UndeliveredDays { get; set; } = StripeEventList.DaysKept;

    /// <summary>A younger event is on its way, and not missed.</summary>
    [Range(0, 86_400)]
    public int SettleSeconds { get; set; } = 120;

    /// <summary>Events handed to the ingress side by side.</summary>
    [Range(1, 32)]
    public int AtOnceMax { get; set; } = 4;

    /// <summary>How long a run waits until the archive has what it brought in, so that the next one does not count it again.</summary>
    [Range(0, 300)]
    public int ArchiveWaitSeconds { get; set; } = 20;
}
