using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Refunds;

/// <summary>A refund that did not reach the customer: what it took comes back.</summary>
internal sealed class RefundFailedConsumer(Payments payments, ILogger<RefundFailedConsumer> logger) : IConsumer<RefundFailed>
{
    public async Task Consume(ConsumeContext<RefundFailed> context)
    {
        var fact = ToFact(context.Message);
        if (await payments.NoteAsync(fact, context.CancellationToken))
        {
            Log.PaymentFactNoted(logger, context.Message.EventId, fact.Kind, fact.PaymentIntentId);
        }
    }

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
    : AtLeastOnceDefinition<RefundFailedConsumer, RefundFailed>(MessageRoutes.CreditsRefundFailed, message => message.PaymentIntentId);
