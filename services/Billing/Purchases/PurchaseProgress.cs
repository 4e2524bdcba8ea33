using Contracts;

namespace Billing.Purchases;

/// <summary>Moves a purchase along with its payment.</summary>
/// <remarks>
/// Each step adds a fact to the row (paid, canceled, the latest failure, the latest start of processing), and the status follows from
/// all of them. So no order and no repeat matters.
/// </remarks>
internal sealed class PurchaseProgress(PurchaseBook book, ILogger<PurchaseProgress> logger)
{
    /// <summary>Marks what was paid: together what is plain, as nearly all are, and one by one what more is known of.</summary>
    public async Task MarkPaidAsync(IReadOnlyList<PaymentSucceeded> payments, CancellationToken cancellationToken)
    {
        var marked = await book.MarkPaidAsync(payments, cancellationToken);
        var others = new List<PaymentSucceeded>();
        foreach (var payment in payments)
        {
            if (marked.Remove(payment.PaymentIntentId, out var purchase))
            {
                ReportPaid(purchase, payment);
            }
            else
            {
                others.Add(payment);
            }
        }
        foreach (var payment in others.OrderBy(payment => payment.PurchaseId))
        {
            await MarkOnePaidAsync(payment, cancellationToken);
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

    private async Task MarkOnePaidAsync(PaymentSucceeded payment, CancellationToken cancellationToken)
    {
        var purchase = await book.LockAsync(payment.UserId, payment.PurchaseId, payment.PaymentIntentId, cancellationToken);
        if (purchase is not { SucceededAt: null })
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        purchase.PaymentIntentId = payment.PaymentIntentId;
        purchase.SucceededAt = payment.OccurredAt;
        purchase.ReceivedCents = payment.AmountCents;
        await book.SettleAsync(purchase, cancellationToken);
        ReportPaid(new PaidPurchase(purchase.Id, payment.PaymentIntentId, purchase.AmountCents, purchase.Currency), payment);
    }

    // The money is there whatever it was for, and the purchase says so. That it is not what the pack costs is for an
    // operator to settle: the ledger does not grant it, and reconciliation lists it until someone has.
    private void ReportPaid(PaidPurchase purchase, PaymentSucceeded payment)
    {
        BillingMetrics.PurchasesCompleted.Add(1);
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
