using Contracts;

namespace Billing.Purchases;

/// <summary>Finds the purchases that payments are for among purchases at hand, by the rule of <see cref="PurchaseOfPayment"/>.</summary>
internal sealed class PurchasesOfPayments(IReadOnlyCollection<Purchase> purchases)
{
    private readonly Dictionary<string, Purchase> byPayment = purchases
        .Where(purchase => purchase.PaymentIntentId is not null)
        .ToDictionary(purchase => purchase.PaymentIntentId!, StringComparer.Ordinal);

    private readonly Dictionary<Guid, Purchase> byId = purchases.ToDictionary(purchase => purchase.Id);

    public Purchase? Of(PaymentSucceeded payment) =>
        byPayment.TryGetValue(payment.PaymentIntentId, out var paid) && paid.UserId == payment.UserId ? paid
        : payment.PurchaseId is { } id && byId.TryGetValue(id, out var named) && named.UserId == payment.UserId
            && named.PaymentIntentId is null ? named
        : null;
}
