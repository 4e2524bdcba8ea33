using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Notes that an attempt to pay failed, and why.</summary>
/// <remarks>
/// A failure never overrides a success, whichever comes first, nor the end of a canceled payment.
/// </remarks>
internal sealed class PaymentFailedConsumer(PurchaseProgress progress) : IConsumer<PaymentFailed>
{
    public Task Consume(ConsumeContext<PaymentFailed> context) => progress.MarkFailedAsync(context.Message, context.CancellationToken);
}

internal sealed class PaymentFailedConsumerDefinition : ConsumerDefinition<PaymentFailedConsumer>
{
    public PaymentFailedConsumerDefinition() => EndpointName = MessageRoutes.BillingPaymentFailed;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<PaymentFailedConsumer> consumerConfigurator,
        IRegistrationContext context) =>
        endpointConfigurator.ReceiveAtLeastOnce<PaymentFailed>(context, payment => payment.UserId);
}
