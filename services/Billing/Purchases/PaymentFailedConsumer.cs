using Billing.Persistence;
using Contracts;
using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Notes that an attempt to pay failed, and why.</summary>
/// <remarks>
/// Another card may do: a failure never overrides a success, whichever comes first, nor the end of a canceled payment.
/// Of several failures the latest counts, by Stripe's time.
/// </remarks>
internal sealed class PaymentFailedConsumer(
    BillingDbContext database, TimeProvider time, ILogger<PaymentFailedConsumer> logger) : IConsumer<PaymentFailed>
{
    private static readonly PurchaseStatus[] Payable = [PurchaseStatus.Pending, PurchaseStatus.Processing, PurchaseStatus.Failed];

    public async Task Consume(ConsumeContext<PaymentFailed> context)
    {
        var payment = context.Message;
        var reason = ReasonOf(payment);
        var failed = await database.PurchaseOf(payment.UserId, payment.PurchaseId, payment.PaymentIntentId)
            .Where(purchase => Payable.Contains(purchase.Status)
                && (purchase.FailedAt == null || purchase.FailedAt <= payment.OccurredAt))
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(purchase => purchase.Status, PurchaseStatus.Failed)
                    .SetProperty(purchase => purchase.PaymentIntentId, payment.PaymentIntentId)
                    .SetProperty(purchase => purchase.FailureReason, reason)
                    .SetProperty(purchase => purchase.FailedAt, payment.OccurredAt)
                    .SetProperty(purchase => purchase.UpdatedAt, time.GetUtcNow()),
                context.CancellationToken);
        if (failed == 0)
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        BillingMetrics.PurchasesFailed.Add(1);
        Log.PurchaseFailed(logger, payment.PaymentIntentId, payment.UserId, reason, payment.EventId);
    }

    private static string ReasonOf(PaymentFailed payment)
    {
        var code = string.IsNullOrWhiteSpace(payment.FailureCode) ? FailureReasons.PaymentFailed : payment.FailureCode;
        return code.Length <= Purchase.FailureReasonLengthMax ? code : code[..Purchase.FailureReasonLengthMax];
    }
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
