using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Refunds;

/// <summary>A dispute: what is left of the purchase is frozen until it is decided.</summary>
internal sealed class DisputeOpenedConsumer(Payments payments, ILogger<DisputeOpenedConsumer> logger) : IConsumer<DisputeOpened>
{
    public async Task Consume(ConsumeContext<DisputeOpened> context)
    {
        var fact = ToFact(context.Message);
        if (await payments.NoteAsync(fact, context.CancellationToken))
        {
            Log.PaymentFactNoted(logger, context.Message.EventId, fact.Kind, fact.PaymentIntentId);
        }
    }

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
    : AtLeastOnceDefinition<DisputeOpenedConsumer, DisputeOpened>(MessageRoutes.CreditsDisputeOpened, message => message.PaymentIntentId);
