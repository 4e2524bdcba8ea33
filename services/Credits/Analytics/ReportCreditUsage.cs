using Contracts;
using Credits.Streaming;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Reports;
using ServiceDefaults;

namespace Credits.Analytics;

/// <summary>GET /admin/analytics/credits: credits granted, spent, expired and refunded, by day, week or month.</summary>
internal static class ReportCreditUsage
{
    // Every transaction within the span is read, so it is short enough to be read while somebody waits.
    private const int DaysMax = 400;

    public static void MapReportCreditUsage(this RouteGroupBuilder group) =>
        group.MapGet("/credits", HandleAsync)
            .WithName(nameof(ReportCreditUsage))
            .WithSummary("Credits granted by source, spent, expired, refunded and deducted, by day, week or month.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<Report<CreditUsage>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] ReportQuery query, NpgsqlDataSource dataSource, StreamingSlots slots, HttpContext context, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (query.Resolve(time.GetUtcNow(), DaysMax, out var span) is { } refusal)
        {
            return refusal;
        }
        if (!slots.TryTake())
        {
            return StreamingSlots.Refuse(context.Response);
        }
        try
        {
            return TypedResults.Ok(await CreditUsage.ReadAsync(dataSource, span!, cancellationToken));
        }
        catch (NpgsqlException exception) when (exception.InnerException is TimeoutException)
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, ErrorCodes.ServiceUnavailable, "So much was booked in that span that it takes too long. Ask for less.");
        }
        finally
        {
            slots.GiveBack();
        }
    }
}
