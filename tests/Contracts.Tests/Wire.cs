using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.Serialization;

namespace Contracts.Tests;

/// <summary>The contracts as the bus writes and reads them, and the golden documents of what was ever sent.</summary>
internal static class Wire
{
    public static IReadOnlyList<Type> Messages { get; } = typeof(PaymentSucceeded).Assembly.GetExportedTypes()
        .Where(type => !(type.IsAbstract && type.IsSealed))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .ToList();

    /// <summary>Names of the golden documents: message type, and after a hyphen the occasion, for older shapes.</summary>
    public static IReadOnlyList<string> GoldenNames { get; } = typeof(Wire).Assembly.GetManifestResourceNames();

    public static JsonObject Golden(string name)
    {
        using var document = typeof(Wire).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"Add Golden/{name}.json with every member of the message set.");
        return JsonNode.Parse(document)!.AsObject();
    }

    public static Type MessageOf(string goldenName) => Messages.Single(type => type.Name == goldenName.Split('-')[0]);

    public static object Read(JsonNode json, Type message) =>
        json.Deserialize(message, SystemTextJsonMessageSerializer.Options)!;

    public static JsonObject Write(object message) =>
        JsonSerializer.SerializeToNode(message, message.GetType(), SystemTextJsonMessageSerializer.Options)!.AsObject();

    public static IEnumerable<string> Members(Type message, bool required) =>
        message.GetProperties()
            .Where(property => property.IsDefined(typeof(RequiredMemberAttribute)) == required)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    public static bool IsPartOfAnother(Type type) => Messages
        .SelectMany(message => message.GetProperties())
        .Any(property => property.PropertyType.GenericTypeArguments.Contains(type));
}
