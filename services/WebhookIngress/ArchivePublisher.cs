using Contracts;
using Messaging;
using Microsoft.Extensions.Options;

namespace WebhookIngress;

/// <summary>Hands events on to the archive, those that arrive at about the same time in one message.</summary>
/// <remarks>An event weighs what it holds, and most of the broker's work is for each message.</remarks>
internal sealed class ArchivePublisher
{
    private const int TogetherCharactersMax = 256 * 1024;

    private readonly Batcher<StripeEventReceived> batcher;

    public ArchivePublisher(ConfirmedPublisher publisher, IOptions<MessagingOptions> options) => batcher = new Batcher<StripeEventReceived>(
        TogetherCharactersMax,
        options.Value.Crowds,
        events => publisher.PublishAsync(new StripeEventsReceived { Events = events }, Guid.CreateVersion7(), CancellationToken.None),
        isOfOne: _ => false,
        received => received.Body.Length);

    /// <exception cref="PublishNotConfirmedException">It may be missing in the archive. It can be handed on again: the archive keeps an event once.</exception>
    public Task PublishAsync(StripeEventReceived received) => batcher.AddAsync(received);
}
