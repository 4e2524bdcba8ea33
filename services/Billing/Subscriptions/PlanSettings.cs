using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Billing.Subscriptions;

/// <summary>
/// What is the plan's at Stripe. Settings <c>STRIPE_PRPM_PLUS_PRICE_ID</c>, <c>STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID</c> and
/// <c>STRIPE_PORTAL_CONFIGURATION_ID</c>.
/// </summary>
public sealed class PlanSettings
{
    private const string IndividualName = "STRIPE_PRPM_PLUS_PRICE_ID";
    private const string OrganizationMemberName = "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID";
    private const string PortalConfigurationName = "STRIPE_PORTAL_CONFIGURATION_ID";
    private const string StripeId = "[A-Za-z0-9_]{1,255}";

    /// <summary>The monthly price for anybody, <c>price_…</c>.</summary>
    [ConfigurationKeyName(IndividualName)]
    [Required(ErrorMessage = $"{IndividualName} is missing: the plan's monthly price at Stripe, price_….")]
    [RegularExpression(StripeId, ErrorMessage = $"{IndividualName} is no id of a Stripe price.")]
    public string IndividualPriceId { get; set; } = "";

    /// <summary>The monthly price for members of a verified organization, <c>price_…</c>.</summary>
    [ConfigurationKeyName(OrganizationMemberName)]
    [Required(ErrorMessage = $"{OrganizationMemberName} is missing: the plan's monthly price for members of verified organizations.")]
    [RegularExpression(StripeId, ErrorMessage = $"{OrganizationMemberName} is no id of a Stripe price.")]
    public string OrganizationMemberPriceId { get; set; } = "";

    /// <summary>How the customer portal is set up, <c>bpc_…</c>; absent: as the dashboard says.</summary>
    [ConfigurationKeyName(PortalConfigurationName)]
    [RegularExpression(StripeId, ErrorMessage = $"{PortalConfigurationName} is no id of a portal configuration.")]
    public string? PortalConfigurationId { get; set; }
}

/// <summary>One price for both would leave nobody able to tell who pays what.</summary>
internal sealed class PlanSettingsValidation : IValidateOptions<PlanSettings>
{
    public ValidateOptionsResult Validate(string? name, PlanSettings settings) =>
        settings.IndividualPriceId == settings.OrganizationMemberPriceId
            ? ValidateOptionsResult.Fail("STRIPE_PRPM_PLUS_PRICE_ID and STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID are the same price.")
            : ValidateOptionsResult.Success;
}

/// <summary>What the plan is said to cost and to bring. Section <c>Plan</c>; what is charged is the price at Stripe.</summary>
public sealed class PlanOptions
{
    public const string SectionName = "Plan";

    private const int AmountCentsMin = 50;
    private const int AmountCentsMax = 99_999_999;

    /// <summary>A month for anybody, in cents.</summary>
    [Range(AmountCentsMin, AmountCentsMax)]
    public long IndividualCents { get; set; } = 500;

    /// <summary>A month for a member of a verified organization, in cents.</summary>
    [Range(AmountCentsMin, AmountCentsMax)]
    public long OrganizationMemberCents { get; set; } = 200;

    /// <summary>Credits that the ledger grants each month; shown only.</summary>
    [Range(1, 1_000_000)]
    public long MonthlyCredits { get; set; } = 100;
}
