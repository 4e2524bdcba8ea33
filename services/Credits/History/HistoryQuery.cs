using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Credits.History;

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
    public const int OffsetMax = int.MaxValue;

    /// <summary>The last moment before <c>from</c>, which is included itself; null for the beginning.</summary>
    internal DateTimeOffset? After => From is { } from ? LastBefore(from) : null;

    /// <summary>The last moment before <c>to</c>, which is not included; null for now.</summary>
    internal DateTimeOffset? Until => To is { } to ? LastBefore(to) : null;

    /// <summary>Only what comes after this number in the order newest first; null for the offset.</summary>
    internal long? Before => Cursor is not null && HistoryCursor.TryParse(Cursor, out var before) ? before : null;

    // Transactions have whole microseconds, a query may have finer times.
    private static DateTimeOffset LastBefore(DateTimeOffset moment)
    {
        var last = Math.Max(0, moment.UtcTicks - 1);
        return new DateTimeOffset(last - (last % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
