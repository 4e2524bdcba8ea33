using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Disputed money that came back: the dispute counts as won, whatever was said before.</summary>
internal sealed class DisputeFundsReinstatedConsumer(PurchaseProgress progress) : IConsumer<DisputeFundsReinstated>
{
    public Task Consume(ConsumeContext<DisputeFundsReinstated> context) =>
        progress.NoteAsync(ToFact(context.Message), context.Message.EventId, context.CancellationToken);

    private static PaymentFact ToFact(DisputeFundsReinstated message) => new()
    {
        PaymentIntentId = message.PaymentIntentId,
        Kind = PaymentFactKind.FundsReinstated,
        Key = message.DisputeId,
        AmountCents = message.AmountCents,
        OccurredAt = message.OccurredAt,
    };
}

internal sealed class DisputeFundsReinstatedConsumerDefinition()
    : AtLeastOnceDefinition<DisputeFundsReinstatedConsumer, DisputeFundsReinstated>(MessageRoutes.BillingDisputeFundsReinstated, message => message.PaymentIntentId);
