using System.Security.Claims;
using Contracts;
using Credits.Ledger;
using Credits.Streaming;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Credits.History;

/// <summary>GET /credits/history: the caller's transactions, newest first; a page as JSON, or all of them as CSV.</summary>
internal static class GetHistory
{
    public static void MapGetHistory(this RouteGroupBuilder group) =>
        group.MapGet("/history", HandleAsync)
            .WithName(nameof(GetHistory))
            .WithSummary("The caller's transactions, newest first: a page as JSON, or with Accept: text/csv all that match")
            .Produces<string>(StatusCodes.Status200OK, AcceptedFormat.Csv)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<Results<Ok<HistoryResponse>, RowStream, ProblemHttpResult>> HandleAsync(
        [AsParameters] HistoryQuery query, ClaimsPrincipal caller, HttpContext context, HistoryReader history,
        CancellationToken cancellationToken) => AnswerAsync(caller.UserId(), query, context, history, cancellationToken);

    /// <summary>The history of a user whom the caller may see.</summary>
    public static async Task<Results<Ok<HistoryResponse>, RowStream, ProblemHttpResult>> AnswerAsync(
        string userId, HistoryQuery query, HttpContext context, HistoryReader history, CancellationToken cancellationToken)
    {
        if (query.Type is { } type && !TransactionType.All.Contains(type))
        {
            return Invalid($"type is one of {string.Join(", ", TransactionType.All)}.");
        }
        if (query.Cursor is { } cursor && !HistoryCursor.TryParse(cursor, out _))
        {
            return Invalid("cursor is a nextCursor of an earlier answer.");
        }
        context.Response.Headers.Vary = "Accept";
        return AcceptedFormat.IsCsv(context.Request)
            ? new RowStream(history.ExportCommand(userId, query), new HistoryCsv())
            : TypedResults.Ok(await history.ReadAsync(userId, query, cancellationToken));
    }

    private static ProblemHttpResult Invalid(string detail) =>
        Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, detail);
}
