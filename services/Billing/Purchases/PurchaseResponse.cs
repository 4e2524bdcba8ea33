using System.Linq.Expressions;

namespace Billing.Purchases;

/// <summary>A purchase as its buyer sees it.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Package">The pack's id.</param>
/// <param name="Credits">Credits in the pack.</param>
/// <param name="Amount">The price in cents.</param>
/// <param name="Currency">ISO 4217 in lower case.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="FailureReason">A code, when the last attempt failed.</param>
/// <param name="AmountRefunded">What of it went back, in cents.</param>
/// <param name="PaymentIntentId">Stripe's payment, <c>pi_…</c>, once there is one.</param>
/// <param name="CreditsGranted">Whether the credits are on the balance.</param>
/// <param name="CreditsGrantedAt">Since when.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
internal sealed record PurchaseResponse(
    Guid Id,
    string Package,
    long Credits,
    long Amount,
    string Currency,
    PurchaseStatus Status,
    string? FailureReason,
    long AmountRefunded,
    string? PaymentIntentId,
    bool CreditsGranted,
    DateTimeOffset? CreditsGrantedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>For queries: only these columns are read.</summary>
    public static Expression<Func<Purchase, PurchaseResponse>> Projection { get; } = purchase => new PurchaseResponse(
        purchase.Id,
        purchase.Package,
        purchase.Credits,
        purchase.AmountCents,
        purchase.Currency,
        purchase.Status,
        purchase.Status == PurchaseStatus.Failed ? purchase.FailureReason : null,
        purchase.RefundedCents,
        purchase.PaymentIntentId,
        purchase.GrantedAt != null,
        purchase.GrantedAt,
        purchase.CreatedAt,
        purchase.UpdatedAt);
}
