using System.Diagnostics;

namespace Messaging.Bundles;

/// <summary>Messages of one kind that were published at the same time, as one message on the broker.</summary>
/// <remarks>
/// Most of the work of a broker and of a bus is for each message, whatever it holds. What is in a bundle takes effect as if it had come
/// by itself, each under its own id.
/// </remarks>
public sealed record Bundle<TMessage>
    where TMessage : class
{
    /// <summary>At least one, in the order in which they were published.</summary>
    public required IReadOnlyList<BundledMessage<TMessage>> Messages { get; init; }
}

/// <summary>One of several messages.</summary>
public sealed record BundledMessage<TMessage>
    where TMessage : class
{
    /// <summary>By which a repeat is recognised, alone or in another bundle.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The contract.</summary>
    public required TMessage Message { get; init; }

    /// <summary>W3C trace context of whoever published it.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>Makes bundles.</summary>
public static class Bundle
{
    /// <summary>A bundle of messages that come about in the present trace, each under a new id.</summary>
    /// <param name="messages">At least one.</param>
    /// <param name="now">What the ids begin with.</param>
    public static Bundle<TMessage> Of<TMessage>(IEnumerable<TMessage> messages, DateTimeOffset now)
        where TMessage : class => new()
        {
            Messages =
            [
                .. messages.Select(message => new BundledMessage<TMessage>
                {
                    MessageId = Guid.CreateVersion7(now),
                    Message = message,
                    TraceParent = Activity.Current?.Id,
                }),
            ],
        };
}
