using System.Text.Json;
using System.Text.Json.Serialization;

namespace Credits.History;

/// <summary>Text that is JSON already and is written as it stands: what a column of type <c>json</c> holds, PostgreSQL has checked.</summary>
[JsonConverter(typeof(JsonTextConverter))]
internal readonly record struct JsonText(string Text);

internal sealed class JsonTextConverter : JsonConverter<JsonText>
{
    public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new JsonText(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text, skipInputValidation: true);
}
