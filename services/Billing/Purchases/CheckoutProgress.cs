using Billing.StripeApi;
using Contracts;

namespace Billing.Purchases;

/// <summary>Moves a purchase along with its Checkout.</summary>
/// <remarks>
/// That money came, and how much, only the payment's own event says (<see cref="PurchaseProgress.MarkPaidAsync"/>). The session says
/// which payment is the purchase's, that its money takes days, that it did not come, and that nobody went through to the end.
/// </remarks>
internal sealed class CheckoutProgress(PurchaseBook book)
{
    public Task MarkCompletedAsync(CheckoutCompleted session, CancellationToken cancellationToken) => ChangeAsync(
        SessionOfPurchase.Of(session.Mode, session.SessionId, session.PaymentIntentId, session.Metadata),
        purchase => session.PaymentStatus == StripeCheckout.Unpaid && purchase.NoteProcessing(session.OccurredAt),
        cancellationToken);

    public Task MarkPaidAsync(CheckoutPaymentSucceeded session, CancellationToken cancellationToken) => ChangeAsync(
        SessionOfPurchase.Of(session.Mode, session.SessionId, session.PaymentIntentId, session.Metadata), _ => false, cancellationToken);

    public Task MarkFailedAsync(CheckoutPaymentFailed session, CancellationToken cancellationToken) => ChangeAsync(
        SessionOfPurchase.Of(session.Mode, session.SessionId, session.PaymentIntentId, session.Metadata),
        purchase => purchase.NoteFailure(session.OccurredAt, FailureReasons.PaymentFailed),
        cancellationToken);

    public Task MarkExpiredAsync(CheckoutExpired session, CancellationToken cancellationToken) => ChangeAsync(
        SessionOfPurchase.Of(session.Mode, session.SessionId, session.PaymentIntentId, session.Metadata),
        purchase =>
        {
            var isNews = purchase.CanceledAt is null;
            purchase.CanceledAt ??= session.OccurredAt;
            return isNews;
        },
        cancellationToken);

    private async Task ChangeAsync(SessionOfPurchase? session, Func<Purchase, bool> note, CancellationToken cancellationToken)
    {
        if (session is null || await book.LockCheckoutAsync(session, cancellationToken) is not { } purchase)
        {
            return;
        }
        var isLinkNews = purchase.CheckoutSessionId is null || (purchase.PaymentIntentId is null && session.PaymentIntentId is not null);
        purchase.CheckoutSessionId ??= session.Id;
        purchase.PaymentIntentId ??= session.PaymentIntentId;
        if (note(purchase) || isLinkNews)
        {
            await book.SettleAsync(purchase, cancellationToken);
        }
    }
}

/// <summary>A session that is for a pack, and whose.</summary>
internal sealed record SessionOfPurchase(string Id, string UserId, Guid PurchaseId, string? PaymentIntentId)
{
    /// <returns>Null for a session of another kind.</returns>
    public static SessionOfPurchase? Of(
        string mode, string id, string? paymentIntentId, IReadOnlyDictionary<string, string> metadata) =>
        mode == StripeCheckout.PaymentMode
            && metadata.GetValueOrDefault(StripeMetadata.Type) == StripeMetadata.PlaygroundCredits
            && metadata.TryGetValue(StripeMetadata.UserId, out var userId)
            && Guid.TryParse(metadata.GetValueOrDefault(StripeMetadata.PurchaseId), out var purchaseId)
                ? new SessionOfPurchase(id, userId, purchaseId, paymentIntentId)
                : null;
}
