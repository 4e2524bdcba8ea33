using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Billing.Subscriptions;
using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.Storage;
using Reports;
using ServiceDefaults;

namespace Billing.Analytics;

/// <summary>The gauges of subscriptions. Section <c>Analytics</c>.</summary>
public sealed class AnalyticsOptions
{
    public const string SectionName = "Analytics";

    /// <summary>How often subscriptions are counted for the gauges, however often these are read.</summary>
    [Range(100, 86_400_000)]
    public int CountIntervalMilliseconds { get; set; } = 60_000;
}

/// <summary>Subscriptions that run now, what they bring a month, and how many left in 30 days, as OpenTelemetry instruments.</summary>
/// <remarks>Every replica counts the same database and says the same: of several, take one (max), not their sum.</remarks>
internal sealed class SubscriptionGauges(
    NpgsqlDataSource dataSource,
    TimeProvider time,
    IMeterFactory meters,
    IOptions<AnalyticsOptions> options,
    ILogger<SubscriptionGauges> logger) : BackgroundService
{
    private const string TierTag = "tier";
    private static readonly TimeSpan ChurnWindow = TimeSpan.FromDays(30);

    // Null until it is counted for the first time: until then there is nothing to say.
    private volatile SubscriptionFigures? counted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        AddInstruments();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.CountIntervalMilliseconds));
        do
        {
            try
            {
                var now = time.GetUtcNow();
                counted = (await SubscriptionFigures.ReadAsync(dataSource, new ReportBounds([now - ChurnWindow], now), stoppingToken)).Single();
            }
            catch (Exception exception) when (TransientStorage.IsTransient(exception))
            {
                // Old numbers would look like good news.
                counted = null;
                Log.SubscriptionsNotCounted(logger, exception.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void AddInstruments()
    {
        var meter = meters.Create(Telemetry.Prefix + "Billing");
        meter.CreateObservableGauge("subscriptions.active", ByTier, "{subscription}", "Subscriptions that run, by tier.");
        meter.CreateObservableGauge("subscriptions.mrr", MonthlyCents, "{cent}", "Monthly recurring revenue.");
        meter.CreateObservableGauge("subscriptions.churn", Churn, "1", "Of the subscriptions that ran 30 days ago, the share that stopped.");
    }

    private Measurement<long>[] ByTier() => counted is not { } figures ? [] :
    [
        new(figures.Individual, new KeyValuePair<string, object?>(TierTag, TierNames.Individual)),
        new(figures.OrganizationMember, new KeyValuePair<string, object?>(TierTag, TierNames.OrganizationMember)),
    ];

    private Measurement<long>[] MonthlyCents() => counted is { } figures ? [new(figures.MrrCents)] : [];

    private Measurement<double>[] Churn() => counted?.ChurnRate is { } rate ? [new(rate)] : [];
}

internal static class AnalyticsSetup
{
    public static void AddAnalytics(this IServiceCollection services)
    {
        services.AddOptions<AnalyticsOptions>()
            .BindConfiguration(AnalyticsOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddHostedService<SubscriptionGauges>();
    }
}
