using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.Extensions.Options;
using Npgsql;
using Reliability;
using ServiceDefaults;

namespace Billing.Healing;

/// <summary>What a backfill found and did.</summary>
/// <param name="LookedAt">Events that Stripe listed.</param>
/// <param name="Missed">Those that the archive did not have.</param>
/// <param name="Healed">Those that the ingress took now.</param>
/// <param name="Failed">Those that it refused.</param>
/// <param name="Problem">Why it ended early; null when it came to its end.</param>
public sealed record BackfillReport(int LookedAt, int Missed, int Healed, int Failed, string? Problem);

/// <summary>The door to backfill for an operator's command: beside the service, under its settings and its lock.</summary>
public static class BackfillByHand
{
    private const string DatabaseName = "Billing";

    /// <summary>How far back Stripe's list reaches.</summary>
    public static TimeSpan ReachMax { get; } = TimeSpan.FromDays(StripeEventList.DaysKept);

    /// <summary>Brings in what was missed since then, after a run that is under way.</summary>
    /// <param name="lookBack">From how long ago on.</param>
    /// <param name="cancellationToken">Stops between two events.</param>
    /// <exception cref="InvalidOperationException">A connection string is missing; the message names it.</exception>
    /// <exception cref="OptionsValidationException">A setting is missing or malformed; the message names it.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task<BackfillReport> RunAsync(TimeSpan lookBack, CancellationToken cancellationToken)
    {
        await using var application = Build();
        await using var scope = application.Services.CreateAsyncScope();
        await using var held = await scope.ServiceProvider.GetRequiredService<SingleRun>().TakeAsync(SingleRun.Backfill, cancellationToken);
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        var order = new BackfillOrder(now - lookBack, UndeliveredSince: now - lookBack, Until: now, BackfillStarters.Operator);
        var run = await scope.ServiceProvider.GetRequiredService<Backfill>().RunAsync(order, cancellationToken);
        return new BackfillReport(run.LookedAt, run.Missed, run.Healed, run.Failed, run.Problem);
    }

    // Never started: of the service it has what a run needs, and no sweeper runs.
    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults();
        // What is printed is the report; the log goes beside it.
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // The database alone: nothing here receives messages or sends any.
        var connectionString = builder.Configuration.GetConnectionString(DatabaseName)
            ?? throw new InvalidOperationException($"ConnectionStrings__{DatabaseName} is not set: the PostgreSQL database of {DatabaseName}.");
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        builder.Services.AddDbContext<BillingDbContext>(
            (provider, options) => options.UsePostgres(provider.GetRequiredService<NpgsqlDataSource>()));
        builder.AddStripeApi();
        builder.Services.AddSingleton<SingleRun>();
        builder.Services.AddHealing();
        return builder.Build();
    }
}
