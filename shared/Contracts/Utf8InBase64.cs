using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts;

/// <summary>A document inside a message: the Base64 of its UTF-8.</summary>
/// <remarks>
/// In JSON each of its quotes would be escaped, byte by byte, and every reader would have to undo that. Before, documents went as such
/// text; it is still read. The two can't be mistaken for each other, as JSON has a brace and Base64 has none.
/// </remarks>
internal sealed class Utf8InBase64 : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetBytesFromBase64(out var utf8) ? Encoding.UTF8.GetString(utf8) : reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(Encoding.UTF8.GetBytes(value));
}
