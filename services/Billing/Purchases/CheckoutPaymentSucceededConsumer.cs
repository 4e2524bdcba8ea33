using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>The money of a completed Checkout came later: links the payment, whose own event says how much came.</summary>
internal sealed class CheckoutPaymentSucceededConsumer(CheckoutProgress progress) : IConsumer<CheckoutPaymentSucceeded>
{
    public Task Consume(ConsumeContext<CheckoutPaymentSucceeded> context) =>
        progress.MarkPaidAsync(context.Message, context.CancellationToken);
}

internal sealed class CheckoutPaymentSucceededConsumerDefinition()
    : AtLeastOnceDefinition<CheckoutPaymentSucceededConsumer, CheckoutPaymentSucceeded>(MessageRoutes.BillingCheckoutPaymentSucceeded, message => message.SessionId);
