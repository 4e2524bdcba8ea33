using Billing.StripeApi;
using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Subscriptions;

/// <summary>Something about a subscription changed: asks Stripe how it is now, a user's plan or an organization's verification.</summary>
/// <remarks>Asked twice is as good as once, so there is no inbox, whose transaction would wait for Stripe.</remarks>
internal sealed class SubscriptionChangedConsumer(SubscriptionMirror mirror) : IConsumer<SubscriptionChanged>
{
    public Task Consume(ConsumeContext<SubscriptionChanged> context) =>
        mirror.RefreshAsync(context.Message.SubscriptionId, context.Message.OccurredAt, context.CancellationToken);
}

internal sealed class SubscriptionChangedConsumerDefinition : ConsumerDefinition<SubscriptionChangedConsumer>
{
    public SubscriptionChangedConsumerDefinition() => EndpointName = MessageRoutes.BillingSubscriptionChanged;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<SubscriptionChangedConsumer> consumerConfigurator,
        IRegistrationContext context) =>
        endpointConfigurator.ReceivePatiently<SubscriptionChanged>(
            message => message.SubscriptionId, exception => exception is StripeUnavailableException);
}
