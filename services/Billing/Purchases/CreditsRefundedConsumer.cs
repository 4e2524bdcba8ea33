using Billing.Persistence;
using Contracts;
using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Notes on a purchase what the ledger took back for money that went back: the other side of it, for reconciliation.</summary>
/// <remarks>Each word says the sums so far, so of several the latest counts, in whatever order they come.</remarks>
internal sealed class CreditsRefundedConsumer(
    BillingDbContext database, TimeProvider time, ILogger<CreditsRefundedConsumer> logger) : IConsumer<CreditsRefunded>
{
    public async Task Consume(ConsumeContext<CreditsRefunded> context)
    {
        var clawback = context.Message;
        var matching = database.PurchaseOf(clawback.UserId, clawback.PurchaseId, clawback.PaymentIntentId);
        var noted = await matching
            .Where(purchase => purchase.ClawedBackAt == null || purchase.ClawedBackAt <= clawback.OccurredAt)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(purchase => purchase.ClawedBackCredits, clawback.CreditsTakenTotal)
                    .SetProperty(purchase => purchase.ClawbackTargetCredits, clawback.CreditsTargetTotal)
                    .SetProperty(purchase => purchase.ClawedBackAt, clawback.OccurredAt)
                    .SetProperty(purchase => purchase.UpdatedAt, time.GetUtcNow()),
                context.CancellationToken);
        if (noted == 0 && !await matching.AnyAsync(context.CancellationToken))
        {
            Log.ClawbackWithoutPurchase(logger, clawback.PaymentIntentId, clawback.UserId);
        }
    }
}

internal sealed class CreditsRefundedConsumerDefinition()
    : AtLeastOnceDefinition<CreditsRefundedConsumer, CreditsRefunded>(MessageRoutes.BillingCreditsRefunded, message => message.UserId);
