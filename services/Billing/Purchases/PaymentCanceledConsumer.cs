using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Notes that a payment was given up. Money that comes all the same outweighs it.</summary>
internal sealed class PaymentCanceledConsumer(PurchaseProgress progress) : IConsumer<PaymentCanceled>
{
    public Task Consume(ConsumeContext<PaymentCanceled> context) =>
        progress.MarkCanceledAsync(context.Message, context.CancellationToken);
}

internal sealed class PaymentCanceledConsumerDefinition()
    : AtLeastOnceDefinition<PaymentCanceledConsumer, PaymentCanceled>(MessageRoutes.BillingPaymentCanceled, message => message.UserId);
