using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Refunds;

/// <summary>Disputed money that came back: the purchase counts as paid again, whatever was said before.</summary>
internal sealed class DisputeFundsReinstatedConsumer(Payments payments, ILogger<DisputeFundsReinstatedConsumer> logger) : IConsumer<DisputeFundsReinstated>
{
    public async Task Consume(ConsumeContext<DisputeFundsReinstated> context)
    {
        var fact = ToFact(context.Message);
        if (await payments.NoteAsync(fact, context.CancellationToken))
        {
            Log.PaymentFactNoted(logger, context.Message.EventId, fact.Kind, fact.PaymentIntentId);
        }
    }

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
    : AtLeastOnceDefinition<DisputeFundsReinstatedConsumer, DisputeFundsReinstated>(MessageRoutes.CreditsDisputeFundsReinstated, message => message.PaymentIntentId);
