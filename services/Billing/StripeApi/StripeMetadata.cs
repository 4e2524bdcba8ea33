using Contracts;

namespace Billing.StripeApi;

/// <summary>What we write on Stripe's objects, and by which the webhook ingress knows them as ours.</summary>
internal static class StripeMetadata
{
    public const string Type = "type";
    public const string UserId = "user_id";
    public const string OrganizationId = "organization_id";
    public const string PurchaseId = "purchase_id";
    public const string Package = "package";
    public const string Credits = "credits";
    public const string AmountCents = "amount_cents";
    public const string Currency = "currency";
    public const string Operator = "operator";
    public const string Reason = "reason";

    /// <summary>The <see cref="Type"/> of a payment for a credit pack.</summary>
    public const string PlaygroundCredits = "playground_credits";

    /// <summary>The <see cref="Type"/> of a user's monthly plan.</summary>
    public const string PrpmPlus = SubscriptionKind.PrpmPlus;

    /// <summary>The <see cref="Type"/> of an organization's verification.</summary>
    public const string OrgVerification = SubscriptionKind.OrgVerification;
}
