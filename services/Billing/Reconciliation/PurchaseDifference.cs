using System.Globalization;

namespace Billing.Reconciliation;

/// <summary>One purchase whose money and credits don't agree, with both sides.</summary>
/// <param name="Kind"><c>paid_without_grant</c>, <c>credits_differ</c>, <c>money_differs</c> or <c>granted_without_payment</c>.</param>
/// <param name="PurchaseId">The purchase.</param>
/// <param name="UserId">Whose.</param>
/// <param name="PaymentIntentId">Stripe's payment, where one is known.</param>
/// <param name="Status">The purchase's status.</param>
/// <param name="Credits">Credits sold.</param>
/// <param name="GrantedCredits">Credits the ledger granted; null for none.</param>
/// <param name="AmountCents">The price.</param>
/// <param name="ReceivedCents">The money that came; null for none.</param>
/// <param name="Currency">Of both amounts.</param>
public sealed record PurchaseDifference(
    string Kind,
    Guid PurchaseId,
    string UserId,
    string? PaymentIntentId,
    string Status,
    long Credits,
    long? GrantedCredits,
    long AmountCents,
    long? ReceivedCents,
    string Currency)
{
    /// <summary>One line for a report.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind} purchase={PurchaseId} user={UserId} payment={PaymentIntentId ?? "none"} status={Status} "
        + $"money: {ReceivedCents ?? 0} of {AmountCents} {Currency} received; credits: {GrantedCredits ?? 0} of {Credits} granted");
}
