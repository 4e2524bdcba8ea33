using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Renewal;

/// <summary>A period that is not paid: its credits are frozen.</summary>
internal sealed class SubscriptionPastDueConsumer(Subscriptions subscriptions, ILogger<SubscriptionPastDueConsumer> logger) : IConsumer<SubscriptionPastDue>
{
    public async Task Consume(ConsumeContext<SubscriptionPastDue> context)
    {
        var message = context.Message;
        await subscriptions.NotePastDueAsync(message.SubscriptionId, message.UserId, message.PeriodStart, context.CancellationToken);
        Log.SubscriptionSettled(logger, message.EventId, nameof(SubscriptionPastDue), message.SubscriptionId, message.UserId);
    }
}

internal sealed class SubscriptionPastDueConsumerDefinition()
    : AtLeastOnceDefinition<SubscriptionPastDueConsumer, SubscriptionPastDue>(MessageRoutes.CreditsSubscriptionPastDue, message => message.UserId);
