using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reports;

/// <summary>How long a part of a report is, in UTC. On the wire in lower case.</summary>
[JsonConverter(typeof(GrainConverter))]
public enum Grain
{
    Day,

    /// <summary>From Monday, as ISO 8601 has it.</summary>
    Week,

    Month,
}

internal sealed class GrainConverter() : JsonStringEnumConverter<Grain>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal static class Grains
{
    public const int DaysPerWeek = 7;

    /// <returns>Null when there is no grain of that name.</returns>
    public static Grain? Of(string name) => Enum.GetValues<Grain>()
        .Cast<Grain?>()
        .FirstOrDefault(grain => string.Equals(grain.ToString(), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first day of the day, week or month that a day is in.</summary>
    public static DateOnly StartOf(this Grain grain, DateOnly day) => grain switch
    {
        Grain.Day => day,
        Grain.Week => day.AddDays(-(((int)day.DayOfWeek + DaysPerWeek - (int)DayOfWeek.Monday) % DaysPerWeek)),
        Grain.Month => new DateOnly(day.Year, day.Month, 1),
        _ => throw new UnreachableException(),
    };

    /// <summary>The first day after the day, week or month that a day is in.</summary>
    public static DateOnly EndOf(this Grain grain, DateOnly day) => grain switch
    {
        Grain.Day => day.AddDays(1),
        Grain.Week => grain.StartOf(day).AddDays(DaysPerWeek),
        Grain.Month => grain.StartOf(day).AddMonths(1),
        _ => throw new UnreachableException(),
    };
}
