using System.Diagnostics;
using MassTransit;
using Messaging.Bundles;

namespace Reliability.Inbox;

internal static class ReceivedMessage
{
    public static Guid RequiredMessageId(this MessageContext context) =>
        context.MessageId ?? throw new InvalidOperationException("A message without an id can't be received once.");

    /// <summary>The message that came by itself.</summary>
    public static Delivery<TMessage> Alone<TMessage>(this ConsumeContext<TMessage> context)
        where TMessage : class => new(context.RequiredMessageId(), context.ConsumerName(), context.Message, Activity.Current?.Context ?? default);

    /// <summary>One of the messages that came together.</summary>
    public static Delivery<TMessage> Of<TMessage>(this ConsumeContext<Bundle<TMessage>> context, BundledMessage<TMessage> bundled)
        where TMessage : class => new(
            bundled.MessageId,
            context.ConsumerName(),
            bundled.Message,
            ActivityContext.TryParse(bundled.TraceParent, null, isRemote: true, out var trace) ? trace : default);

    /// <summary>The queue: one message goes to several consumers.</summary>
    public static string ConsumerName(this ConsumeContext context) => context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
}
