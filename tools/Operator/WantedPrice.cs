namespace Operator;

/// <summary>A price that the product needs in the Stripe account, with the product it is a price of.</summary>
/// <param name="Setting">The setting that holds its id.</param>
/// <param name="Key">Its lookup key at Stripe, and the id of its product: by these it is found again.</param>
/// <param name="Name">What its buyers read.</param>
/// <param name="Description">What they get.</param>
/// <param name="AmountCents">Of a month; null when any will do.</param>
internal sealed record WantedPrice(string Setting, string Key, string Name, string Description, long? AmountCents)
{
    public const string Currency = "usd";
    public const string Interval = "month";

    private const string VerificationSetting = "STRIPE_ORG_VERIFICATION_PRICE_ID";

    public static WantedPrice[] OfPlan(Installation installation)
    {
        var credits = $"{installation.Plan.MonthlyCredits} monthly playground credits";
        return
        [
            new("STRIPE_PRPM_PLUS_PRICE_ID", "prpm_plus_individual", "PRPM+ Individual",
                $"{credits} for prompt testing and experimentation", installation.Plan.IndividualCents),
            new("STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", "prpm_plus_org_member", "PRPM+ Organization Member",
                $"{credits} - discounted for verified organization members", installation.Plan.OrganizationMemberCents),
        ];
    }

    /// <param name="amountCents">Null when it is not known here.</param>
    public static WantedPrice OfVerification(long? amountCents) => new(
        VerificationSetting, "org_verification", "Organization Verification", "Verified organizations get the member price", amountCents);
}
