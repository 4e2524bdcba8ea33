using System.Text.Json.Nodes;

namespace Credits.Tests;

/// <summary>What a client reads of the answers: written anew, so that a renamed field fails here.</summary>
internal sealed record BalanceView(
    long Balance, MonthlyView Monthly, RolloverView Rollover, long Purchased, long Bonus, long Held, long Frozen, long Available, long Debt,
    BreakdownView Breakdown);

internal sealed record MonthlyView(long Allocated, long Used, long Remaining, DateTimeOffset? ResetAt);

internal sealed record RolloverView(long Amount, DateTimeOffset? ExpiresAt);

internal sealed record BreakdownView(long Monthly, long Rollover, long Purchased, long Bonus);

internal sealed record HistoryView(IReadOnlyList<TransactionView> Transactions, long Total, int Limit, int Offset, string? NextCursor);

internal sealed record TransactionView(
    Guid Id, long Amount, long BalanceAfter, string Type, string? Description, JsonNode? Metadata, string? SessionId, Guid? PurchaseId,
    DateTimeOffset CreatedAt);

internal sealed record PageView<TItem>(IReadOnlyList<TItem> Items, string? NextCursor);

internal sealed record SpendView(Guid TransactionId, long Amount, long BalanceAfter);

internal sealed record ProblemView(int Status, string Title, string? Detail, string Code, long? Required, long? Available, string? PurchaseUrl);
