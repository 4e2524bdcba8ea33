using MassTransit;
using Messaging.Bundles;

namespace Reliability.Inbox;

internal static class SendingBack
{
    /// <summary>Sends one message of a bundle to its queue again, alone and under its own id: there it is parked, shown and retried by itself.</summary>
    public static async Task SendBackAsync<TMessage>(this ConsumeContext<Bundle<TMessage>> context, BundledMessage<TMessage> bundled)
        where TMessage : class
    {
        var queue = await context.GetSendEndpoint(new Uri($"exchange:{context.ConsumerName()}"));
        await queue.Send(bundled.Message, send => Prepare(send, bundled.MessageId), context.CancellationToken);
    }

    // The bundle is acknowledged next, so the message has to be in the queue and not only with the broker.
    private static void Prepare(SendContext send, Guid messageId)
    {
        send.MessageId = messageId;
        if (send.TryGetPayload<RabbitMqSendContext>(out var toRabbitMq))
        {
            toRabbitMq.Mandatory = true;
        }
    }
}
