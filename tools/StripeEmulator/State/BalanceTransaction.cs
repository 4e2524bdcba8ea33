namespace StripeEmulator.State;

/// <summary>Money that came to the account's balance, or left it: negative when it left.</summary>
internal sealed record BalanceTransaction : StripeResource
{
    public override string ObjectName => ObjectNames.BalanceTransaction;

    public required long AmountCents { get; init; }

    /// <summary>What Stripe keeps of it.</summary>
    public required long FeeCents { get; init; }
    public required string Currency { get; init; }

    /// <summary>Why, in Stripe's words.</summary>
    public required BalanceReason Reason { get; init; }

    /// <summary>The charge, refund or dispute behind it.</summary>
    public required string SourceId { get; init; }
    public string? Description { get; init; }
}

/// <summary>Why a balance moved: Stripe has one name for accounting and one for reports.</summary>
internal sealed record BalanceReason(string Type, string ReportingCategory)
{
    public static readonly BalanceReason Charge = new("charge", "charge");
    public static readonly BalanceReason Payment = new("payment", "charge");
    public static readonly BalanceReason Refund = new("refund", "refund");
    public static readonly BalanceReason RefundFailure = new("refund_failure", "refund_failure");
    public static readonly BalanceReason Dispute = new("adjustment", "dispute");
    public static readonly BalanceReason DisputeReversal = new("adjustment", "dispute_reversal");
}
