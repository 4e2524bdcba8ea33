using Contracts;

namespace WebhookIngress.Translation;

/// <summary>A customer, ours when its metadata names a user or an organization. Name and e-mail address stay at Stripe.</summary>
internal static class CustomerTranslator
{
    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var customer = stripeEvent.Object;
        var metadata = Metadata.Of(customer);
        var (userId, organizationId) = (metadata.OptionalUserId, metadata.OptionalOrganizationId);
        if (userId is null && organizationId is null)
        {
            return [];
        }
        var customerId = customer.RequiredId("id");
        return
        [
            stripeEvent.Type == StripeEventTypes.CustomerDeleted
                ? new CustomerDeleted
                {
                    EventId = stripeEvent.Id,
                    CustomerId = customerId,
                    UserId = userId,
                    OrganizationId = organizationId,
                    OccurredAt = stripeEvent.CreatedAt,
                }
                : new CustomerChanged
                {
                    EventId = stripeEvent.Id,
                    CustomerId = customerId,
                    UserId = userId,
                    OrganizationId = organizationId,
                    OccurredAt = stripeEvent.CreatedAt,
                },
        ];
    }
}
