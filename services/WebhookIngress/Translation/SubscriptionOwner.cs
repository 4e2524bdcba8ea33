using Contracts;

namespace WebhookIngress.Translation;

/// <summary>What a subscription of ours is for, and for whom.</summary>
/// <param name="Kind">One of <see cref="SubscriptionKind"/>.</param>
internal sealed record SubscriptionOwner(string Kind, string? UserId, string? OrganizationId)
{
    /// <returns>Null when the subscription is not ours.</returns>
    /// <exception cref="MalformedEventException">It is ours and names nobody.</exception>
    public static SubscriptionOwner? Of(Metadata metadata) => metadata.Type switch
    {
        StripeMetadata.PrpmPlus => new(SubscriptionKind.PrpmPlus, metadata.UserId, null),
        StripeMetadata.OrgVerification => new(SubscriptionKind.OrgVerification, metadata.OptionalUserId, metadata.OrganizationId),
        _ => null,
    };

    /// <summary>For Billing: something changed, look at Stripe.</summary>
    public SubscriptionChanged Changed(StripeEvent stripeEvent, string subscriptionId, string? customerId) => new()
    {
        EventId = stripeEvent.Id,
        SubscriptionId = subscriptionId,
        CustomerId = customerId,
        Kind = Kind,
        UserId = UserId,
        OrganizationId = OrganizationId,
        OccurredAt = stripeEvent.CreatedAt,
    };
}
