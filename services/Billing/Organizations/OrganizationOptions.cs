using System.ComponentModel.DataAnnotations;
using Billing.Chores;

namespace Billing.Organizations;

/// <summary>What verification costs. Setting <c>STRIPE_ORG_VERIFICATION_PRICE_ID</c>.</summary>
public sealed class VerificationSettings
{
    private const string PriceIdName = "STRIPE_ORG_VERIFICATION_PRICE_ID";

    /// <summary>The recurring price of an organization's verification, <c>price_…</c>. Absent: only operators verify.</summary>
    [ConfigurationKeyName(PriceIdName)]
    [RegularExpression("[A-Za-z0-9_]{1,255}", ErrorMessage = $"{PriceIdName} is no id of a Stripe price.")]
    public string? PriceId { get; set; }
}

/// <summary>How large organizations grow. Section <c>Organizations</c>.</summary>
public sealed class OrganizationOptions
{
    public const string SectionName = "Organizations";

    /// <summary>Members of one organization.</summary>
    [Range(1, 100_000)]
    public int MembersMax { get; set; } = 1_000;

    /// <summary>Organizations that one user may own when they make another.</summary>
    [Range(1, 1_000)]
    public int OwnedMax { get; set; } = 20;
}

internal static class OrganizationsSetup
{
    public static void AddOrganizations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<VerificationSettings>().Bind(builder.Configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OrganizationOptions>()
            .BindConfiguration(OrganizationOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddScoped<VerifiedOrganizations>();
        services.AddScoped<OrganizationFounding>();
        services.AddScoped<OrganizationReader>();
        services.AddScoped<Roster>();
        services.AddScoped<OperatorVerification>();
        services.AddScoped<OperatorsView>();
        services.AddKeyedScoped<IChoreHandler, EndOfVerification>(ChoreKinds.EndVerification);
    }
}
