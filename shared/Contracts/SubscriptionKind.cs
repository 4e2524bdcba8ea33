namespace Contracts;

/// <summary>What a subscription of ours is for, as its metadata's <c>type</c> says.</summary>
public static class SubscriptionKind
{
    /// <summary>A user's plan, which grants credits each month.</summary>
    public const string PrpmPlus = "prpm_plus";

    /// <summary>An organization's verification, which grants none.</summary>
    public const string OrgVerification = "org_verification";
}
