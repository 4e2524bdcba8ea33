using Npgsql;
using Reports;

namespace Billing.Analytics;

/// <summary>What became of purchases. Counts are of what happened in the time; the two rates follow its purchases to this day.</summary>
/// <param name="Initiated">Purchases that were started in the time.</param>
/// <param name="Converted">Of those initiated in the time, how many are paid by now.</param>
/// <param name="Conversion">Converted of initiated, 0 to 1; null when none was initiated.</param>
/// <param name="Completed">Purchases whose money came in the time.</param>
/// <param name="Buyers">The users who completed them.</param>
/// <param name="AverageCredits">Credits of a completed purchase; null when there is none.</param>
/// <param name="Failed">Purchases whose latest payment failed in the time and that are not paid to this day.</param>
/// <param name="Refunded">Purchases of which money went back for the first time in the time, by a refund that stands.</param>
/// <param name="RefundedSince">Of those completed in the time, how many had money sent back by now.</param>
/// <param name="RefundRate">Refunded since of completed, 0 to 1; null when none was completed.</param>
/// <param name="ReceivedCents">Money that came in the time.</param>
/// <param name="RefundedCents">Money that went back in the time, whenever it had come; less what came back of failed refunds.</param>
/// <param name="DisputedCents">Money of disputes that were opened in the time and are not won to this day.</param>
/// <param name="ReceivedPerBuyerCents">Of the time, rounded down; null when nobody bought.</param>
internal sealed record PurchaseFigures(
    long Initiated,
    long Converted,
    double? Conversion,
    long Completed,
    long Buyers,
    double? AverageCredits,
    long Failed,
    long Refunded,
    long RefundedSince,
    double? RefundRate,
    long ReceivedCents,
    long RefundedCents,
    long DisputedCents,
    long? ReceivedPerBuyerCents)
{
    public static async Task<Report<PurchaseFigures>> ReadAsync(
        NpgsqlDataSource dataSource, ReportSpan span, CancellationToken cancellationToken)
    {
        var inParts = await ReportFigures.ReadAsync(dataSource, PurchaseStatements.Sql, span.InParts, cancellationToken);
        var asAWhole = await ReportFigures.ReadAsync(dataSource, PurchaseStatements.Sql, span.AsAWhole, cancellationToken);
        return span.ReportOf(Enumerable.Range(1, span.Parts.Count).Select(part => Of(inParts, part)), Of(asAWhole, 1));
    }

    private static PurchaseFigures Of(ReportFigures counted, int part)
    {
        long Number(string figure) => counted[part, figure];
        var (completed, buyers) = (Number("completed"), Number("buyers"));
        return new PurchaseFigures(
            Initiated: Number("initiated"),
            Converted: Number("converted"),
            Conversion: Ratio.Of(Number("converted"), Number("initiated")),
            Completed: completed,
            Buyers: buyers,
            AverageCredits: Ratio.Of(Number("credits"), completed),
            Failed: Number("failed"),
            Refunded: Number("refunded"),
            RefundedSince: Number("refunded_since"),
            RefundRate: Ratio.Of(Number("refunded_since"), completed),
            ReceivedCents: Number("received_cents"),
            RefundedCents: Number("refunded_cents"),
            DisputedCents: Number("disputed_cents"),
            ReceivedPerBuyerCents: buyers == 0 ? null : Number("received_cents") / buyers);
    }
}
