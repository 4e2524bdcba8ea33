using System.Collections.Immutable;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Portal;

/// <summary>What a configuration of the portal can be created with and changed to.</summary>
internal sealed record ConfigurationParameters
{
    private const int ProductsMax = 100;

    public required bool? IsActive { get; init; }
    public required Change<string> Name { get; init; }
    public required Change<string> DefaultReturnUrl { get; init; }
    public required Change<string> Headline { get; init; }
    public required Change<string> PrivacyPolicyUrl { get; init; }
    public required Change<string> TermsOfServiceUrl { get; init; }
    public required Func<PortalFeatures, PortalFeatures> Features { get; init; }
    public required MetadataChange Metadata { get; init; }

    public static ConfigurationParameters Read(Parameters parameters)
    {
        parameters.Accept("login_page");
        var profile = parameters.Nested("business_profile");
        return new ConfigurationParameters
        {
            IsActive = parameters.Flag("active"),
            Name = parameters.TextChange("name"),
            DefaultReturnUrl = parameters.TextChange("default_return_url"),
            Headline = profile?.TextChange("headline") ?? default,
            PrivacyPolicyUrl = profile?.TextChange("privacy_policy_url") ?? default,
            TermsOfServiceUrl = profile?.TextChange("terms_of_service_url") ?? default,
            Features = parameters.Nested("features") is { } features ? ReadFeatures(features) : unchanged => unchanged,
            Metadata = parameters.Metadata(),
        };
    }

    public PortalConfiguration ApplyTo(PortalConfiguration configuration, long now) => configuration with
    {
        IsActive = IsActive ?? configuration.IsActive,
        Name = Name.Or(configuration.Name),
        DefaultReturnUrl = DefaultReturnUrl.Or(configuration.DefaultReturnUrl),
        Headline = Headline.Or(configuration.Headline),
        PrivacyPolicyUrl = PrivacyPolicyUrl.Or(configuration.PrivacyPolicyUrl),
        TermsOfServiceUrl = TermsOfServiceUrl.Or(configuration.TermsOfServiceUrl),
        Features = Features(configuration.Features),
        Metadata = Metadata.ApplyWithinLimit(configuration.Metadata),
        Updated = now,
    };

    private static Func<PortalFeatures, PortalFeatures> ReadFeatures(Parameters features)
    {
        features.Accept("customer_update", "subscription_pause");
        var showsInvoices = features.Nested("invoice_history")?.Flag("enabled");
        var updatesMethod = features.Nested("payment_method_update");
        updatesMethod?.Accept("payment_method_configuration");
        var updatesPaymentMethod = updatesMethod?.Flag("enabled");

        var cancel = features.Nested("subscription_cancel");
        cancel?.Accept("cancellation_reason", "proration_behavior");
        var cancels = cancel?.Flag("enabled");
        var mode = cancel?.OneOf("mode", "at_period_end", "immediately");

        var update = features.Nested("subscription_update");
        update?.Accept("default_allowed_updates", "schedule_at_period_end", "billing_cycle_anchor", "trial_update_behavior");
        var changes = update?.Flag("enabled");
        var proration = update?.OneOf("proration_behavior", ProrationBehaviors.None, ProrationBehaviors.Create, ProrationBehaviors.InvoiceNow);
        var products = update is null ? null : ReadProducts(update);

        return before => before with
        {
            ShowsInvoices = showsInvoices ?? before.ShowsInvoices,
            UpdatesPaymentMethod = updatesPaymentMethod ?? before.UpdatesPaymentMethod,
            CancelsSubscriptions = cancels ?? before.CancelsSubscriptions,
            CancelsImmediately = mode is null ? before.CancelsImmediately : mode == "immediately",
            ChangesPrice = changes ?? before.ChangesPrice,
            ProrationBehavior = proration ?? before.ProrationBehavior,
            Products = products ?? before.Products,
        };
    }

    private static ImmutableArray<PortalProduct>? ReadProducts(Parameters update) =>
        update.NestedList("products", ProductsMax) is { } products
            ? [.. products.Select(product =>
                {
                    product.Accept("adjustable_quantity");
                    return new PortalProduct(product.RequiredText("product"), product.List("prices") ?? []);
                })]
            : null;
}
