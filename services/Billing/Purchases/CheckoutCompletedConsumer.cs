using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Somebody went through Checkout: the purchase has its payment, whose money may take days.</summary>
internal sealed class CheckoutCompletedConsumer(CheckoutProgress progress) : IConsumer<CheckoutCompleted>
{
    public Task Consume(ConsumeContext<CheckoutCompleted> context) =>
        progress.MarkCompletedAsync(context.Message, context.CancellationToken);
}

internal sealed class CheckoutCompletedConsumerDefinition()
    : AtLeastOnceDefinition<CheckoutCompletedConsumer, CheckoutCompleted>(MessageRoutes.BillingCheckoutCompleted, message => message.SessionId);
