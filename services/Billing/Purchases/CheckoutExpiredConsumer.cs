using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Nobody went through Checkout in time: the purchase is canceled.</summary>
internal sealed class CheckoutExpiredConsumer(CheckoutProgress progress) : IConsumer<CheckoutExpired>
{
    public Task Consume(ConsumeContext<CheckoutExpired> context) =>
        progress.MarkExpiredAsync(context.Message, context.CancellationToken);
}

internal sealed class CheckoutExpiredConsumerDefinition()
    : AtLeastOnceDefinition<CheckoutExpiredConsumer, CheckoutExpired>(MessageRoutes.BillingCheckoutExpired, message => message.SessionId);
