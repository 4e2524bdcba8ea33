using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>A refund of a purchase, full or partial. Its sum is absolute, so repeats and other orders add nothing.</summary>
internal sealed class ChargeRefundedConsumer(PurchaseProgress progress) : IConsumer<ChargeRefunded>
{
    public Task Consume(ConsumeContext<ChargeRefunded> context) =>
        progress.NoteAsync(ToFact(context.Message), context.Message.EventId, context.CancellationToken);

    private static PaymentFact ToFact(ChargeRefunded message) => new()
    {
        PaymentIntentId = message.PaymentIntentId,
        Kind = PaymentFactKind.Refunded,
        Key = message.EventId,
        AmountCents = message.AmountRefundedCents,
        PreviousAmountCents = message.PreviousAmountRefundedCents,
        OccurredAt = message.OccurredAt,
    };
}

internal sealed class ChargeRefundedConsumerDefinition()
    : AtLeastOnceDefinition<ChargeRefundedConsumer, ChargeRefunded>(MessageRoutes.BillingChargeRefunded, message => message.PaymentIntentId);
