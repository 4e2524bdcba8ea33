using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>A dispute: the purchase is disputed until it is won.</summary>
internal sealed class DisputeOpenedConsumer(PurchaseProgress progress) : IConsumer<DisputeOpened>
{
    public Task Consume(ConsumeContext<DisputeOpened> context) =>
        progress.NoteAsync(ToFact(context.Message), context.Message.EventId, context.CancellationToken);

    private static PaymentFact ToFact(DisputeOpened message) => new()
    {
        PaymentIntentId = message.PaymentIntentId,
        Kind = PaymentFactKind.DisputeOpened,
        Key = message.DisputeId,
        AmountCents = message.AmountCents,
        OccurredAt = message.OccurredAt,
    };
}

internal sealed class DisputeOpenedConsumerDefinition()
    : AtLeastOnceDefinition<DisputeOpenedConsumer, DisputeOpened>(MessageRoutes.BillingDisputeOpened, message => message.PaymentIntentId);
