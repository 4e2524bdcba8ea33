using Contracts;

namespace WebhookIngress.Translation;

/// <summary>A customer, ours when its metadata names a user. Name and e-mail address stay at Stripe.</summary>
internal static class CustomerTranslator
{
    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var customer = stripeEvent.Object;
        if (Metadata.Of(customer).OptionalUserId is not { } userId)
        {
            return [];
        }
        var customerId = customer.RequiredId("id");
        return
        [
            stripeEvent.Type == StripeEventTypes.CustomerDeleted
                ? new CustomerDeleted { EventId = stripeEvent.Id, CustomerId = customerId, UserId = userId, OccurredAt = stripeEvent.CreatedAt }
                : new CustomerChanged { EventId = stripeEvent.Id, CustomerId = customerId, UserId = userId, OccurredAt = stripeEvent.CreatedAt },
        ];
    }
}
