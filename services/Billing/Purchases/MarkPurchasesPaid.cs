using Contracts;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Marks purchases as paid.</summary>
/// <remarks>
/// Money that has come outweighs every earlier word, so a failed or canceled purchase becomes a succeeded one; what comes
/// after success (refund, dispute) is not undone by a late repeat.
/// </remarks>
internal sealed class MarkPurchasesPaid(PurchaseProgress progress) : ICombinedEffect<PaymentSucceeded>
{
    public Task ApplyAsync(IReadOnlyList<PaymentSucceeded> messages, CancellationToken cancellationToken) =>
        progress.MarkPaidAsync(messages, cancellationToken);
}
