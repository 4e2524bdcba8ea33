using System.IO.Compression;
using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging.Bundles;

/// <summary>The bus's JSON as a zlib stream (RFC 1950), for messages that hold many of a kind.</summary>
/// <remarks>
/// They repeat themselves: of sixteen events a tenth is left, of sixteen payments a quarter. And each byte is copied, logged and sent to every queue.
/// What comes alone stays readable by whoever binds a queue.
/// </remarks>
internal sealed class CompressedJson : ISerializerFactory, IMessageSerializer, IMessageDeserializer
{
    public const string MediaType = "application/vnd.masstransit+json+zlib";

    private readonly SystemTextJsonMessageSerializer json = new();

    public ContentType ContentType { get; } = new(MediaType);

    public IMessageSerializer CreateSerializer() => this;

    public IMessageDeserializer CreateDeserializer() => this;

    public MessageBody GetMessageBody<TMessage>(SendContext<TMessage> context)
        where TMessage : class
    {
        var written = new MemoryStream();
        using (var compressed = new ZLibStream(written, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(json.GetMessageBody(context).GetBytes());
        }
        return new BytesMessageBody(written.ToArray());
    }

    public ConsumeContext Deserialize(ReceiveContext receiveContext) => new BodyConsumeContext(
        receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        json.Deserialize(new BytesMessageBody(Read(body.GetBytes())), headers, destinationAddress);

    public MessageBody GetMessageBody(string text) => new Base64MessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("json").Add("contentType", MediaType);

    /// <summary>The JSON of a message that was sent like this.</summary>
    /// <exception cref="InvalidDataException">It is no zlib stream, or a broken one.</exception>
    public static byte[] Read(ReadOnlyMemory<byte> body)
    {
        var read = new MemoryStream();
        using var compressed = new ZLibStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        compressed.CopyTo(read);
        return read.ToArray();
    }
}
