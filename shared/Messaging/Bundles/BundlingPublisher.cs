using System.Diagnostics;
using Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Bundles;

/// <summary>Publishes as <see cref="ConfirmedPublisher"/> does, and messages of a kind that comes in crowds together.</summary>
/// <remarks>A message that comes alone goes alone and at once; those that come soon after share the next.</remarks>
public sealed class BundlingPublisher
{
    private const int TogetherMax = 256;

    private static readonly Kind[] AllKinds = [Kind.Of<PaymentSucceeded>(), Kind.Of<CreditsGranted>()];

    private static readonly Dictionary<Type, Kind> KindOfBundle = AllKinds.ToDictionary(kind => kind.Bundle);

    private readonly ConfirmedPublisher publisher;
    private readonly Dictionary<Type, Batcher<Outgoing>> batchers;

    public BundlingPublisher(ConfirmedPublisher publisher, IOptions<MessagingOptions> options)
    {
        this.publisher = publisher;
        batchers = AllKinds.ToDictionary(kind => kind.Message, kind => kind.Batcher(publisher, options.Value.Crowds));
    }

    /// <summary>The kinds that are bundled. Every queue that takes one of them takes its bundles too.</summary>
    public static IReadOnlyCollection<Type> Kinds { get; } = [.. AllKinds.Select(kind => kind.Message)];

    /// <inheritdoc cref="ConfirmedPublisher.PublishAsync"/>
    /// <remarks>
    /// A message that goes with others is not called back any more. What is in a bundle goes as if each had been published by itself: with
    /// others, under its own id.
    /// </remarks>
    public Task PublishAsync(object message, Guid messageId, CancellationToken cancellationToken)
    {
        if (KindOfBundle.TryGetValue(message.GetType(), out var kind))
        {
            return Task.WhenAll(kind.Open(message).Select(batchers[kind.Message].AddAsync));
        }
        if (!batchers.TryGetValue(message.GetType(), out var batcher))
        {
            return publisher.PublishAsync(message, messageId, cancellationToken);
        }
        return batcher.AddAsync(new Outgoing(message, messageId, Activity.Current?.Id));
    }

    // All of a bundle share its fate: what was not confirmed can be sent again under the same id. What is announced keeps its order, so
    // the next waits for the one before.
    private static Batcher<Outgoing> BatcherOf<TMessage>(ConfirmedPublisher publisher, BatchPace pace)
        where TMessage : class => MessageRoutes.Announcements.Contains(typeof(TMessage))
            ? new(TogetherMax, pace with { AtOnce = 1 }, AnnouncingOf<TMessage>(publisher), isOfOne: _ => false)
            : new(TogetherMax, pace, PublishingOf<TMessage>(publisher), isOfOne: _ => false);

    // What comes alone goes alone.
    private static Func<IReadOnlyList<Outgoing>, Task> PublishingOf<TMessage>(ConfirmedPublisher publisher)
        where TMessage : class => together => together is [var alone]
            ? publisher.PublishAsync(alone.Message, alone.MessageId, CancellationToken.None)
            : publisher.PublishAsync(BundleOf<TMessage>(together), Guid.CreateVersion7(), CancellationToken.None);

    // Our own queues hear bundles, whatever is in them, and strangers each by itself.
    private static Func<IReadOnlyList<Outgoing>, Task> AnnouncingOf<TMessage>(ConfirmedPublisher publisher)
        where TMessage : class
    {
        var announcer = new Announcer(publisher);
        return together => Task.WhenAll(
            publisher.PublishAsync(BundleOf<TMessage>(together), Guid.CreateVersion7(), CancellationToken.None),
            announcer.AnnounceAsync(together));
    }

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

    private sealed record Kind(
        Type Message, Type Bundle, Func<ConfirmedPublisher, BatchPace, Batcher<Outgoing>> Batcher, Func<object, IEnumerable<Outgoing>> Open)
    {
        public static Kind Of<TMessage>()
            where TMessage : class => new(typeof(TMessage), typeof(Bundle<TMessage>), BatcherOf<TMessage>, Opened<TMessage>);

        private static IEnumerable<Outgoing> Opened<TMessage>(object bundle)
            where TMessage : class => ((Bundle<TMessage>)bundle).Messages
                .Select(bundled => new Outgoing(bundled.Message, bundled.MessageId, bundled.TraceParent));
    }
}

/// <summary>A message on its way out.</summary>
/// <param name="Message">The contract.</param>
/// <param name="MessageId">By which a repeat is recognised.</param>
/// <param name="TraceParent">W3C trace context of whoever published it.</param>
internal sealed record Outgoing(object Message, Guid MessageId, string? TraceParent);
