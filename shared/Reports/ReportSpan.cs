namespace Reports;

/// <summary>The days of a report, cut into parts of a grain. The first and the last part may be shorter: no day outside is counted.</summary>
public sealed class ReportSpan
{
    internal ReportSpan(DateOnly from, DateOnly to, Grain grain)
    {
        (From, To, Grain) = (from, to, grain);
        for (var start = from; start < to; start = grain.EndOf(start))
        {
            var end = grain.EndOf(start);
            Parts.Add((start, end < to ? end : to));
        }
        InParts = new ReportBounds([.. Parts.Select(part => Midnight(part.From))], Midnight(to));
        AsAWhole = new ReportBounds([Midnight(from)], Midnight(to));
    }

    public DateOnly From { get; }

    /// <summary>The first day that is not in it.</summary>
    public DateOnly To { get; }

    public Grain Grain { get; }

    /// <summary>Each part's first day, and the first day after it.</summary>
    public List<(DateOnly From, DateOnly To)> Parts { get; } = [];

    public ReportBounds InParts { get; }

    /// <summary>The same span as one part: for figures that are no sum of the parts'.</summary>
    public ReportBounds AsAWhole { get; }

    /// <summary>Puts the answer together.</summary>
    /// <param name="inParts">One for each part.</param>
    /// <param name="total">For the whole span.</param>
    public Report<TFigures> ReportOf<TFigures>(IEnumerable<TFigures> inParts, TFigures total) => new(
        From, To, Grain, [.. Parts.Zip(inParts, (part, figures) => new ReportPart<TFigures>(part.From, part.To, figures))], total);

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}

/// <summary>Moments between which is counted: each part from its start to the next one's, the last to the end. In a statement, a
/// part's number is <c>width_bucket(moment, $1)</c> with the starts as $1: from 1, and 0 for what was before.</summary>
/// <param name="Starts">Ascending, UTC, at least one.</param>
/// <param name="End">Not included.</param>
public sealed record ReportBounds(IReadOnlyList<DateTimeOffset> Starts, DateTimeOffset End)
{
    /// <summary>Without what has yet to come, for what is weighed by how long it lasted.</summary>
    public ReportBounds Until(DateTimeOffset now) => now < End ? this with { End = now } : this;

    /// <summary>How long a part is; nothing when it has yet to come.</summary>
    /// <param name="part">From 1.</param>
    public TimeSpan LengthOf(int part)
    {
        var length = (part < Starts.Count ? Starts[part] : End) - Starts[part - 1];
        return length > TimeSpan.Zero ? length : TimeSpan.Zero;
    }
}
