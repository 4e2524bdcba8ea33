using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Organizations;
using Billing.StripeApi;
using Microsoft.Extensions.Options;

namespace Billing.Subscriptions;

/// <summary>Who pays which price.</summary>
[JsonConverter(typeof(TierConverter))]
internal enum Tier
{
    Individual,
    OrganizationMember,
}

internal sealed class TierConverter() : JsonStringEnumConverter<Tier>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>A tier as it is called on the wire and in the database.</summary>
internal static class TierNames
{
    public const int LengthMax = 32;

    public const string Individual = "individual";
    public const string OrganizationMember = "organization_member";

    public static string Of(Tier tier) => tier == Tier.OrganizationMember ? OrganizationMember : Individual;
}

/// <summary>What a tier costs each month.</summary>
internal sealed record PlanPrice(Tier Tier, string PriceId, long AmountCents);

/// <summary>The one plan on sale, at two prices.</summary>
internal sealed class Plan(IOptions<PlanSettings> settings, IOptions<PlanOptions> options)
{
    public const string Currency = "usd";
    public const string Interval = "month";

    public PlanPrice Individual { get; } =
        new(Tier.Individual, settings.Value.IndividualPriceId, options.Value.IndividualCents);

    public PlanPrice OrganizationMember { get; } =
        new(Tier.OrganizationMember, settings.Value.OrganizationMemberPriceId, options.Value.OrganizationMemberCents);

    public long MonthlyCredits => options.Value.MonthlyCredits;

    public PlanPrice PriceFor(VerifiedMembership? membership) => membership is null ? Individual : OrganizationMember;

    /// <summary>Who has this price; anything but the member price, such as one of old, is an individual's.</summary>
    public Tier TierOf(string priceId) => priceId == OrganizationMember.PriceId ? Tier.OrganizationMember : Tier.Individual;
}

internal static class PlanSetup
{
    public static void AddPlan(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PlanSettings>().Bind(builder.Configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlanSettings>, PlanSettingsValidation>();
        services.AddOptions<PlanOptions>().BindConfiguration(PlanOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Plan>();
        services.AddScoped<SubscriptionTerms>();
        services.AddScoped<SubscriptionMirror>();
        services.AddScoped<SubscriptionCheckouts>();
        services.AddScoped<SubscriptionCheckoutStarter>();
        services.AddScoped<OpenSessions>();
        services.AddScoped<SubscriptionRenewal>();
        services.AddScoped<SubscriptionPortal>();
        services.AddPriceMoves();
    }
}
