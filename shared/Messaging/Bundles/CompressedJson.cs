using System.IO.Compression;
using System.Net.Mime;
using System.Text.Json;
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

    // What is to be expected of it, so that a buffer need not grow.
    private const int Ratio = 8;

    private static readonly JsonSerializerOptions Options = new(SystemTextJsonMessageSerializer.Options) { WriteIndented = false };

    private readonly SystemTextJsonMessageSerializer json = new();

    public ContentType ContentType { get; } = new(MediaType);

    public IMessageSerializer CreateSerializer() => this;

    public IMessageDeserializer CreateDeserializer() => this;

    public MessageBody GetMessageBody<TMessage>(SendContext<TMessage> context)
        where TMessage : class
    {
        var plain = new SystemTextJsonMessageBody<TMessage>(context, Options).GetBytes();
        var written = new MemoryStream(plain.Length / Ratio);
        using (var compressed = new ZLibStream(written, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(plain);
        }
        return new BytesMessageBody(written.ToArray());
    }

    public ConsumeContext Deserialize(ReceiveContext receiveContext) => new BodyConsumeContext(
        receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        var plain = Read(body.GetBytes());
        return TypedEnvelope.Read(plain, Options) is { } envelope
            ? new SystemTextJsonSerializerContext(
                json, Options, json.ContentType, new EnvelopeMessageContext(envelope, json), envelope.MessageType ?? [], envelope)
            : json.Deserialize(new BytesMessageBody(plain), headers, destinationAddress);
    }

    public MessageBody GetMessageBody(string text) => new Base64MessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("json").Add("contentType", MediaType);

    /// <summary>The JSON of a message that was sent like this.</summary>
    /// <exception cref="InvalidDataException">It is no zlib stream, or a broken one.</exception>
    public static byte[] Read(ReadOnlyMemory<byte> body)
    {
        var read = new MemoryStream(body.Length * Ratio);
        using var compressed = new ZLibStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        compressed.CopyTo(read);
        return read.ToArray();
    }
}
