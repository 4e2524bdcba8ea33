using Billing.Persistence;
using Contracts;
using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Notes on a purchase what the ledger granted for it: the other side of the money, for buyers and for reconciliation.</summary>
/// <remarks>The ledger grants a payment once, so the first word is the only one. Grants of other kinds are none of ours.</remarks>
internal sealed class CreditsGrantedConsumer(
    BillingDbContext database, TimeProvider time, ILogger<CreditsGrantedConsumer> logger) : IConsumer<CreditsGranted>
{
    private const string PurchaseSource = "purchase:";

    public async Task Consume(ConsumeContext<CreditsGranted> context)
    {
        var grant = context.Message;
        if (!grant.Source.StartsWith(PurchaseSource, StringComparison.Ordinal))
        {
            return;
        }
        var paymentIntentId = grant.PaymentIntentId ?? grant.Source[PurchaseSource.Length..];
        var matching = database.PurchaseOf(grant.UserId, grant.PurchaseId, paymentIntentId);
        var noted = await matching
            .Where(purchase => purchase.GrantedAt == null)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(purchase => purchase.GrantedCredits, grant.Credits)
                    .SetProperty(purchase => purchase.GrantedAt, grant.OccurredAt)
                    .SetProperty(purchase => purchase.UpdatedAt, time.GetUtcNow()),
                context.CancellationToken);
        if (noted == 0 && !await matching.AnyAsync(context.CancellationToken))
        {
            Log.GrantWithoutPurchase(logger, grant.GrantId, paymentIntentId, grant.UserId);
        }
    }
}

internal sealed class CreditsGrantedConsumerDefinition : ConsumerDefinition<CreditsGrantedConsumer>
{
    public CreditsGrantedConsumerDefinition() => EndpointName = MessageRoutes.BillingCreditsGranted;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<CreditsGrantedConsumer> consumerConfigurator,
        IRegistrationContext context) =>
        endpointConfigurator.ReceiveAtLeastOnce<CreditsGranted>(context, grant => grant.UserId);
}
