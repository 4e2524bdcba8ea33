using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Refunds;

/// <summary>The card's issuer suspects fraud: what is left of the purchase is frozen before a dispute comes.</summary>
internal sealed class EarlyFraudWarningReceivedConsumer(Payments payments, ILogger<EarlyFraudWarningReceivedConsumer> logger) : IConsumer<EarlyFraudWarningReceived>
{
    public async Task Consume(ConsumeContext<EarlyFraudWarningReceived> context)
    {
        var fact = ToFact(context.Message);
        if (await payments.NoteAsync(fact, context.CancellationToken))
        {
            Log.PaymentFactNoted(logger, context.Message.EventId, fact.Kind, fact.PaymentIntentId);
        }
    }

    private static PaymentFact ToFact(EarlyFraudWarningReceived message) => new()
    {
        PaymentIntentId = message.PaymentIntentId,
        Kind = PaymentFactKind.FraudWarning,
        Key = message.WarningId,
        OccurredAt = message.OccurredAt,
    };
}

internal sealed class EarlyFraudWarningReceivedConsumerDefinition()
    : AtLeastOnceDefinition<EarlyFraudWarningReceivedConsumer, EarlyFraudWarningReceived>(MessageRoutes.CreditsEarlyFraudWarningReceived, message => message.PaymentIntentId);
