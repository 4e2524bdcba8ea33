using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Yarp.ReverseProxy.Model;

namespace Gateway.MergedOpenApi;

/// <summary>What a service's document is at the Gateway: the operations routed to it and what these use.</summary>
internal sealed partial class ServicePart
{
    private const string OperationId = "operationId";
    private readonly string service;

    private ServicePart(string service) => this.service = char.ToUpperInvariant(service[0]) + service[1..];

    /// <summary>By path, then by method in lower case.</summary>
    public Dictionary<string, Dictionary<string, JsonObject>> Operations { get; } = new(StringComparer.Ordinal);

    public Dictionary<ComponentKey, JsonNode> Components { get; private set; } = [];

    public List<JsonNode> Tags { get; } = [];

    public IEnumerable<string> OperationIds =>
        AllOperations.Select(operation => operation[OperationId]?.GetValue<string>()).OfType<string>();

    private IEnumerable<JsonObject> AllOperations => Operations.Values.SelectMany(operations => operations.Values);

    public static ServicePart Of(string service, JsonObject document, IReadOnlyList<RouteModel> routes)
    {
        var part = new ServicePart(service);
        foreach (var (path, item) in document["paths"] as JsonObject ?? [])
        {
            var methods = MethodsRouted(path, routes);
            var operations = (item as JsonObject ?? [])
                .Where(member => methods.Contains(member.Key) && member.Value is JsonObject)
                .ToDictionary(member => member.Key, member => member.Value!.DeepClone().AsObject(), StringComparer.Ordinal);
            if (operations.Count > 0)
            {
                part.Operations[path] = operations;
            }
        }
        foreach (var operation in part.AllOperations)
        {
            part.AddComponents(operation, document);
        }
        part.Tags.AddRange((document["tags"] as JsonArray ?? []).OfType<JsonObject>().Select(tag => tag.DeepClone()));
        return part;
    }

    /// <summary>Puts the service's name before these names, wherever they stand.</summary>
    public void Prefix(IReadOnlySet<ComponentKey> components, IReadOnlySet<string> operationIds)
    {
        ComponentKey Renamed(ComponentKey key) => components.Contains(key) ? key with { Name = service + key.Name } : key;

        Components = Components.ToDictionary(component => Renamed(component.Key), component => component.Value);
        foreach (var node in Components.Values.Concat(AllOperations))
        {
            ComponentKey.Rename(node, Renamed);
        }
        foreach (var operation in AllOperations)
        {
            if (operation[OperationId]?.GetValue<string>() is { } id && operationIds.Contains(id))
            {
                operation[OperationId] = service + id;
            }
        }
    }

    private void AddComponents(JsonNode user, JsonObject document)
    {
        foreach (var key in ComponentKey.ReferredToBy(user))
        {
            if (document["components"]?[key.Section]?[key.Name] is { } definition
                && Components.TryAdd(key, definition.DeepClone()))
            {
                AddComponents(definition, document);
            }
        }
    }

    private static HashSet<string> MethodsRouted(string path, IReadOnlyList<RouteModel> routes) =>
        routes
            .Where(route => Shape(route.Config.Match.Path ?? "") == Shape(path))
            .SelectMany(route => route.Config.Match.Methods ?? [])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    // Two templates are one when they differ only in what they call their parameters.
    private static string Shape(string template) => Parameter().Replace(template.TrimStart('/'), "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
