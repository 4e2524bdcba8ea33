using System.ComponentModel.DataAnnotations;

namespace Billing.Reconciliation;

/// <summary>The nightly comparison of money and credits. Section <c>Reconciliation</c>.</summary>
public sealed class ReconciliationOptions
{
    public const string SectionName = "Reconciliation";

    /// <summary>The hour of the day (UTC) after which it is done, once a day.</summary>
    [Range(0, 23)]
    public int HourUtc { get; set; } = 3;

    /// <summary>How long the ledger may take to tell what it did before its silence is a difference.</summary>
    [Range(0, 86_400)]
    public int GraceSeconds { get; set; } = 600;

    /// <summary>How often it is looked whether the hour has come.</summary>
    [Range(100, 3_600_000)]
    public int CheckIntervalMilliseconds { get; set; } = 60_000;
}

internal static class ReconciliationSetup
{
    public static void AddReconciliation(this IServiceCollection services)
    {
        services.AddOptions<ReconciliationOptions>()
            .BindConfiguration(ReconciliationOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddHostedService<NightlyReconciliation>();
    }
}
