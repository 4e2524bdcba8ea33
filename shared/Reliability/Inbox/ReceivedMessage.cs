using MassTransit;

namespace Reliability.Inbox;

internal static class ReceivedMessage
{
    public static Guid RequiredMessageId(this MessageContext context) =>
        context.MessageId ?? throw new InvalidOperationException("A message without an id can't be received once.");

    /// <summary>The queue: one message goes to several consumers.</summary>
    public static string ConsumerName(this ConsumeContext context) => context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
}
