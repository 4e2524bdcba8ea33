using MassTransit;
using Microsoft.Extensions.Options;

namespace Messaging;

/// <summary>Publishes and returns only when the broker has the message in a queue.</summary>
public sealed class ConfirmedPublisher(IBus bus, IOptions<MessagingOptions> options)
{
    /// <summary>Publishes under a message id of the caller's choice, so that a repeat is recognised by every inbox.</summary>
    /// <exception cref="PublishNotConfirmedException">No confirm in time, not routed, or no broker. The message may still arrive.</exception>
    public async Task PublishAsync(object message, Guid messageId, CancellationToken cancellationToken)
    {
        var isMandatory = !MessageRoutes.Announcements.Contains(message.GetType());
        if (!await TryPublishAsync(message, messageId, isMandatory, cancellationToken))
        {
            throw new PublishNotConfirmedException("No queue takes this message.");
        }
    }

    /// <summary>Publishes an announcement.</summary>
    /// <returns>False when there was no queue to hear it.</returns>
    /// <exception cref="PublishNotConfirmedException">No confirm in time, or no broker. The message may still arrive.</exception>
    public Task<bool> TryPublishAsync(object announcement, Guid messageId, CancellationToken cancellationToken) =>
        TryPublishAsync(announcement, messageId, isMandatory: true, cancellationToken);

    private async Task<bool> TryPublishAsync(object message, Guid messageId, bool isMandatory, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.ConfirmTimeoutMilliseconds);
        try
        {
            await bus.Publish(message, message.GetType(), context => Prepare(context, messageId, isMandatory), deadline.Token)
                .WaitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PublishNotConfirmedException("The broker did not confirm in time.", exception);
        }
        catch (MessageReturnedException)
        {
            return false;
        }
        catch (Exception exception) when (exception is MassTransitException or RabbitMQ.Client.Exceptions.RabbitMQClientException)
        {
            throw new PublishNotConfirmedException("The broker did not take the message.", exception);
        }
    }

    private static void Prepare(PublishContext context, Guid messageId, bool isMandatory)
    {
        context.MessageId = messageId;
        // A confirm alone says that the broker took the message, not that any queue did.
        if (context.TryGetPayload<RabbitMqSendContext>(out var send))
        {
            send.Mandatory = isMandatory;
        }
    }
}

/// <summary>A publish that the broker did not confirm: try again later with the same message id.</summary>
public sealed class PublishNotConfirmedException(string message, Exception? innerException = null) : Exception(message, innerException);
