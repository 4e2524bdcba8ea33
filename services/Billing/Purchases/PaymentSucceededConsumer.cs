using Billing.Persistence;
using Contracts;
using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Marks a purchase as paid.</summary>
/// <remarks>
/// Money that has come outweighs every earlier word, so a failed or canceled purchase becomes a succeeded one; what comes
/// after success (refund, dispute) is not undone by a late repeat.
/// </remarks>
internal sealed class PaymentSucceededConsumer(
    BillingDbContext database, TimeProvider time, ILogger<PaymentSucceededConsumer> logger) : IConsumer<PaymentSucceeded>
{
    private static readonly PurchaseStatus[] Unpaid =
        [PurchaseStatus.Pending, PurchaseStatus.Processing, PurchaseStatus.Failed, PurchaseStatus.Canceled];

    public async Task Consume(ConsumeContext<PaymentSucceeded> context)
    {
        var payment = context.Message;
        var matching = database.PurchaseOf(payment.UserId, payment.PurchaseId, payment.PaymentIntentId);
        var succeeded = await matching
            .Where(purchase => Unpaid.Contains(purchase.Status))
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(purchase => purchase.Status, PurchaseStatus.Succeeded)
                    .SetProperty(purchase => purchase.PaymentIntentId, payment.PaymentIntentId)
                    .SetProperty(purchase => purchase.FailureReason, (string?)null)
                    .SetProperty(purchase => purchase.ReceivedCents, payment.AmountCents)
                    .SetProperty(purchase => purchase.SucceededAt, payment.OccurredAt)
                    .SetProperty(purchase => purchase.UpdatedAt, time.GetUtcNow()),
                context.CancellationToken);
        if (succeeded == 0)
        {
            Log.PaymentChangesNothing(logger, payment.PaymentIntentId, payment.UserId, payment.EventId);
            return;
        }
        BillingMetrics.PurchasesCompleted.Add(1);
        ReportMoney(await matching.SingleAsync(context.CancellationToken), payment);
    }

    // The money is there whatever it was for, and the purchase says so. That it is not what the pack costs is for an
    // operator to settle: the ledger does not grant it, and reconciliation lists it until someone has.
    private void ReportMoney(Purchase purchase, PaymentSucceeded payment)
    {
        Log.PurchaseSucceeded(logger, purchase.Id, payment.PaymentIntentId, payment.UserId, payment.EventId);
        if (purchase.AmountCents != payment.AmountCents || purchase.Currency != payment.Currency)
        {
            Log.MoneyDiffers(
                logger, purchase.Id, purchase.AmountCents, purchase.Currency,
                payment.PaymentIntentId, payment.AmountCents, payment.Currency);
        }
    }
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
