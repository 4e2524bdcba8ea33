using Messaging.Bundles;
using RabbitMQ.Client;

namespace Messaging.Queues;

/// <summary>Messages as they lie in a queue.</summary>
public static class QueuedJson
{
    /// <summary>The bus's envelope as UTF-8, whether it was sent as plain JSON or compressed.</summary>
    /// <exception cref="InvalidDataException">It says that it is compressed, and is not.</exception>
    public static ReadOnlyMemory<byte> Json(this BasicGetResult message) =>
        message.BasicProperties.ContentType == CompressedJson.MediaType ? CompressedJson.Read(message.Body) : message.Body;
}
