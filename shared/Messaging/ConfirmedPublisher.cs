using MassTransit;
using Messaging.Bundles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Messaging;

/// <summary>Publishes and returns only when the broker has the message in a queue.</summary>
public sealed class ConfirmedPublisher(IBus bus, IOptions<MessagingOptions> options)
{
    private static readonly CompressedJson Compressed = new();

    /// <summary>Publishes under a message id of the caller's choice, so that a repeat is recognised by every inbox.</summary>
    /// <exception cref="PublishNotConfirmedException">No confirm in time, not routed, or no broker. The message may still arrive.</exception>
    public Task PublishAsync(object message, Guid messageId, CancellationToken cancellationToken) =>
        ConfirmAsync(message, messageId, isMandatory: !MessageRoutes.Announcements.Contains(message.GetType()), cancellationToken);

    /// <summary>Publishes an announcement and tells whether anybody hears it.</summary>
    /// <returns>True when a queue has it; false when none is bound, and it is nowhere.</returns>
    /// <exception cref="PublishNotConfirmedException">No confirm in time, or no broker.</exception>
    public async Task<bool> TryAnnounceAsync(object announcement, Guid messageId, CancellationToken cancellationToken)
    {
        // The bus calls a message that comes back an error, in its log. Here it is an answer.
        LogContext.ConfigureCurrentLogContext(NullLoggerFactory.Instance);
        try
        {
            await ConfirmAsync(announcement, messageId, isMandatory: true, cancellationToken);
            return true;
        }
        catch (PublishNotConfirmedException exception) when (exception.IsReturned)
        {
            return false;
        }
    }

    private async Task ConfirmAsync(object message, Guid messageId, bool isMandatory, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.ConfirmTimeoutMilliseconds);
        try
        {
            await SendAsync(message, messageId, isMandatory, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PublishNotConfirmedException("The broker did not confirm in time.", exception);
        }
        catch (MessageReturnedException exception)
        {
            throw new PublishNotConfirmedException("No queue takes this message.", exception);
        }
        catch (Exception exception) when (exception is MassTransitException or RabbitMQ.Client.Exceptions.RabbitMQClientException)
        {
            throw new PublishNotConfirmedException("The broker did not take the message.", exception);
        }
    }

    private Task SendAsync(object message, Guid messageId, bool isMandatory, CancellationToken deadline) =>
        bus.Publish(message, message.GetType(), context => Prepare(context, message, messageId, isMandatory), deadline);

    private static void Prepare(PublishContext context, object message, Guid messageId, bool isMandatory)
    {
        context.MessageId = messageId;
        if (MessageRoutes.Compressed.Contains(message.GetType()))
        {
            context.Serializer = Compressed;
        }
        // A confirm alone says that the broker took the message, not that any queue did.
        if (context.TryGetPayload<RabbitMqSendContext>(out var send))
        {
            send.Mandatory = isMandatory;
        }
    }
}

/// <summary>A publish that the broker did not confirm: try again later with the same message id.</summary>
public sealed class PublishNotConfirmedException(string message, Exception innerException) : Exception(message, innerException)
{
    /// <summary>True when the broker is there and no queue takes this very message.</summary>
    public bool IsReturned => InnerException is MessageReturnedException;
}
