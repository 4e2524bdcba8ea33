using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Reports;

namespace Billing.Analytics;

/// <summary>GET /admin/analytics/purchases and /subscriptions: figures over any span of days, by day, week or month.</summary>
internal static class ReportAnalytics
{
    // Ten years: what is counted here are people's decisions, and thousands of them a day are still counted in a moment.
    private const int DaysMax = 3_653;

    public static void MapReportAnalytics(this RouteGroupBuilder group)
    {
        group.MapGet("/purchases", ReportPurchasesAsync)
            .WithName("ReportPurchases")
            .WithSummary("Purchases initiated, completed, failed and refunded, with conversion, average credits and refund rate.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/subscriptions", ReportSubscriptionsAsync)
            .WithName("ReportSubscriptions")
            .WithSummary("Subscriptions new, lost and running, by tier, with churn, monthly recurring revenue and lifetime value.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<Report<PurchaseFigures>>, ProblemHttpResult>> ReportPurchasesAsync(
        [AsParameters] ReportQuery query, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken) =>
        query.Resolve(time.GetUtcNow(), DaysMax, out var span) is { } refusal
            ? refusal
            : TypedResults.Ok(await PurchaseFigures.ReadAsync(dataSource, span!, cancellationToken));

    private static async Task<Results<Ok<Report<SubscriptionFigures>>, ProblemHttpResult>> ReportSubscriptionsAsync(
        [AsParameters] ReportQuery query, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken) =>
        query.Resolve(time.GetUtcNow(), DaysMax, out var span) is { } refusal
            ? refusal
            : TypedResults.Ok(await SubscriptionFigures.ReadAsync(dataSource, span!, time.GetUtcNow(), cancellationToken));
}
