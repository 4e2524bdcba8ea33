namespace Credits.History;

/// <summary>A page of the history, newest first.</summary>
/// <param name="Total">How many transactions match the filters, on all pages together.</param>
/// <param name="NextCursor">Leads to the next page; null on the last.</param>
internal sealed record HistoryResponse(
    IReadOnlyList<HistoryItem> Transactions, long Total, int Limit, int Offset, string? NextCursor);

internal sealed record HistoryItem(
    Guid Id, long Amount, long BalanceAfter, string Type, string? Description, JsonText? Metadata, string? SessionId, Guid? PurchaseId,
    DateTimeOffset CreatedAt);
