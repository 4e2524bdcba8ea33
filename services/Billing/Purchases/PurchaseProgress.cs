using Billing.Persistence;
using Contracts;
using Microsoft.EntityFrameworkCore;

namespace Billing.Purchases;

/// <summary>Moves a purchase along with its payment. Each step is one conditional update, so no order and no repeat matters.</summary>
internal sealed class PurchaseProgress(BillingDbContext database, TimeProvider time, ILogger<PurchaseProgress> logger)
{
    // Money that has come outweighs every earlier word; what comes after success (refund, dispute) is not undone by a late repeat.
    private static readonly PurchaseStatus[] Unpaid =
        [PurchaseStatus.Pending, PurchaseStatus.Processing, PurchaseStatus.Failed, PurchaseStatus.Canceled];

    private static readonly PurchaseStatus[] Payable = [PurchaseStatus.Pending, PurchaseStatus.Processing, PurchaseStatus.Failed];

    public async Task MarkPaidAsync(PaymentSucceeded payment, CancellationToken cancellationToken)
    {
        var matching = database.PurchaseOf(payment.UserId, payment.PurchaseId, payment.PaymentIntentId);
        var succeeded = await matching
            .Where(purchase => Unpaid.Contains(purchase.Status))
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(purchase => purchase.Status, PurchaseStatus.Succeeded)
                    .SetProperty(purchase => purchase.PaymentIntentId, payment.PaymentIntentId)
                    .SetProperty(purchase => purchase.FailureReason, (string?)null)
                    .SetProperty(purchase => purchase.ReceivedCents, payment.AmountCents)
                    .SetProperty(purchase => purchase.SucceededAt, payment.OccurredAt)
                    .SetProperty(purchase => purchase.UpdatedAt, time.GetUtcNow()),
                cancellationToken);
        if (succeeded == 0)
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        BillingMetrics.PurchasesCompleted.Add(1);
        ReportMoney(await matching.SingleAsync(cancellationToken), payment);
    }

    public async Task MarkFailedAsync(PaymentFailed payment, CancellationToken cancellationToken)
    {
        var reason = ReasonOf(payment);
        var failed = await database.PurchaseOf(payment.UserId, payment.PurchaseId, payment.PaymentIntentId)
            .Where(purchase => Payable.Contains(purchase.Status)
                && (purchase.FailedAt == null || purchase.FailedAt <= payment.OccurredAt))
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(purchase => purchase.Status, PurchaseStatus.Failed)
                    .SetProperty(purchase => purchase.PaymentIntentId, payment.PaymentIntentId)
                    .SetProperty(purchase => purchase.FailureReason, reason)
                    .SetProperty(purchase => purchase.FailedAt, payment.OccurredAt)
                    .SetProperty(purchase => purchase.UpdatedAt, time.GetUtcNow()),
                cancellationToken);
        if (failed == 0)
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        BillingMetrics.PurchasesFailed.Add(1);
        Log.PurchaseFailed(logger, payment.PaymentIntentId, payment.UserId, reason, payment.EventId);
    }

    // The money is there whatever it was for, and the purchase says so. That it is not what the pack costs is for an
    // operator to settle: the ledger does not grant it, and reconciliation lists it until someone has.
    private void ReportMoney(Purchase purchase, PaymentSucceeded payment)
    {
        Log.PurchaseSucceeded(logger, purchase.Id, payment.PaymentIntentId, payment.UserId, payment.EventId);
        if (purchase.AmountCents != payment.AmountCents || purchase.Currency != payment.Currency)
        {
            Log.MoneyDiffers(
                logger, purchase.Id, purchase.AmountCents, purchase.Currency,
                payment.PaymentIntentId, payment.AmountCents, payment.Currency);
        }
    }

    private static string ReasonOf(PaymentFailed payment)
    {
        var code = string.IsNullOrWhiteSpace(payment.FailureCode) ? FailureReasons.PaymentFailed : payment.FailureCode;
        return code.Length <= Purchase.FailureReasonLengthMax ? code : code[..Purchase.FailureReasonLengthMax];
    }
}
