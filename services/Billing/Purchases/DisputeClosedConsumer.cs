using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>A dispute's verdict: won, the purchase is what it was; lost, it stays disputed.</summary>
internal sealed class DisputeClosedConsumer(PurchaseProgress progress) : IConsumer<DisputeClosed>
{
    public Task Consume(ConsumeContext<DisputeClosed> context) =>
        progress.NoteAsync(ToFact(context.Message), context.Message.EventId, context.CancellationToken);

    private static PaymentFact ToFact(DisputeClosed message) => new()
    {
        PaymentIntentId = message.PaymentIntentId,
        Kind = message.Outcome == DisputeOutcome.Won ? PaymentFactKind.DisputeWon : PaymentFactKind.DisputeLost,
        Key = message.DisputeId,
        AmountCents = message.AmountCents,
        OccurredAt = message.OccurredAt,
    };
}

internal sealed class DisputeClosedConsumerDefinition()
    : AtLeastOnceDefinition<DisputeClosedConsumer, DisputeClosed>(MessageRoutes.BillingDisputeClosed, message => message.PaymentIntentId);
