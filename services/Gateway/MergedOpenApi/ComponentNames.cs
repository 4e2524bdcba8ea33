using System.Text.Json.Nodes;

namespace Gateway.MergedOpenApi;

/// <summary>Makes names that two services use for different things tell them apart, by the service's name in front.</summary>
internal static class ComponentNames
{
    public static void Disambiguate(IReadOnlyList<ServicePart> parts)
    {
        var clashing = parts
            .SelectMany(part => part.Components)
            .GroupBy(component => component.Key, component => component.Value)
            .Where(definitions => definitions.Count() > 1 && !AreOne(definitions.ToList()))
            .Select(definitions => definitions.Key)
            .ToHashSet();
        var operationIds = parts
            .SelectMany(part => part.OperationIds)
            .GroupBy(id => id, StringComparer.Ordinal)
            .Where(ids => ids.Count() > 1)
            .Select(ids => ids.Key)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            part.Prefix(clashing, operationIds);
        }
    }

    // Equal texts that refer to something may still mean different things.
    private static bool AreOne(List<JsonNode> definitions) =>
        definitions.TrueForAll(definition =>
            JsonNode.DeepEquals(definition, definitions[0]) && ComponentKey.ReferredToBy(definition).Count == 0);
}
