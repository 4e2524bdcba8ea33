using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Refunds;

/// <summary>A dispute's verdict: won unfreezes, lost takes back.</summary>
internal sealed class DisputeClosedConsumer(Payments payments, ILogger<DisputeClosedConsumer> logger) : IConsumer<DisputeClosed>
{
    public async Task Consume(ConsumeContext<DisputeClosed> context)
    {
        var fact = ToFact(context.Message);
        if (await payments.NoteAsync(fact, context.CancellationToken))
        {
            Log.PaymentFactNoted(logger, context.Message.EventId, fact.Kind, fact.PaymentIntentId);
        }
    }

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
    : AtLeastOnceDefinition<DisputeClosedConsumer, DisputeClosed>(MessageRoutes.CreditsDisputeClosed, message => message.PaymentIntentId);
