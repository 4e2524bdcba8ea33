using Contracts;

namespace Billing.Purchases;

/// <summary>Moves a purchase along with its payment.</summary>
/// <remarks>
/// Each step adds a fact to the row (paid, canceled, the latest failure, the latest start of processing), and the status follows from
/// all of them. So no order and no repeat matters.
/// </remarks>
internal sealed class PurchaseProgress(PurchaseBook book, ILogger<PurchaseProgress> logger)
{
    public async Task MarkPaidAsync(IReadOnlyList<PaymentSucceeded> payments, CancellationToken cancellationToken)
    {
        var purchases = new PurchasesOfPayments(await book.LockAllAsync(payments, cancellationToken));
        var paid = new List<(Purchase Purchase, PaymentSucceeded Payment)>();
        foreach (var payment in payments)
        {
            if (purchases.Of(payment) is not { SucceededAt: null } purchase)
            {
                Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
                continue;
            }
            purchase.PaymentIntentId = payment.PaymentIntentId;
            purchase.SucceededAt = payment.OccurredAt;
            purchase.ReceivedCents = payment.AmountCents;
            paid.Add((purchase, payment));
        }
        await book.SettlePaidAsync([.. paid.Select(each => each.Purchase)], cancellationToken);
        foreach (var (purchase, payment) in paid)
        {
            BillingMetrics.PurchasesCompleted.Add(1);
            ReportMoney(purchase, payment);
        }
    }

    public async Task MarkFailedAsync(PaymentFailed payment, CancellationToken cancellationToken)
    {
        var reason = ReasonOf(payment);
        var purchase = await book.LockAsync(payment.UserId, payment.PurchaseId, payment.PaymentIntentId, cancellationToken);
        if (purchase is null || !purchase.NoteFailure(payment.OccurredAt, reason))
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        purchase.PaymentIntentId = payment.PaymentIntentId;
        await book.SettleAsync(purchase, cancellationToken);
        BillingMetrics.PurchasesFailed.Add(1);
        Log.PurchaseFailed(logger, payment.PaymentIntentId, payment.UserId, reason, payment.EventId);
    }

    public async Task MarkProcessingAsync(PaymentProcessingStarted payment, CancellationToken cancellationToken)
    {
        var purchase = await book.LockAsync(payment.UserId, payment.PurchaseId, payment.PaymentIntentId, cancellationToken);
        if (purchase is null || !purchase.NoteProcessing(payment.OccurredAt))
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        purchase.PaymentIntentId = payment.PaymentIntentId;
        await book.SettleAsync(purchase, cancellationToken);
    }

    public async Task MarkCanceledAsync(PaymentCanceled payment, CancellationToken cancellationToken)
    {
        var purchase = await book.LockAsync(payment.UserId, payment.PurchaseId, payment.PaymentIntentId, cancellationToken);
        if (purchase is not { CanceledAt: null })
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        purchase.PaymentIntentId = payment.PaymentIntentId;
        purchase.CanceledAt = payment.OccurredAt;
        await book.SettleAsync(purchase, cancellationToken);
        Log.PurchaseCanceled(logger, purchase.Id, payment.UserId, payment.EventId);
    }

    /// <summary>Keeps what was said of money that went back, and applies it if the payment's purchase is known.</summary>
    public async Task NoteAsync(PaymentFact fact, string eventId, CancellationToken cancellationToken)
    {
        if (!await book.KeepAsync(fact, cancellationToken))
        {
            return;
        }
        Log.PaymentFactNoted(logger, eventId, fact.Kind, fact.PaymentIntentId);
        if (await book.LockPaidByAsync(fact.PaymentIntentId, cancellationToken) is { } purchase)
        {
            await book.SettleAsync(purchase, cancellationToken);
        }
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
