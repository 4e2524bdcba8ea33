using Contracts;

namespace WebhookIngress;

/// <summary>The metadata that Billing writes on what it makes at Stripe, by which we know our own.</summary>
internal static class StripeMetadata
{
    public const string Type = "type";
    public const string UserId = "user_id";
    public const string OrganizationId = "organization_id";
    public const string PurchaseId = "purchase_id";
    public const string Credits = "credits";
    public const string AmountCents = "amount_cents";
    public const string Currency = "currency";

    /// <summary>The <see cref="Type"/> of a credit pack's payment.</summary>
    public const string PlaygroundCredits = "playground_credits";

    /// <summary>The <see cref="Type"/> of a user's plan.</summary>
    public const string PrpmPlus = SubscriptionKind.PrpmPlus;

    /// <summary>The <see cref="Type"/> of an organization's verification.</summary>
    public const string OrgVerification = SubscriptionKind.OrgVerification;
}
