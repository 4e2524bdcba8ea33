using System.Diagnostics;
using System.Text;
using Contracts;
using Messaging;
using Messaging.Bundles;
using Microsoft.Extensions.Options;
using WebhookIngress.Translation;

namespace WebhookIngress;

/// <summary>Hands on what an event became, together with the event itself for the archive: all of it, or it is not done.</summary>
/// <remarks>
/// Events that arrive at about the same time share their messages, one for the archive and one for each kind that comes in crowds: most of
/// the broker's work is for each message.
/// </remarks>
internal sealed class EventPublisher
{
    private const int TogetherCharactersMax = 256 * 1024;

    private readonly BundlingPublisher publisher;
    private readonly Batcher<PublishedEvent> batcher;

    public EventPublisher(BundlingPublisher publisher, IOptions<MessagingOptions> options)
    {
        this.publisher = publisher;
        batcher = new(TogetherCharactersMax, options.Value.Crowds, PublishAsync, IsOfOne, published => published.Received.Body.Length);
    }

    /// <exception cref="PublishNotConfirmedException">Some of it may be missing. Under the same ids all of it can be sent again.</exception>
    public Task PublishAsync(StripeEvent stripeEvent, TranslatedEvent translated, ReadOnlyMemory<byte> body) => batcher.AddAsync(new PublishedEvent(
        Archived(stripeEvent, translated, body),
        [.. translated.Messages.Select(message => new Outgoing(message, IdOf(stripeEvent, message), Activity.Current?.Id))]));

    private Task PublishAsync(IReadOnlyList<PublishedEvent> together) => publisher.PublishTogetherAsync(
    [
        // The archive keeps an event once, whatever message brings it.
        new Outgoing(new StripeEventsReceived { Events = [.. together.Select(published => published.Received)] }, Guid.CreateVersion7(), TraceParent: null),
        .. together.SelectMany(published => published.Messages),
    ]);

    // A queue that is missing is no reason to refuse what goes to others. What they had taken they take again, under the same ids.
    private static bool IsOfOne(Exception exception) => exception is PublishNotConfirmedException { IsReturned: true };

    private static StripeEventReceived Archived(StripeEvent stripeEvent, TranslatedEvent translated, ReadOnlyMemory<byte> body) => new()
    {
        EventId = stripeEvent.Id,
        Type = stripeEvent.Type,
        ApiVersion = stripeEvent.ApiVersion,
        ObjectId = stripeEvent.ObjectId,
        IsLive = stripeEvent.IsLive,
        Outcome = translated.Outcome,
        Detail = translated.Detail,
        Body = Encoding.UTF8.GetString(body.Span),
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static Guid IdOf(StripeEvent stripeEvent, object message) =>
        DeterministicId.From(stripeEvent.CreatedAt, $"{stripeEvent.Id}:{message.GetType().Name}");

    /// <param name="Received">For the archive.</param>
    /// <param name="Messages">What it became.</param>
    private sealed record PublishedEvent(StripeEventReceived Received, IReadOnlyList<Outgoing> Messages);
}
