using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Renewal;

/// <summary>The end of a subscription: what is left of its monthly credits expires.</summary>
internal sealed class SubscriptionEndedConsumer(Subscriptions subscriptions, ILogger<SubscriptionEndedConsumer> logger) : IConsumer<SubscriptionEnded>
{
    public async Task Consume(ConsumeContext<SubscriptionEnded> context)
    {
        var message = context.Message;
        await subscriptions.NoteEndedAsync(message.SubscriptionId, message.UserId, message.EndedAt, context.CancellationToken);
        Log.SubscriptionSettled(logger, message.EventId, nameof(SubscriptionEnded), message.SubscriptionId, message.UserId);
    }
}

internal sealed class SubscriptionEndedConsumerDefinition()
    : AtLeastOnceDefinition<SubscriptionEndedConsumer, SubscriptionEnded>(MessageRoutes.CreditsSubscriptionEnded, message => message.UserId);
