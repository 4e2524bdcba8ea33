using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StripeEmulator.Api.Requests;

namespace StripeEmulator.State;

/// <summary>Everything the account holds, as it stands in a file. Resources are immutable, so this holds up nobody while it is written.</summary>
internal sealed record SavedState
{
    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(), new MetadataConverter(), new VersionConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKindsOfResources } },
    };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>How often the state had changed when it was taken; not kept.</summary>
    [JsonIgnore]
    public long Changes { get; init; }

    /// <summary>Seconds by which the control API has moved the clock.</summary>
    public long ClockOffsetSeconds { get; init; }

    /// <summary>By the store's name, oldest first.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<StripeResource>> Resources { get; init; }

    public required IReadOnlyList<Reminder> Reminders { get; init; }

    public IReadOnlyList<IdempotentAnswer> IdempotentAnswers { get; init; } = [];

    /// <exception cref="JsonException">It is no state, or one of another format.</exception>
    public static SavedState Read(Stream stream) =>
        JsonSerializer.Deserialize<SavedState>(stream, Json) is { Format: CurrentFormat } saved
            ? saved
            : throw new JsonException($"its format is not {CurrentFormat}.");

    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, Json);

    private static void NameKindsOfResources(JsonTypeInfo type)
    {
        if (type.Type != typeof(StripeResource))
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$kind" };
        foreach (var kind in typeof(StripeResource).Assembly.GetTypes().Where(kind => kind.IsSubclassOf(typeof(StripeResource))))
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, kind.Name));
        }
    }

    /// <summary>Metadata keep their order by code unit, whatever the reader's habit is.</summary>
    private sealed class MetadataConverter : JsonConverter<ImmutableSortedDictionary<string, string>>
    {
        public override ImmutableSortedDictionary<string, string> Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            MetadataChange.Empty.AddRange(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options)!);

        public override void Write(
            Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, (IReadOnlyDictionary<string, string>)value, options);
    }

    private sealed class VersionConverter : JsonConverter<ApiVersion>
    {
        public override ApiVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ApiVersion.TryParse(reader.GetString()!) ?? throw new JsonException("not a version of the API.");

        public override void Write(Utf8JsonWriter writer, ApiVersion value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}
