using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Renewal;

/// <summary>A new period: what was left rolls over, and the month's credits come anew.</summary>
internal sealed class SubscriptionRenewedConsumer(Subscriptions subscriptions, ILogger<SubscriptionRenewedConsumer> logger) : IConsumer<SubscriptionRenewed>
{
    public async Task Consume(ConsumeContext<SubscriptionRenewed> context)
    {
        var message = context.Message;
        await subscriptions.NoteBegunAsync(message.SubscriptionId, message.UserId, message.PeriodStart, message.PeriodEnd, context.CancellationToken);
        Log.SubscriptionSettled(logger, message.EventId, nameof(SubscriptionRenewed), message.SubscriptionId, message.UserId);
    }
}

internal sealed class SubscriptionRenewedConsumerDefinition()
    : AtLeastOnceDefinition<SubscriptionRenewedConsumer, SubscriptionRenewed>(MessageRoutes.CreditsSubscriptionRenewed, message => message.UserId);
