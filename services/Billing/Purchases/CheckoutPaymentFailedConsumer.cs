using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>The money of a completed Checkout did not come.</summary>
internal sealed class CheckoutPaymentFailedConsumer(CheckoutProgress progress) : IConsumer<CheckoutPaymentFailed>
{
    public Task Consume(ConsumeContext<CheckoutPaymentFailed> context) =>
        progress.MarkFailedAsync(context.Message, context.CancellationToken);
}

internal sealed class CheckoutPaymentFailedConsumerDefinition()
    : AtLeastOnceDefinition<CheckoutPaymentFailedConsumer, CheckoutPaymentFailed>(MessageRoutes.BillingCheckoutPaymentFailed, message => message.SessionId);
