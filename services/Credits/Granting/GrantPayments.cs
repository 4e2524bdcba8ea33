using Contracts;
using Credits.Refunds;
using Reliability.Inbox;

namespace Credits.Granting;

/// <summary>Grants the credits of paid packs.</summary>
/// <remarks>
/// Stripe may deliver the payment twice, under two event ids. The grant's source, <c>purchase:{paymentIntentId}</c>, is unique in
/// the database, so whoever comes second changes nothing. A user we never saw gets an account first.
/// </remarks>
internal sealed class GrantPayments(Payments payments, ILogger<GrantPayments> logger) : ICombinedEffect<PaymentSucceeded>
{
    public async Task ApplyAsync(IReadOnlyList<PaymentSucceeded> messages, CancellationToken cancellationToken)
    {
        foreach (var payment in messages)
        {
            PaymentMismatchException.ThrowIfMismatched(payment);
        }
        var granted = await payments.GrantAllAsync(messages, cancellationToken);
        foreach (var payment in messages.Where(payment => granted.Remove(payment.PaymentIntentId)))
        {
            Log.PurchaseGranted(logger, payment.EventId, payment.UserId, payment.PaymentIntentId, payment.Credits);
        }
    }
}
