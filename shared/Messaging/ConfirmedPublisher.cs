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
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.ConfirmTimeoutMilliseconds);
        try
        {
            await SendAsync(message, messageId, deadline.Token).WaitAsync(deadline.Token);
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

    private Task SendAsync(object message, Guid messageId, CancellationToken deadline)
    {
        var isMandatory = !MessageRoutes.Announcements.Contains(message.GetType());
        return bus.Publish(message, message.GetType(), context => Prepare(context, messageId, isMandatory), deadline);
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
public sealed class PublishNotConfirmedException(string message, Exception innerException) : Exception(message, innerException);
