using Billing.Subscriptions;
using Npgsql;
using Reports;

namespace Billing.Analytics;

/// <summary>How subscriptions came and went. Running are those that are active, in a trial or late with a payment.</summary>
/// <param name="New">That began to run in the time, or run again after they had stopped.</param>
/// <param name="Returning">Of the new, those whose user had run one before.</param>
/// <param name="Lost">That stopped running in the time: by their end, not by the wish to end them.</param>
/// <param name="ActiveAtStart">That ran when the time began.</param>
/// <param name="ActiveAtEnd">That ran when the time ended, or run now: those at the start, and the new, less the lost.</param>
/// <param name="Individual">Of those at the end, who pay the individual price.</param>
/// <param name="OrganizationMember">Of those at the end, who pay the member price.</param>
/// <param name="Churned">Of those at the start, how many stopped in the time.</param>
/// <param name="ChurnRate">Churned of active at the start, 0 to 1; null when none ran at the start.</param>
/// <param name="MrrCents">Monthly recurring revenue at the end: the sum of what a month costs, before discounts and taxes; trials bring nothing.</param>
/// <param name="AccruedCents">What the running ones cost in the time, by the second: their monthly price for each 30.436875 days.</param>
/// <param name="LifetimeValueCents">What a subscriber brings until they leave: accrued by lost, which is average revenue by churn.
/// Null when nobody was lost.</param>
internal sealed record SubscriptionFigures(
    long New,
    long Returning,
    long Lost,
    long ActiveAtStart,
    long ActiveAtEnd,
    long Individual,
    long OrganizationMember,
    long Churned,
    double? ChurnRate,
    long MrrCents,
    long AccruedCents,
    long? LifetimeValueCents)
{
    // The twelfth part of 365.2425 days.
    private const long SecondsPerMonth = 2_629_746;

    public static async Task<Report<SubscriptionFigures>> ReadAsync(
        NpgsqlDataSource dataSource, ReportSpan span, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var inParts = await ReadAsync(dataSource, span.InParts.Until(now), cancellationToken);
        var asAWhole = await ReadAsync(dataSource, span.AsAWhole.Until(now), cancellationToken);
        return span.ReportOf(inParts, asAWhole.Single());
    }

    /// <summary>Those of each part.</summary>
    public static async Task<IReadOnlyList<SubscriptionFigures>> ReadAsync(
        NpgsqlDataSource dataSource, ReportBounds bounds, CancellationToken cancellationToken)
    {
        var counted = await ReportFigures.ReadAsync(dataSource, SubscriptionStatements.Sql, bounds, cancellationToken);
        var before = Nothing with
        {
            Individual = counted[0, TierNames.Individual],
            OrganizationMember = counted[0, TierNames.OrganizationMember],
            MrrCents = counted[0, "mrr_cents"],
        };
        var parts = new List<SubscriptionFigures>(bounds.Starts.Count);
        for (var part = 1; part <= bounds.Starts.Count; part++)
        {
            before = After(before, counted, part, bounds.LengthOf(part));
            parts.Add(before);
        }
        return parts;
    }

    private static SubscriptionFigures Nothing { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, null, 0, 0, null);

    private static SubscriptionFigures After(SubscriptionFigures before, ReportFigures counted, int part, TimeSpan length)
    {
        long Number(string figure) => counted[part, figure];
        var activeAtStart = before.Individual + before.OrganizationMember;
        var lost = Number("lost");
        var accrued = ((before.MrrCents * (long)length.TotalSeconds) + Number("mrr_seconds")) / SecondsPerMonth;
        return new SubscriptionFigures(
            New: Number("new"),
            Returning: Number("returning"),
            Lost: lost,
            ActiveAtStart: activeAtStart,
            ActiveAtEnd: activeAtStart + Number("new") - lost,
            Individual: before.Individual + Number(TierNames.Individual),
            OrganizationMember: before.OrganizationMember + Number(TierNames.OrganizationMember),
            Churned: Number("churned"),
            ChurnRate: Ratio.Of(Number("churned"), activeAtStart),
            MrrCents: before.MrrCents + Number("mrr_cents"),
            AccruedCents: accrued,
            LifetimeValueCents: lost == 0 ? null : accrued / lost);
    }
}
