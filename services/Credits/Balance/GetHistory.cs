using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Credits.Balance;

/// <summary>GET /credits/history: the caller's transactions, newest first.</summary>
internal static class GetHistory
{
    public static void MapGetHistory(this RouteGroupBuilder group) =>
        group.MapGet("/history", HandleAsync)
            .WithName(nameof(GetHistory))
            .WithSummary("The caller's transactions, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<HistoryResponse>, ProblemHttpResult>> HandleAsync(
        [AsParameters] HistoryQuery query, ClaimsPrincipal caller, CreditsDbContext database, CancellationToken cancellationToken)
    {
        if (query.Type is { } type && !TransactionType.All.Contains(type))
        {
            return Invalid($"type is one of {string.Join(", ", TransactionType.All)}.");
        }
        if (query.Cursor is { } cursor && !HistoryCursor.TryParse(cursor, out _))
        {
            return Invalid("cursor is a nextCursor of an earlier answer.");
        }
        var matching = query.Filter(database.Transactions.AsNoTracking(), caller.UserId());
        var total = await matching.LongCountAsync(cancellationToken);
        var page = await query.Page(matching).Take(query.Limit + 1).ToListAsync(cancellationToken);
        var items = page.Take(query.Limit).Select(HistoryItem.Of).ToList();
        var next = page.Count > query.Limit ? HistoryCursor.After(page[query.Limit - 1].Sequence) : null;
        return TypedResults.Ok(new HistoryResponse(items, total, query.Limit, query.Offset, next));
    }

    private static ProblemHttpResult Invalid(string detail) =>
        Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, detail);
}

/// <summary>What to show. A cursor takes the place of the offset.</summary>
public sealed record HistoryQuery(
    [property: FromQuery(Name = "limit"), Range(1, HistoryQuery.LimitMax)] int Limit = HistoryQuery.LimitDefault,
    [property: FromQuery(Name = "offset"), Range(0, HistoryQuery.OffsetMax)] int Offset = 0,
    [property: FromQuery(Name = "type")] string? Type = null,
    [property: FromQuery(Name = "from")] DateTimeOffset? From = null,
    [property: FromQuery(Name = "to")] DateTimeOffset? To = null,
    [property: FromQuery(Name = "cursor")] string? Cursor = null)
{
    public const int LimitMax = 100;
    public const int LimitDefault = 50;

    // Further back a cursor is the way: an offset reads all that it skips.
    public const int OffsetMax = 1_000_000;

    internal IQueryable<LedgerTransaction> Filter(IQueryable<LedgerTransaction> transactions, string userId)
    {
        var (from, to) = (From?.ToUniversalTime(), To?.ToUniversalTime());
        return transactions.Where(transaction => transaction.UserId == userId
            && (Type == null || transaction.Type == Type)
            && (from == null || transaction.CreatedAt >= from)
            && (to == null || transaction.CreatedAt < to));
    }

    internal IQueryable<LedgerTransaction> Page(IQueryable<LedgerTransaction> transactions)
    {
        var newestFirst = transactions.OrderByDescending(transaction => transaction.Sequence);
        return Cursor is not null && HistoryCursor.TryParse(Cursor, out var before)
            ? newestFirst.Where(transaction => transaction.Sequence < before)
            : newestFirst.Skip(Offset);
    }
}

/// <summary>A place in the history that new transactions don't shift. Opaque to clients.</summary>
internal static class HistoryCursor
{
    private const string Prefix = "s";

    public static string After(long sequence) => FormattableString.Invariant($"{Prefix}{sequence}");

    public static bool TryParse(string cursor, out long sequence)
    {
        sequence = 0;
        return cursor.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan(Prefix.Length), System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture, out sequence);
    }
}

internal sealed record HistoryResponse(
    IReadOnlyList<HistoryItem> Transactions, long Total, int Limit, int Offset, string? NextCursor);

internal sealed record HistoryItem(
    Guid Id, long Amount, long BalanceAfter, string Type, string? Description, JsonNode? Metadata, string? SessionId, Guid? PurchaseId,
    DateTimeOffset CreatedAt)
{
    public static HistoryItem Of(LedgerTransaction transaction) => new(
        transaction.Id, transaction.Amount, transaction.BalanceAfter, transaction.Type, transaction.Description,
        transaction.Metadata is { } json ? JsonSerializer.Deserialize<JsonNode>(json) : null,
        transaction.SessionId, transaction.PurchaseId, transaction.CreatedAt);
}
