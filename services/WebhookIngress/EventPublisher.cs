using System.Text;
using Contracts;
using Messaging;
using WebhookIngress.Translation;

namespace WebhookIngress;

/// <summary>Hands on what an event became, together with the event itself for the archive: all of it, or it is not done.</summary>
internal sealed class EventPublisher(ConfirmedPublisher publisher)
{
    /// <exception cref="PublishNotConfirmedException">Some of it may be missing. Under the same ids all of it can be sent again.</exception>
    public Task PublishAsync(
        StripeEvent stripeEvent, TranslatedEvent translated, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        publisher.PublishAllAsync(
            [Archived(stripeEvent, translated, body), .. translated.Messages.Select(message => (message, IdOf(stripeEvent, message)))],
            cancellationToken);

    // The outcome is part of the id: an event that is understood at last is news to the archive.
    private static (object Message, Guid MessageId) Archived(StripeEvent stripeEvent, TranslatedEvent translated, ReadOnlyMemory<byte> body)
    {
        var received = new StripeEventReceived
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
        return (received, DeterministicId.From($"{stripeEvent.Id}:{nameof(StripeEventReceived)}:{translated.Outcome}"));
    }

    private static Guid IdOf(StripeEvent stripeEvent, object message) =>
        DeterministicId.From($"{stripeEvent.Id}:{message.GetType().Name}");
}
