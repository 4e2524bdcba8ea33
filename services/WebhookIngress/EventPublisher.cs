using System.Text;
using Contracts;
using Messaging;
using Messaging.Bundles;
using WebhookIngress.Translation;

namespace WebhookIngress;

/// <summary>Hands on what an event became, together with the event itself for the archive: all of it, or it is not done.</summary>
internal sealed class EventPublisher(BundlingPublisher publisher, ArchivePublisher archive)
{
    /// <exception cref="PublishNotConfirmedException">Some of it may be missing. Under the same ids all of it can be sent again.</exception>
    public Task PublishAsync(
        StripeEvent stripeEvent, TranslatedEvent translated, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        Task.WhenAll(
        [
            archive.PublishAsync(Archived(stripeEvent, translated, body)),
            .. translated.Messages.Select(message => publisher.PublishAsync(message, IdOf(stripeEvent, message), cancellationToken)),
        ]);

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
}
