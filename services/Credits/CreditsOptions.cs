using System.ComponentModel.DataAnnotations;

namespace Credits;

/// <summary>The numbers of the product. Section <c>Credits</c>.</summary>
public sealed class CreditsOptions
{
    public const string SectionName = "Credits";

    /// <summary>Credits a new account starts with; 0 for none.</summary>
    [Range(0, 1_000_000)]
    public int SignupBonusCredits { get; set; } = 5;

    /// <summary>Where somebody without credits is sent to buy some: a path at the Gateway, or an absolute URL.</summary>
    [Required(ErrorMessage = "Credits:PurchaseUrl must not be empty.")]
    public string PurchaseUrl { get; set; } = "/credits/buy";
}
