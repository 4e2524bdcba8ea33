using System.ComponentModel.DataAnnotations;

namespace Credits;

/// <summary>The numbers of the product. Section <c>Credits</c>.</summary>
public sealed class CreditsOptions
{
    public const string SectionName = "Credits";

    /// <summary>Credits a new account starts with; 0 for none.</summary>
    [Range(0, 1_000_000)]
    public int SignupBonusCredits { get; set; } = 5;

    /// <summary>Credits that each period of a subscription brings.</summary>
    [Range(1, 1_000_000)]
    public int MonthlyCredits { get; set; } = 100;

    /// <summary>How many unused monthly credits live on for one more period; what is above expires.</summary>
    [Range(0, 1_000_000)]
    public int RolloverCapCredits { get; set; } = 200;

    /// <summary>At or below this many available credits a balance is told to be low, for accounts without a threshold of their own.</summary>
    [Range(0, 1_000_000)]
    public int LowBalanceThreshold { get; set; } = 10;

    /// <summary>What becomes of refunded credits that were already spent.</summary>
    [EnumDataType(typeof(ShortfallPolicy))]
    public ShortfallPolicy ShortfallPolicy { get; set; } = ShortfallPolicy.Record;

    /// <summary>How long a hold lives that says nothing else.</summary>
    [Range(1, HoldSecondsLimit)]
    public int HoldSecondsDefault { get; set; } = 900;

    /// <summary>The longest a hold may live.</summary>
    [Range(1, HoldSecondsLimit)]
    public int HoldSecondsMax { get; set; } = 86_400;

    /// <summary>Where somebody without credits is sent to buy some: a path at the Gateway, or an absolute URL.</summary>
    [Required(ErrorMessage = "Credits:PurchaseUrl must not be empty.")]
    public string PurchaseUrl { get; set; } = "/credits/buy";

    /// <summary>How long a lock on an account is waited for. Who holds one longer is stuck, and waiting on would keep everybody else waiting too.</summary>
    [Range(1, 60_000)]
    public int LockTimeoutMilliseconds { get; set; } = 2_000;

    private const int HoldSecondsLimit = 30 * 86_400;
}

/// <summary>What becomes of refunded credits that were already spent. The balance never goes below zero.</summary>
public enum ShortfallPolicy
{
    /// <summary>They are recorded and shown to the operator.</summary>
    Record,

    /// <summary>They become a debt that the next purchase repays first.</summary>
    Debt,
}
