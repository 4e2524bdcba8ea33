using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>A refund that did not reach the customer: its money is ours again.</summary>
internal sealed class RefundFailedConsumer(PurchaseProgress progress) : IConsumer<RefundFailed>
{
    public Task Consume(ConsumeContext<RefundFailed> context) =>
        progress.NoteAsync(ToFact(context.Message), context.Message.EventId, context.CancellationToken);

    private static PaymentFact ToFact(RefundFailed message) => new()
    {
        PaymentIntentId = message.PaymentIntentId,
        Kind = PaymentFactKind.RefundFailed,
        Key = message.RefundId,
        AmountCents = message.AmountCents,
        OccurredAt = message.OccurredAt,
    };
}

internal sealed class RefundFailedConsumerDefinition()
    : AtLeastOnceDefinition<RefundFailedConsumer, RefundFailed>(MessageRoutes.BillingRefundFailed, message => message.PaymentIntentId);
