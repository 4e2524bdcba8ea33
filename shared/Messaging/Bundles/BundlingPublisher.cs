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
    private readonly Dictionary<Type, Func<IReadOnlyList<Outgoing>, Task>> bundled;
    private readonly Dictionary<Type, Batcher<Outgoing>> batchers;

    public BundlingPublisher(ConfirmedPublisher publisher, IOptions<MessagingOptions> options)
    {
        this.publisher = publisher;
        bundled = AllKinds.ToDictionary(kind => kind.Message, kind => kind.Publishing(publisher));
        // What is announced keeps its order, as one bundle waits for the one before. All of it share its fate: what was not confirmed can be
        // sent again under the same id.
        batchers = bundled.ToDictionary(
            kind => kind.Key, kind => new Batcher<Outgoing>(TogetherMax, options.Value.Crowds, kind.Value, isOfOne: _ => false));
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

    /// <summary>Publishes what came together: of each kind that is bundled one message, and the others each by itself.</summary>
    /// <exception cref="PublishNotConfirmedException">Some of it may be missing. Under the same ids all of it can be sent again.</exception>
    public Task PublishTogetherAsync(IEnumerable<Outgoing> together) => Task.WhenAll(
        together.GroupBy(outgoing => outgoing.Message.GetType()).SelectMany(kind => bundled.TryGetValue(kind.Key, out var publish)
            ? kind.Chunk(TogetherMax).Select(publish)
            : kind.Select(alone => publisher.PublishAsync(alone.Message, alone.MessageId, CancellationToken.None))));

    private static Func<IReadOnlyList<Outgoing>, Task> BundlingOf<TMessage>(ConfirmedPublisher publisher)
        where TMessage : class =>
        MessageRoutes.Announcements.Contains(typeof(TMessage)) ? AnnouncingOf<TMessage>(publisher) : PublishingOf<TMessage>(publisher);

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
        Type Message, Type Bundle, Func<ConfirmedPublisher, Func<IReadOnlyList<Outgoing>, Task>> Publishing, Func<object, IEnumerable<Outgoing>> Open)
    {
        public static Kind Of<TMessage>()
            where TMessage : class => new(typeof(TMessage), typeof(Bundle<TMessage>), BundlingOf<TMessage>, Opened<TMessage>);

        private static IEnumerable<Outgoing> Opened<TMessage>(object bundle)
            where TMessage : class => ((Bundle<TMessage>)bundle).Messages
                .Select(bundled => new Outgoing(bundled.Message, bundled.MessageId, bundled.TraceParent));
    }
}

/// <summary>A message on its way out.</summary>
/// <param name="Message">The contract.</param>
/// <param name="MessageId">By which a repeat is recognised.</param>
/// <param name="TraceParent">W3C trace context of whoever published it.</param>
public sealed record Outgoing(object Message, Guid MessageId, string? TraceParent);
