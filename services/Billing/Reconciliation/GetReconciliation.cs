using System.ComponentModel.DataAnnotations;
using Billing.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Billing.Reconciliation;

/// <summary>GET /admin/reconciliation: money against credits as they are now, and what the last nights found.</summary>
internal static class GetReconciliation
{
    private const int DifferencesMax = 200;
    private const int NightsShown = 14;
    private const int GraceSecondsMax = 86_400;

    public static void MapGetReconciliation(this RouteGroupBuilder reconciliation) =>
        reconciliation.MapGet("", HandleAsync)
            .WithName(nameof(GetReconciliation))
            .WithSummary("For each payment: captured less returned against granted less clawed back. What differs, with both sides.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<ReconciliationResponse>> HandleAsync(
        NpgsqlDataSource dataSource,
        BillingDbContext database,
        TimeProvider time,
        IOptions<ReconciliationOptions> options,
        CancellationToken cancellationToken,
        [FromQuery, Range(0, GraceSecondsMax)] int? graceSeconds = null)
    {
        var now = time.GetUtcNow();
        var grace = graceSeconds ?? options.Value.GraceSeconds;
        var totals = await PurchaseReconciliation.SumAsync(dataSource, now, grace, cancellationToken);
        var shown = new List<PurchaseDifference>();
        var count = 0L;
        await foreach (var difference in PurchaseReconciliation.FindDifferencesAsync(dataSource, now, grace, cancellationToken))
        {
            if (++count <= DifferencesMax)
            {
                shown.Add(difference);
            }
        }
        var nights = await database.Set<ReconciliationRun>().AsNoTracking()
            .OrderByDescending(run => run.Day)
            .Take(NightsShown)
            .Select(run => new ReconciledNight(run.Day, run.RanAt, run.Purchases, run.Differences))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new ReconciliationResponse(now, grace, count == 0, totals, count, shown, nights));
    }
}

/// <param name="AsOf">The services' time.</param>
/// <param name="GraceSeconds">Purchases that changed less than this ago are left out: the other side may be on its way.</param>
/// <param name="Agrees">True when nothing differs.</param>
/// <param name="Totals">Both sides in sum, for each currency.</param>
/// <param name="DifferenceCount">How many purchases differ.</param>
/// <param name="Differences">The oldest of them, 200 at most.</param>
/// <param name="Nights">What the last nights' comparisons found, the latest first.</param>
internal sealed record ReconciliationResponse(
    DateTimeOffset AsOf,
    int GraceSeconds,
    bool Agrees,
    IReadOnlyList<ReconciledTotals> Totals,
    long DifferenceCount,
    IReadOnlyList<PurchaseDifference> Differences,
    IReadOnlyList<ReconciledNight> Nights);

/// <param name="Day">The day (UTC).</param>
/// <param name="RanAt">When.</param>
/// <param name="Purchases">How many were compared.</param>
/// <param name="Differences">How many differed.</param>
internal sealed record ReconciledNight(DateOnly Day, DateTimeOffset RanAt, long Purchases, long Differences);
