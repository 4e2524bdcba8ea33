using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Refunds;

/// <summary>A refund of a purchase, full or partial: takes its share of the credits back.</summary>
internal sealed class ChargeRefundedConsumer(Payments payments, ILogger<ChargeRefundedConsumer> logger) : IConsumer<ChargeRefunded>
{
    public async Task Consume(ConsumeContext<ChargeRefunded> context)
    {
        var fact = ToFact(context.Message);
        if (await payments.NoteAsync(fact, context.CancellationToken))
        {
            Log.PaymentFactNoted(logger, context.Message.EventId, fact.Kind, fact.PaymentIntentId);
        }
    }

    private static PaymentFact ToFact(ChargeRefunded message) => new()
    {
        PaymentIntentId = message.PaymentIntentId,
        Kind = PaymentFactKind.Refunded,
        Key = message.EventId,
        AmountCents = message.AmountRefundedCents,
        PreviousAmountCents = message.PreviousAmountRefundedCents,
        ChargeAmountCents = message.AmountCents,
        OccurredAt = message.OccurredAt,
    };
}

internal sealed class ChargeRefundedConsumerDefinition()
    : AtLeastOnceDefinition<ChargeRefundedConsumer, ChargeRefunded>(MessageRoutes.CreditsChargeRefunded, message => message.PaymentIntentId);
