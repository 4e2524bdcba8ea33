using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Renewal;

/// <summary>A period that is paid after all: its credits are free again.</summary>
internal sealed class SubscriptionRecoveredConsumer(Subscriptions subscriptions, ILogger<SubscriptionRecoveredConsumer> logger) : IConsumer<SubscriptionRecovered>
{
    public async Task Consume(ConsumeContext<SubscriptionRecovered> context)
    {
        var message = context.Message;
        await subscriptions.NoteRecoveredAsync(message.SubscriptionId, message.UserId, message.PeriodStart, context.CancellationToken);
        Log.SubscriptionSettled(logger, message.EventId, nameof(SubscriptionRecovered), message.SubscriptionId, message.UserId);
    }
}

internal sealed class SubscriptionRecoveredConsumerDefinition()
    : AtLeastOnceDefinition<SubscriptionRecoveredConsumer, SubscriptionRecovered>(MessageRoutes.CreditsSubscriptionRecovered, message => message.UserId);
