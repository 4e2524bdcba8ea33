using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Notes that a payment takes its time: the bank decides in days.</summary>
internal sealed class PaymentProcessingStartedConsumer(PurchaseProgress progress) : IConsumer<PaymentProcessingStarted>
{
    public Task Consume(ConsumeContext<PaymentProcessingStarted> context) =>
        progress.MarkProcessingAsync(context.Message, context.CancellationToken);
}

internal sealed class PaymentProcessingStartedConsumerDefinition()
    : AtLeastOnceDefinition<PaymentProcessingStartedConsumer, PaymentProcessingStarted>(MessageRoutes.BillingPaymentProcessingStarted, message => message.UserId);
