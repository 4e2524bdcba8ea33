using System.ComponentModel;
using System.Diagnostics;
using Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ServiceDefaults;

namespace Reports;

/// <summary>Which days a report is about, and in what parts. Days are UTC's.</summary>
public sealed record ReportQuery(
    [property: FromQuery(Name = "from"), Description("The first day, UTC. Default: 30 days, 12 weeks or 12 months ago, by the grain.")]
    DateOnly? From = null,
    [property: FromQuery(Name = "to"), Description("The day after the last, UTC. Default and latest: tomorrow, so that today is in it.")]
    DateOnly? To = null,
    [property: FromQuery(Name = "grain"), Description("day, week (from Monday) or month.")]
    string Grain = ReportQuery.GrainDefault)
{
    public const string GrainDefault = "day";

    /// <summary>More parts than these are no chart any more.</summary>
    public const int PartsMax = 400;

    private const int DaysDefault = 30;
    private const int WeeksDefault = 12;
    private const int MonthsDefault = 12;
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <summary>The days that are meant, or what is wrong with them.</summary>
    /// <param name="now">What is later is in no report.</param>
    /// <param name="daysMax">How long a span the asked one can bear.</param>
    /// <param name="span">Null when the query is refused.</param>
    /// <returns>Null, or the refusal.</returns>
    public ProblemHttpResult? Resolve(DateTimeOffset now, int daysMax, out ReportSpan? span)
    {
        span = null;
        if (Grains.Of(Grain) is not { } grain)
        {
            return Invalid("grain is day, week or month.");
        }
        var tomorrow = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        var to = To < tomorrow ? To.Value : tomorrow;
        var from = From ?? DefaultFrom(grain, to);
        if (from < Earliest || from >= to)
        {
            return Invalid("from is a day before to, neither in the future nor before the year 2000.");
        }
        if (to.DayNumber - from.DayNumber > daysMax)
        {
            return Invalid($"from and to are at most {daysMax} days apart.");
        }
        var asked = new ReportSpan(from, to, grain);
        if (asked.Parts.Count > PartsMax)
        {
            return Invalid($"That makes more than {PartsMax} parts. Take a longer grain or a shorter span.");
        }
        span = asked;
        return null;
    }

    private static DateOnly DefaultFrom(Grain grain, DateOnly to) => grain switch
    {
        Reports.Grain.Day => to.AddDays(-DaysDefault),
        Reports.Grain.Week => grain.StartOf(to.AddDays(-1)).AddDays(-Grains.DaysPerWeek * (WeeksDefault - 1)),
        Reports.Grain.Month => grain.StartOf(to.AddDays(-1)).AddMonths(1 - MonthsDefault),
        _ => throw new UnreachableException(),
    };

    private static ProblemHttpResult Invalid(string detail) =>
        Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, detail);
}
