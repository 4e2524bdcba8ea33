using System.Text.Json.Nodes;

namespace StripeEmulator.Api.Requests;

/// <summary>Replaces ids by what they name, and adds what is left out unless asked for, along the paths of <c>expand[]</c>.</summary>
internal static class Expansion
{
    private const int PathsMax = 20;
    private const int DepthMax = 4;

    /// <summary>Reads the paths and refuses what can't be expanded, before anything is done.</summary>
    public static IReadOnlyList<ExpansionStep[]> Read(Parameters parameters, Operation operation)
    {
        var paths = new List<ExpansionStep[]>();
        foreach (var text in parameters.List("expand", PathsMax) ?? [])
        {
            var fields = text.Split('.');
            if (fields.Length > DepthMax)
            {
                throw StripeError.InvalidParameter($"You cannot expand more than {DepthMax} levels of a property. Property: {text}", "expand");
            }

            // In a list every path begins with the field that holds the resources.
            var path = !operation.IsList ? fields : fields is ["data", _, ..] ? fields[1..] : throw NotExpandable(text);
            paths.Add(Resolve(operation.ObjectName, path, text, parameters.Version));
        }

        return paths;
    }

    /// <param name="find">Renders the object of a kind with an id.</param>
    /// <param name="include">Renders what is left out otherwise, of the object with an id.</param>
    public static void Apply(
        JsonObject json,
        IReadOnlyList<ExpansionStep[]> paths,
        Func<string, string, JsonNode?> find,
        Func<string, string, JsonNode?> include)
    {
        foreach (var path in paths)
        {
            Follow(json, path, find, include);
        }
    }

    private static void Follow(
        JsonNode? node,
        ReadOnlySpan<ExpansionStep> steps,
        Func<string, string, JsonNode?> find,
        Func<string, string, JsonNode?> include)
    {
        if (steps.IsEmpty)
        {
            return;
        }

        if (node is JsonArray members)
        {
            foreach (var member in members)
            {
                Follow(member, steps, find, include);
            }
        }
        else if (node is JsonObject json)
        {
            var (field, target) = steps[0];
            if (target.Kind == ExpansionKind.Reference && json[field] is JsonValue id && find(target.Name, id.GetValue<string>()) is { } found)
            {
                json[field] = found;
            }
            else if (target.Kind == ExpansionKind.Included && !json.ContainsKey(field))
            {
                json[field] = include(target.Name, json["id"]!.GetValue<string>());
            }

            Follow(json[field], steps[1..], find, include);
        }
    }

    private static ExpansionStep[] Resolve(string objectName, string[] fields, string text, ApiVersion version)
    {
        var steps = new ExpansionStep[fields.Length];
        var current = objectName;
        for (var index = 0; index < fields.Length; index++)
        {
            var target = ExpandableFields.Find(current, fields[index], version) ?? throw NotExpandable(text);
            steps[index] = new ExpansionStep(fields[index], target);
            current = target.Name;
        }

        return steps;
    }

    private static StripeError NotExpandable(string text) =>
        StripeError.InvalidParameter($"This property cannot be expanded ({text}).", "expand");
}

/// <summary>One field of a path.</summary>
internal sealed record ExpansionStep(string Field, ExpandableField Target);
