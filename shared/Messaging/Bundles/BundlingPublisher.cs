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
    public async Task PublishAsync(object message, Guid messageId, CancellationToken cancellationToken)
    {
        if (!batchers.TryGetValue(message.GetType(), out var batcher))
        {
            await publisher.PublishAsync(message, messageId, cancellationToken);
            return;
        }
        var outgoing = new Outgoing(message, messageId, Activity.Current?.Id);
        await batcher.AddAsync(outgoing).WaitAsync(cancellationToken);
        if (outgoing.IsHeardAlone)
        {
            await publisher.PublishAsync(message, messageId, cancellationToken);
        }
    }

    // All of a bundle share its fate: what was not confirmed can be sent again under the same id.
    private static Batcher<Outgoing> BatcherOf<TMessage>(ConfirmedPublisher publisher)
        where TMessage : class => new(
            TogetherMax,
            TimeSpan.Zero,
            MessageRoutes.Announcements.Contains(typeof(TMessage))
                ? together => Task.WhenAll(BundleAsync<TMessage>(publisher, together), AnnounceAsync(publisher, together))
                : together => together is [var alone]
                    ? publisher.PublishAsync(alone.Message, alone.MessageId, CancellationToken.None)
                    : BundleAsync<TMessage>(publisher, together),
            isOfOne: _ => false);

    // Strangers who listen to an announcement hear each by itself. When nobody hears the first, the others are announced to nobody at the
    // same moment: a queue that is bound after it is bound too late for all of them.
    private static async Task AnnounceAsync(ConfirmedPublisher publisher, IReadOnlyList<Outgoing> together)
    {
        var isHeard = await publisher.TryPublishAsync(together[0].Message, together[0].MessageId, CancellationToken.None);
        foreach (var outgoing in together.Skip(1))
        {
            outgoing.IsHeardAlone = isHeard;
        }
    }

    private static Task BundleAsync<TMessage>(ConfirmedPublisher publisher, IReadOnlyList<Outgoing> together)
        where TMessage : class =>
        publisher.PublishAsync(BundleOf<TMessage>(together), Guid.CreateVersion7(), CancellationToken.None);

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

    private sealed record Outgoing(object Message, Guid MessageId, string? TraceParent)
    {
        /// <summary>Said of an announcement once its bundle is on the broker: somebody listens, and has not heard this one yet.</summary>
        public bool IsHeardAlone { get; set; }
    }
}
