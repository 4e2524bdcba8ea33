namespace Billing.Reconciliation;

/// <summary>Both sides of all purchases in one currency.</summary>
/// <param name="Currency">ISO 4217 in lower case.</param>
/// <param name="Purchases">How many purchases are compared.</param>
/// <param name="CapturedCents">The money that came, in minor units, as the next three.</param>
/// <param name="RefundedCents">What refunds sent back.</param>
/// <param name="LostCents">What lost disputes took.</param>
/// <param name="DisputedCents">What open disputes hold.</param>
/// <param name="GrantedCredits">What the ledger granted.</param>
/// <param name="ClawedBackCredits">What it took back.</param>
/// <param name="ShortfallCredits">What it could not take back, because it was spent before.</param>
public sealed record ReconciledTotals(
    string Currency,
    long Purchases,
    long CapturedCents,
    long RefundedCents,
    long LostCents,
    long DisputedCents,
    long GrantedCredits,
    long ClawedBackCredits,
    long ShortfallCredits);
