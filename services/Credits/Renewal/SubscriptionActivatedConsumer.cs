using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Renewal;

/// <summary>The first period of a subscription: its monthly credits.</summary>
internal sealed class SubscriptionActivatedConsumer(Subscriptions subscriptions, ILogger<SubscriptionActivatedConsumer> logger) : IConsumer<SubscriptionActivated>
{
    public async Task Consume(ConsumeContext<SubscriptionActivated> context)
    {
        var message = context.Message;
        await subscriptions.NoteBegunAsync(message.SubscriptionId, message.UserId, message.PeriodStart, message.PeriodEnd, context.CancellationToken);
        Log.SubscriptionSettled(logger, message.EventId, nameof(SubscriptionActivated), message.SubscriptionId, message.UserId);
    }
}

internal sealed class SubscriptionActivatedConsumerDefinition()
    : AtLeastOnceDefinition<SubscriptionActivatedConsumer, SubscriptionActivated>(MessageRoutes.CreditsSubscriptionActivated, message => message.UserId);
