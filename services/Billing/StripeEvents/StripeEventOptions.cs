using System.ComponentModel.DataAnnotations;

namespace Billing.StripeEvents;

/// <summary>The archive of Stripe's events. Section <c>StripeEvents</c>.</summary>
public sealed class StripeEventOptions
{
    public const string SectionName = "StripeEvents";

    /// <summary>How long an event is kept. Stripe itself keeps one for 30 days, and can send it again that long.</summary>
    [Range(31, 3_650)]
    public int RetentionDays { get; set; } = 90;

    /// <summary>How often events past their time are looked for.</summary>
    [Range(100, 86_400_000)]
    public int SweepIntervalMilliseconds { get; set; } = 600_000;
}

internal static class StripeEventsSetup
{
    public static void AddStripeEvents(this IServiceCollection services)
    {
        services.AddOptions<StripeEventOptions>()
            .BindConfiguration(StripeEventOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddHostedService<StripeEventSweeper>();
    }
}
