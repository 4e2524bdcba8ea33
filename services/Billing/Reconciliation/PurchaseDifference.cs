using System.Globalization;

namespace Billing.Reconciliation;

/// <summary>One purchase whose money and credits don't agree, with both sides.</summary>
/// <param name="Kind">One of <see cref="DifferenceKind"/>.</param>
/// <param name="PurchaseId">The purchase.</param>
/// <param name="UserId">Whose.</param>
/// <param name="PaymentIntentId">Stripe's payment, where one is known.</param>
/// <param name="Status">The purchase's status.</param>
/// <param name="Money">What Stripe said.</param>
/// <param name="Credits">What the ledger said.</param>
public sealed record PurchaseDifference(
    string Kind, Guid PurchaseId, string UserId, string? PaymentIntentId, string Status, MoneySide Money, CreditsSide Credits)
{
    /// <summary>One line for a report.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind} purchase={PurchaseId} user={UserId} payment={PaymentIntentId ?? "none"} status={Status} {Money}; {Credits}");
}

/// <summary>The money of a purchase, in minor units.</summary>
/// <param name="PriceCents">What it was sold for.</param>
/// <param name="CapturedCents">What came; null for nothing.</param>
/// <param name="RefundedCents">What refunds sent back.</param>
/// <param name="LostCents">What lost disputes took.</param>
/// <param name="DisputedCents">What open disputes hold. It counts as here: the credits are frozen, and not taken.</param>
/// <param name="Currency">ISO 4217 in lower case.</param>
public sealed record MoneySide(
    long PriceCents, long? CapturedCents, long RefundedCents, long LostCents, long DisputedCents, string Currency)
{
    /// <summary>A part of a report's line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"money: {CapturedCents ?? 0} of {PriceCents} {Currency} captured, {RefundedCents} refunded, {LostCents} lost, {DisputedCents} disputed");
}

/// <summary>The credits of a purchase, as the ledger told them.</summary>
/// <param name="Sold">What the purchase is for.</param>
/// <param name="Granted">What was granted; null for nothing.</param>
/// <param name="ClawedBack">What was taken back.</param>
/// <param name="Shortfall">What could not be taken back, because it was spent before.</param>
public sealed record CreditsSide(long Sold, long? Granted, long ClawedBack, long Shortfall)
{
    /// <summary>A part of a report's line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"credits: {Granted ?? 0} of {Sold} granted, {ClawedBack} clawed back, {Shortfall} spent before");
}

/// <summary>How money and credits of a purchase can disagree.</summary>
public static class DifferenceKind
{
    /// <summary>Credits without money.</summary>
    public const string GrantedWithoutPayment = "granted_without_payment";

    /// <summary>Money without credits.</summary>
    public const string PaidWithoutGrant = "paid_without_grant";

    /// <summary>More or fewer credits than were sold.</summary>
    public const string CreditsDiffer = "credits_differ";

    /// <summary>Money went back, and its share of the credits did not.</summary>
    public const string ReturnedWithoutClawback = "returned_without_clawback";

    /// <summary>Credits went back, and their share of the money did not.</summary>
    public const string ClawedBackWithoutReturn = "clawed_back_without_return";

    /// <summary>More or less money than the price.</summary>
    public const string MoneyDiffers = "money_differs";
}
