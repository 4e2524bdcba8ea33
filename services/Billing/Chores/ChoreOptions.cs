using System.ComponentModel.DataAnnotations;

namespace Billing.Chores;

/// <summary>How what is owed to Stripe is worked off. Section <c>Chores</c>.</summary>
public sealed class ChoreOptions
{
    public const string SectionName = "Chores";

    /// <summary>How often is looked for what is to be done.</summary>
    [Range(50, 3_600_000)]
    public int IntervalMilliseconds { get; set; } = 15_000;

    /// <summary>The pause after the first try that came to nothing; it doubles, up to 64 times. Must outlast a try.</summary>
    [Range(1, 3_600)]
    public int RetrySeconds { get; set; } = 60;
}

internal static class ChoresSetup
{
    public static void AddChores(this IServiceCollection services)
    {
        services.AddOptions<ChoreOptions>().BindConfiguration(ChoreOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<ChoreList>();
        services.AddHostedService<ChoreSweeper>();
    }
}
