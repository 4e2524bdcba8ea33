using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Marks a purchase as paid.</summary>
/// <remarks>
/// Money that has come outweighs every earlier word, so a failed or canceled purchase becomes a succeeded one; what comes
/// after success (refund, dispute) is not undone by a late repeat.
/// </remarks>
internal sealed class PaymentSucceededConsumer(PurchaseProgress progress) : IConsumer<PaymentSucceeded>
{
    public Task Consume(ConsumeContext<PaymentSucceeded> context) => progress.MarkPaidAsync(context.Message, context.CancellationToken);
}

internal sealed class PaymentSucceededConsumerDefinition : ConsumerDefinition<PaymentSucceededConsumer>
{
    public PaymentSucceededConsumerDefinition() => EndpointName = MessageRoutes.BillingPaymentSucceeded;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<PaymentSucceededConsumer> consumerConfigurator,
        IRegistrationContext context) =>
        endpointConfigurator.ReceiveAtLeastOnce<PaymentSucceeded>(context, payment => payment.UserId);
}
