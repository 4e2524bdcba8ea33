using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>An amount for a product, once or by the period. The amount of a price never changes; a new amount is a new price.</summary>
internal sealed record Price : StripeResource
{
    public override string ObjectName => ObjectNames.Price;

    public required string ProductId { get; init; }
    public required string Currency { get; init; }
    public required long UnitAmountCents { get; init; }

    /// <summary>Null for a price that is paid once.</summary>
    public Recurrence? Recurrence { get; init; }
    public bool IsActive { get; init; } = true;
    public string? LookupKey { get; init; }
    public string? Nickname { get; init; }
    public string TaxBehavior { get; init; } = "unspecified";
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    public string TypeName => Recurrence is null ? "one_time" : "recurring";
}

/// <summary>How often a price is due: every so many days, weeks, months or years.</summary>
internal sealed record Recurrence(string Interval, int Count, int? TrialDays)
{
    private const long DaySeconds = 86_400;

    /// <summary>
    /// The first end of a period later than <paramref name="after"/>, counted from the anchor, so that what began on the 31st
    /// ends on the 28th of February and on the 31st of March again.
    /// </summary>
    public long NextEnd(long anchor, long after)
    {
        var longest = LongestSeconds();
        var periods = Math.Max(1, (after - anchor) / longest);
        while (EndOf(anchor, periods) <= after)
        {
            periods++;
        }

        return EndOf(anchor, periods);
    }

    /// <summary>So many intervals after a moment.</summary>
    public long After(long moment, int periods) => EndOf(moment, periods);

    private long EndOf(long anchor, long periods)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(anchor);
        var steps = (int)(periods * Count);
        return (Interval switch
        {
            "day" => start.AddDays(steps),
            "week" => start.AddDays(7L * steps),
            "month" => start.AddMonths(steps),
            "year" => start.AddYears(steps),
            _ => throw new InvalidOperationException($"No interval is called {Interval}."),
        }).ToUnixTimeSeconds();
    }

    private long LongestSeconds() => Count * DaySeconds * Interval switch
    {
        "day" => 1,
        "week" => 7,
        "month" => 31,
        _ => 366,
    };
}
