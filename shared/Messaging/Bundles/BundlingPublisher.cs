using System.Diagnostics;
using Contracts;

namespace Messaging.Bundles;

/// <summary>Publishes as <see cref="ConfirmedPublisher"/> does, and messages of a kind that comes in crowds together.</summary>
/// <remarks>A message that comes alone goes alone and at once; those that come while it is on its way to the broker share the next.</remarks>
public sealed class BundlingPublisher
{
    private const int TogetherMax = 256;

    private static readonly Dictionary<Type, Func<ConfirmedPublisher, Batcher<Outgoing>>> BatcherOfKind = new()
    {
        [typeof(PaymentSucceeded)] = BatcherOf<PaymentSucceeded>,
        [typeof(CreditsGranted)] = BatcherOf<CreditsGranted>,
    };

    private readonly ConfirmedPublisher publisher;
    private readonly Dictionary<Type, Batcher<Outgoing>> batchers;

    public BundlingPublisher(ConfirmedPublisher publisher)
    {
        this.publisher = publisher;
        batchers = BatcherOfKind.ToDictionary(kind => kind.Key, kind => kind.Value(publisher));
    }

    /// <summary>The kinds that are bundled. Every queue that takes one of them takes its bundles too.</summary>
    public static IReadOnlyCollection<Type> Kinds => BatcherOfKind.Keys;

    /// <inheritdoc cref="ConfirmedPublisher.PublishAsync"/>
    public Task PublishAsync(object message, Guid messageId, CancellationToken cancellationToken)
    {
        if (!batchers.TryGetValue(message.GetType(), out var batcher))
        {
            return publisher.PublishAsync(message, messageId, cancellationToken);
        }
        var bundled = batcher.AddAsync(new Outgoing(message, messageId, Activity.Current?.Id)).WaitAsync(cancellationToken);
        // Strangers who listen to an announcement hear each by itself.
        return IsAnnouncement(message.GetType())
            ? Task.WhenAll(bundled, publisher.PublishAsync(message, messageId, cancellationToken))
            : bundled;
    }

    private static bool IsAnnouncement(Type kind) => MessageRoutes.Announcements.Contains(kind);

    // All of a bundle share its fate: what was not confirmed can be sent again under the same id.
    private static Batcher<Outgoing> BatcherOf<TMessage>(ConfirmedPublisher publisher)
        where TMessage : class => new(
            TogetherMax,
            TimeSpan.Zero,
            together => together is [var alone] && !IsAnnouncement(typeof(TMessage))
                ? publisher.PublishAsync(alone.Message, alone.MessageId, CancellationToken.None)
                : publisher.PublishAsync(BundleOf<TMessage>(together), Guid.CreateVersion7(), CancellationToken.None),
            isOfOne: _ => false);

    private static Bundle<TMessage> BundleOf<TMessage>(IReadOnlyList<Outgoing> together)
        where TMessage : class => new()
        {
            Messages =
            [
                .. together.Select(each => new BundledMessage<TMessage>
                {
                    MessageId = each.MessageId,
                    Message = (TMessage)each.Message,
                    TraceParent = each.TraceParent,
                }),
            ],
        };

    private sealed record Outgoing(object Message, Guid MessageId, string? TraceParent);
}
