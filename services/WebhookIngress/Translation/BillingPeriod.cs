using System.Text.Json;

namespace WebhookIngress.Translation;

/// <summary>A period of a subscription. Its start is the natural key of what it grants, so both proofs of it must read the same.</summary>
internal sealed record BillingPeriod
{
    private const string StartName = "current_period_start";
    private const string EndName = "current_period_end";

    public BillingPeriod(DateTimeOffset start, DateTimeOffset end)
    {
        if (end <= start)
        {
            throw new MalformedEventException("A period ends before it starts.");
        }
        (Start, End) = (start, end);
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    /// <summary>Of a subscription: on itself up to acacia, on its items since basil.</summary>
    /// <exception cref="MalformedEventException">On neither.</exception>
    public static BillingPeriod OfSubscription(JsonElement subscription) =>
        TryRead(subscription, StartName, EndName)
            ?? Around(subscription.Listed("items").Select(item => TryRead(item, StartName, EndName)).OfType<BillingPeriod>())
            ?? throw new MalformedEventException("The subscription has no period, neither its own nor its items'.");

    /// <summary>When the period started before a change, or null when the change was none of the period.</summary>
    /// <param name="previous">The subscription's <c>previous_attributes</c>. Since basil they hold all old items, whatever changed in them.</param>
    public static DateTimeOffset? PreviousStart(JsonElement previous) =>
        previous.OptionalTime(StartName) ?? previous.Listed("items").Min(item => item.OptionalTime(StartName));

    /// <summary>Of an invoice's line.</summary>
    public static BillingPeriod OfLine(JsonElement line) =>
        TryRead(line.OptionalMember("period") ?? default, "start", "end")
            ?? throw new MalformedEventException("The subscription's line has no period.");

    /// <returns>From the first start to the last end; null for no period at all.</returns>
    public static BillingPeriod? Around(IEnumerable<BillingPeriod> periods) => periods.Aggregate(
        (BillingPeriod?)null,
        (all, period) => all is null
            ? period
            : new BillingPeriod(Earlier(all.Start, period.Start), all.End > period.End ? all.End : period.End));

    private static BillingPeriod? TryRead(JsonElement json, string start, string end) =>
        json.OptionalTime(start) is { } from && json.OptionalTime(end) is { } to ? new BillingPeriod(from, to) : null;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
