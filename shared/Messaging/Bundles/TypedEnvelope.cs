using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging.Bundles;

/// <summary>A message in the bus's envelope, read at once as what it is.</summary>
/// <remarks>The bus reads the envelope first, with the message as a document of its own, and that a second time: for a large message most of the work.</remarks>
internal static class TypedEnvelope
{
    private static readonly Dictionary<string, Func<byte[], JsonSerializerOptions, MessageEnvelope?>> Readers =
        MessageRoutes.Compressed.ToDictionary(MessageUrn.ForTypeString, ReaderOf, StringComparer.Ordinal);

    /// <returns>Null when it is none of the messages that are large.</returns>
    /// <exception cref="SerializationException">It is no message that can be read.</exception>
    public static MessageEnvelope? Read(byte[] json, JsonSerializerOptions options)
    {
        try
        {
            return TypeOf(json) is { } type && Readers.TryGetValue(type, out var read) ? read(json, options) : null;
        }
        catch (JsonException exception)
        {
            throw new SerializationException("The message can't be read.", exception);
        }
    }

    private static Func<byte[], JsonSerializerOptions, MessageEnvelope?> ReaderOf(Type message) =>
        typeof(Of<>).MakeGenericType(message).GetMethod(nameof(Of<>.Read))!.CreateDelegate<Func<byte[], JsonSerializerOptions, MessageEnvelope?>>();

    // The first of its types is the message's own. The bus writes them before the message.
    private static string? TypeOf(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("messageType"u8);
            reader.Read();
            if (isType)
            {
                return reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            reader.Skip();
        }
        return null;
    }

    private sealed class Of<TMessage> : JsonMessageEnvelope, MessageEnvelope
        where TMessage : class
    {
        public new required TMessage Message { get; init; }

        object? MessageEnvelope.Message => Message;

        public static Of<TMessage>? Read(byte[] json, JsonSerializerOptions options) => JsonSerializer.Deserialize<Of<TMessage>>(json, options);
    }
}
